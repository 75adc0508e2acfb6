"""Calendars of openings, read by a parser that knows nothing of us."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from icalendar import Calendar, Event

from forum.accounts import actions, queries
from forum.accounts.feed_keys import Purpose
from forum.domain.people import Reader
from forum.infra import clock
from forum.infra.clock import SetClock
from forum.infra.db import db
from forum.shows import actions as marks
from forum.shows.models import Episode, Show
from tests.conftest import counting
from tests.factories import accounts, groups, shows

SUNDAY = datetime(2026, 11, 1, 20, tzinfo=UTC)


def events(client: FlaskClient, path: str) -> list[Event]:
    answer = client.get(path)
    assert (answer.status_code, answer.mimetype) == (200, "text/calendar")
    found = Calendar.from_ical(answer.get_data())
    assert not found.errors
    return list(found.walk("VEVENT"))


def key(reader: Reader) -> str:
    actions.make_feed_key(reader, Purpose.CALENDAR, clock.now())
    return next(card.path for card in queries.feed_keys_of(reader) if card.purpose == Purpose.CALENDAR)


def told(found: list[Event]) -> list[tuple[str, datetime]]:
    return [(str(one["summary"]), one.decoded("dtstart")) for one in found]


def test_a_shows_releases_by_code_alone(app: Flask, client: FlaskClient) -> None:
    show = shows.made_up_show(seasons=(4,), starts=SUNDAY)
    found = events(client, f"/shows/{show.slug}/calendar.ics")
    assert told(found) == [(f"Harbour Lights S01E0{n + 1}", SUNDAY + timedelta(days=7 * n)) for n in range(4)]
    text = client.get(f"/shows/{show.slug}/calendar.ics").text
    assert not [one.name for one in show.regular if one.name in text]
    assert client.get("/shows/none/calendar.ics").status_code == 404


def test_a_date_alone_is_a_whole_day(app: Flask, client: FlaskClient) -> None:
    show = shows.made_up_show(seasons=(1,), starts=SUNDAY)
    row = db.session.get_one(Episode, show.regular[0].id)
    row.airstamp, row.airtime, row.airdate = None, None, date(2026, 12, 24)
    db.session.get_one(Show, show.show_id).touch()
    db.session.commit()
    (found,) = events(client, f"/shows/{show.slug}/calendar.ics")
    assert (found.decoded("dtstart"), found.decoded("dtend")) == (date(2026, 12, 24), date(2026, 12, 25))


def test_a_season_that_comes_at_once_is_one_event(app: Flask, client: FlaskClient) -> None:
    show_id, _ = groups.show("the-drop", [[SUNDAY] * 5])
    assert show_id
    assert [name for name, _ in told(events(client, "/shows/the-drop/calendar.ics"))] == ["The Drop S01E01 - S01E05"]


def test_a_groups_calendar_is_that_of_its_shows(app: Flask, client: FlaskClient) -> None:
    ann = accounts.person("ann")
    show = shows.made_up_show(seasons=(1,), starts=SUNDAY)
    shows.made_up_show("Late Show", source_id=9_600_001, seasons=(1,), starts=SUNDAY)
    groups.follows(groups.group(ann), show.show_id, ann)
    groups.hidden_group(ann)
    groups.group(ann, "quiet-room")
    assert [name for name, _ in told(events(client, "/g/binge-club/calendar.ics"))] == ["Harbour Lights S01E01"]
    assert events(client, "/g/quiet-room/calendar.ics") == []
    assert accounts.signed_in(app, ann).get("/g/attic/calendar.ics").status_code == 404


def test_the_own_calendar_runs_on_the_own_clock(app: Flask, client: FlaskClient) -> None:
    ann = accounts.person("ann", timezone="Europe/Berlin")
    mine = shows.made_up_show(seasons=(1,), starts=SUNDAY)
    followed = shows.made_up_show("Late Show", source_id=9_600_001, seasons=(1,), starts=SUNDAY)
    shows.made_up_show("Nobody's Show", source_id=9_600_002, seasons=(1,), starts=SUNDAY)
    marks.mark_through(ann, mine.regular[0].id, clock.now())
    groups.follows(groups.hidden_group(ann), followed.show_id, ann)
    path = key(ann)
    found = events(client, path)
    assert {str(one["summary"]) for one in found} == {"Harbour Lights S01E01", "Late Show S01E01"}
    assert [one["dtstart"].params.get("TZID") for one in found] == ["Europe/Berlin"] * 2
    assert [one.decoded("dtstart").hour for one in found] == [21, 21]
    assert "BEGIN:VTIMEZONE" in client.get(path).text
    assert client.get(path).headers["Cache-Control"] == "private, no-cache"


def test_a_muted_show_is_not_in_it(app: Flask, client: FlaskClient) -> None:
    ann = accounts.person("ann")
    show = shows.made_up_show(seasons=(1,), starts=SUNDAY)
    marks.mark_through(ann, show.regular[0].id, clock.now())
    path = key(ann)
    assert len(events(client, path)) == 1
    marks.mute_show(ann, show.show_id, clock.now() + timedelta(days=3), clock.now())
    assert events(client, path) == []


def test_the_same_releases_make_the_same_bytes(app: Flask, client: FlaskClient, clock: SetClock) -> None:
    show = shows.made_up_show(seasons=(2,), starts=SUNDAY)
    path = f"/shows/{show.slug}/calendar.ics"
    mark = client.get(path).headers["ETag"]
    clock.set(clock.instant + timedelta(days=1))
    assert client.get(path, headers={"If-None-Match": mark}).status_code == 304
    groups.put_date(show.regular[1].id, SUNDAY + timedelta(days=20))
    assert client.get(path, headers={"If-None-Match": mark}).status_code == 200


@pytest.mark.parametrize("how_many", [1, 3, 30])
def test_the_cost_is_the_same_whatever_the_size(app: Flask, how_many: int) -> None:
    ann = accounts.person("ann")
    group_id = groups.group(ann)
    for n in range(how_many):
        show_id, _ = groups.show(f"show-{n}", [[SUNDAY]])
        groups.follows(group_id, show_id, ann)
    client = app.test_client()
    for path, wanted in (("/g/binge-club/calendar.ics", 2), (key(ann), 3), ("/shows/show-0/calendar.ics", 1)):
        client.get(path)
        with counting() as seen:
            assert client.get(path).status_code == 200
        assert len(seen) == wanted, path
