"""When a line answers: in its own zone, and never a guess."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from forum.domain.helpline_hours import ZONES, Opening, opening
from forum.infra.directory import LINES_FILE, directory

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)  # a Sunday


@pytest.mark.parametrize(
    ("hours", "country", "is_open", "opens"),
    [
        ("16:00-21:00 daily", "JP", False, "2026-11-23T16:00:00+09:00"),  # 21:00 in Tokyo: just closed
        ("16:00-22:00 daily", "JP", True, None),
        ("17:00-00:00 daily", "AT", False, "2026-11-22T17:00:00+01:00"),
        ("15:30-00:30 daily", "LK", True, None),  # 17:30 in Colombo
        ("10:00-24:00 daily", "NZ", False, "2026-11-23T10:00:00+13:00"),  # 01:00 on Monday
        ("Mon-Sat 14:00-20:00", "GB", False, "2026-11-23T14:00:00+00:00"),
        ("Sat-Sun 11:30-13:00", "GB", True, None),
        ("Sun 11:30-13:00", "GB", True, None),
        ("Mon-Sat 11:00-20:00 (plus some mornings)", "GR", None, None),  # Sunday: closed, or one of those mornings
        ("nominally 24/7", "GB", None, None),
        ("2022: 24h on Mon, Thu, Fri; 06:00-24:00 other days", "GB", None, None),
        ("10:00-11:00 daily", "US", None, None),  # which of its zones?
        ("25:00-26:00 daily", "GB", None, None),
        ("10:70-11:00 daily", "GB", None, None),
        (None, "GB", None, None),
    ],
)
def test_hours(hours: str | None, country: str, is_open: bool | None, opens: str | None) -> None:
    found = opening(hours, country, NOON)
    if is_open is None:
        assert found is None
        return
    assert found is not None
    assert found.is_open is is_open
    assert (found.opens_at.isoformat() if found.opens_at else None) == opens


@pytest.mark.parametrize("hours", ["24/7", "24/7 (provincial lines)"])
def test_what_never_closes_is_open_in_every_zone(hours: str) -> None:
    assert opening(hours, "US", NOON) == Opening(is_open=True, always=True)


def test_the_night_after_belongs_to_the_day_before() -> None:
    past_midnight = datetime(2026, 11, 22, 0, 15, tzinfo=UTC)
    assert opening("Sat 22:00-01:00", "GB", past_midnight) == Opening(is_open=True)
    assert opening("Fri 22:00-01:00", "GB", past_midnight) != Opening(is_open=True)


def test_every_country_of_the_directory_has_a_zone_or_several() -> None:
    several = {"US", "CA", "AU", "BR", "MX", "CL"}
    assert set(directory().countries) - several == set(ZONES) & set(directory().countries)


def test_hours_of_the_shipped_lines_that_can_be_read() -> None:
    stated = {entry["hours"] for entry in json.loads(LINES_FILE.read_text())["entries"] if entry["hours"]}
    monday = NOON.replace(day=23, hour=18)
    unread = {hours for hours in stated if opening(hours, "GB", monday) is None}
    assert unread == {
        "24/7 since November 2021",
        "nominally 24/7",
        "2022: 24h on Mon, Thu, Fri; 06:00-24:00 other days",
    }
