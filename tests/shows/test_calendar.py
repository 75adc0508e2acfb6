"""The calendar: whose days, whose clock, whose shows."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from flask import Flask
from flask.testing import FlaskClient

from forum.domain.people import Reader
from forum.shows import actions, queries
from tests.conftest import NOW
from tests.factories.accounts import person
from tests.factories.shows import episode_row, imported, made_up_show, show_file

STRANGER = Reader.stranger()
WEEK = timedelta(days=7)


def test_the_calendar_spans_two_weeks_each_way(client: FlaskClient, running) -> None:
    made_up_show("Long Ago", source_id=9_500_002, seasons=(2,))

    text = client.get("/calendar").text

    assert "S01E01" in text
    assert "S01E04" in text
    assert "Part 4" not in text
    assert "Long Ago" not in text


def test_the_calendar_stands_in_the_reader_s_zone(app: Flask) -> None:
    rows = [episode_row(1, 1, 1, datetime(2026, 11, 23, 2, tzinfo=UTC))]
    imported(show_file("Late Show", 9_500_001, rows))

    eastern = queries.calendar(Reader(id=None, timezone="America/New_York"), NOW)
    utc = queries.calendar(STRANGER, NOW)

    assert [str(day.on) for day in eastern.days if day.entries] == ["2026-11-22"]
    assert [str(day.on) for day in utc.days if day.entries] == ["2026-11-23"]


def test_a_date_without_time_stands_under_its_date_everywhere(app: Flask) -> None:
    rows = [episode_row(1, 1, 1, datetime(2026, 11, 24, tzinfo=UTC).date())]
    imported(show_file("Dated Show", 9_500_001, rows))

    for zone in ("Pacific/Kiritimati", "Pacific/Pago_Pago"):
        page = queries.calendar(Reader(id=None, timezone=zone), NOW)
        assert [str(day.on) for day in page.days if day.entries] == ["2026-11-24"]


def test_a_season_drop_is_one_entry(app: Flask) -> None:
    at = NOW + timedelta(days=3)
    imported(show_file("Dropped", 9_500_001, [episode_row(n, 1, n, at) for n in range(1, 9)]))

    entries = [entry for day in queries.calendar(STRANGER, NOW).days for entry in day.entries]

    assert [(entry.code, entry.last_code, entry.more) for entry in entries] == [("S01E01", "S01E08", 7)]
    assert queries.upcoming(STRANGER, NOW) == tuple(entries)


def test_my_calendar_holds_my_shows_alone(app: Flask, running) -> None:
    other = made_up_show("Other", source_id=9_500_002, seasons=(4,), starts=NOW - WEEK)
    ann = person()
    first = other.find(1, 1)
    assert first is not None
    actions.mark_seen(ann, first.id, NOW)

    mine = queries.calendar(ann, NOW, mine=True)

    assert {entry.show_name for day in mine.days for entry in day.entries} == {"Other"}
    assert {entry.show_name for entry in queries.upcoming(ann, NOW)} == {"Other"}
