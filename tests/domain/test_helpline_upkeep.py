"""Two people make a check; it holds for ninety days, and after a year the line is hidden."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from forum.domain.crisis import notice
from forum.domain.helpline_upkeep import EVERYTHING, Check, Standing, Upkeep, corrected, digest, standing
from forum.infra.directory import country_names, shipped_lines

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


def entry(line_id: str) -> dict[str, object]:
    return next(one for one in shipped_lines()["entries"] if one["id"] == line_id)


LINE = next(str(one["id"]) for one in shipped_lines()["entries"] if one["country"] == "GB" and one["rank"] == 1)
MARK = digest(entry(LINE))


def check(person: int, days_ago: float, mark: str = MARK) -> Check:
    return Check(LINE, mark, person, NOW - timedelta(days=days_ago))


def stand(*checks: Check, off: frozenset[str] = frozenset()) -> Standing:
    return standing(shipped_lines(), checks, off, NOW, country_names())


@pytest.mark.parametrize(
    ("checks", "upkeep"),
    [
        ([], Upkeep.UNCHECKED),
        ([check(1, 0)], Upkeep.HALF),
        ([check(1, 0), check(1, 1)], Upkeep.HALF),  # one person twice is one person
        ([check(1, 0), check(2, 0)], Upkeep.CHECKED),
        ([check(1, 0), check(2, 90)], Upkeep.CHECKED),
        ([check(1, 0), check(2, 90.01)], Upkeep.DUE),  # as old as its older half
        ([check(1, 91), check(2, 91), check(3, 0)], Upkeep.DUE),
        ([check(1, 91), check(2, 1), check(3, 0)], Upkeep.CHECKED),
        ([check(1, 365), check(2, 365)], Upkeep.DUE),
        ([check(1, 365.01), check(2, 0)], Upkeep.LAPSED),
        ([check(1, 0), check(2, 0, "0" * 16)], Upkeep.HALF),  # somebody checked another form of it
    ],
)
def test_how_a_line_stands(checks: list[Check], upkeep: Upkeep) -> None:
    kept = stand(*checks).of(LINE)
    assert kept is not None
    assert kept.upkeep == upkeep
    assert kept.is_shown is (upkeep is not Upkeep.LAPSED)


def test_a_lapsed_line_is_hidden_and_the_next_takes_its_place() -> None:
    lapsed = stand(check(1, 400), check(2, 400))
    assert lapsed.shown.line(LINE) is None
    found = notice(lapsed.shown, {"suicide"}, "GB", "en")
    assert found is not None
    assert LINE not in {line.id for line in found.lines}
    assert found.lines


@pytest.mark.parametrize("switch", [EVERYTHING, "country:GB"])
def test_a_switch_leaves_the_emergency_sentence_and_the_directory(switch: str) -> None:
    found = notice(stand(off=frozenset({switch})).shown, {"suicide"}, "GB", "en")
    assert found is not None
    assert (found.lines, found.fallback, found.emergency[0]) == ((), True, "999")
    assert found.directory_url.startswith("https://findahelpline.com")
    elsewhere = notice(stand(off=frozenset({switch})).shown, {"suicide"}, "DE", "de")
    assert elsewhere is not None
    assert bool(elsewhere.lines) is (switch != EVERYTHING)


def test_one_line_off_is_one_line_off() -> None:
    assert len(stand(off=frozenset({f"line:{LINE}"})).shown.lines) == 116


def test_a_corrected_entry_loses_its_checks() -> None:
    changed = {**entry(LINE), "hours": "10:00-12:00 daily"}
    data = corrected(shipped_lines(), {LINE: changed})
    kept = standing(data, [check(1, 0), check(2, 0)], frozenset(), NOW).of(LINE)
    assert kept is not None
    assert (kept.upkeep, kept.line.hours) == (Upkeep.UNCHECKED, "10:00-12:00 daily")


def test_a_newer_source_alone_keeps_the_checks() -> None:
    changed = {**entry(LINE), "verified_on": "2026-11-23", "notes": "read again"}
    data = corrected(shipped_lines(), {LINE: changed})
    kept = standing(data, [check(1, 0), check(2, 0)], frozenset(), NOW).of(LINE)
    assert kept is not None
    assert kept.upkeep == Upkeep.CHECKED


def test_countries_that_wait() -> None:
    assert "GB" in stand().unchecked_countries
    ids = [str(one["id"]) for one in shipped_lines()["entries"] if one["country"] == "GB"]
    done = [Check(one, digest(entry(one)), person, NOW) for one in ids for person in (1, 2)]
    assert "GB" not in stand(*done).unchecked_countries
