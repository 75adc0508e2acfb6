"""What was out goes into the future only where that is meant."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from flask import Flask
from sqlalchemy import select

from forum.domain.errors import Invalid
from forum.domain.releases import State
from forum.infra import clock as clocks
from forum.infra.db import db
from forum.shows import actions, importing, models
from forum.shows.forms import WindowForm
from forum.shows.importing import ImportRefused, What, WouldUnrelease
from tests.conftest import NOW
from tests.factories.accounts import moderator
from tests.factories.shows import NBC, OPERATOR, episode_row, show_file
from tests.shows.re_import.hands import PAST, WEEK, Rows, at, bring_in, harbour, told


def test_a_slip_in_the_source_does_not_take_a_release_back(rows: Rows) -> None:
    rows[0]["airdate"] = "2062-10-05"
    rows[0]["airstamp"] = "2062-10-05T20:00:00+00:00"
    rows[1]["name"] = "Not imported either"

    with pytest.raises(WouldUnrelease):
        bring_in(rows)

    assert at(1, 1).world.state(NOW) is State.RELEASED
    assert at(1, 2).name == "Part 2"


def test_a_date_taken_back_leaves_what_was_out(rows: Rows) -> None:
    rows[0].update(airdate="", airtime="", airstamp=None)

    report = bring_in(rows)

    assert told(report) == [("withdrawn", "S01E01")]
    assert at(1, 1).withdrawn
    assert at(1, 1).world.state(NOW) is State.RELEASED
    assert bring_in(rows).is_empty


def test_a_future_date_taken_back_is_no_date_until_a_new_one(app: Flask) -> None:
    bring_in([episode_row(1, 1, 1, NOW + WEEK)])

    bring_in([episode_row(1, 1, 1, None)])
    assert at(1, 1).world.earliest is None
    assert at(1, 1).withdrawn

    report = bring_in([episode_row(1, 1, 1, NOW + 2 * WEEK)])
    assert [(change.what, change.before) for change in report.changes] == [(What.MOVED, "")]
    assert at(1, 1).world.earliest == NOW + 2 * WEEK
    assert not at(1, 1).withdrawn


def test_a_broadcast_broken_off_keeps_rolling(app: Flask, clock: clocks.SetClock) -> None:
    on_air = datetime(2026, 11, 22, 11, 30, tzinfo=UTC)

    def bring(at_instant: datetime | None) -> None:
        data = show_file("Harbour Lights", 9_500_001, [episode_row(1, 1, 1, at_instant)], channel=NBC)
        importing.import_show(OPERATOR, data, "harbour-lights.json", clocks.now())

    bring(on_air)
    bring(None)

    assert at(1, 1).world.state(NOW) is State.ROLLING
    assert at(1, 1).world.state(NOW + 52 * WEEK) is State.ROLLING


def test_a_stated_release_outlives_a_date_taken_back(rows: Rows) -> None:
    stated = WindowForm.read(
        {"scope": "S02E02", "on": "2026-12-01", "why": "announced by the channel", "confirm": True}
    )
    actions.set_window(moderator(), harbour().show_id, stated, NOW)
    rows[4].update(airdate="", airtime="", airstamp=None)

    bring_in(rows)

    assert at(2, 2).world.day == date(2026, 12, 1)
    assert not at(2, 2).withdrawn


def test_a_moderator_puts_a_release_back_when_that_is_meant(rows: Rows) -> None:
    stated = {"scope": "S02E02", "on": "2027-03-01", "why": "postponed"}
    with pytest.raises(Invalid) as asked:
        actions.set_window(moderator(), harbour().show_id, WindowForm.read(stated), NOW)
    assert asked.value.errors == {"confirm": ("would-unrelease",)}
    assert at(2, 2).world.state(NOW) is State.RELEASED

    meant = WindowForm.read({**stated, "confirm": True})
    assert actions.set_window(moderator("mark"), harbour().show_id, meant, NOW) == 1
    assert at(2, 2).world.state(NOW) is State.UNRELEASED


def test_windows_of_a_file_that_would_unrelease_ask_first(rows: Rows) -> None:
    data = b'{"windows": [{"show": "harbour-lights", "scope": "S01", "territory": "*", "local_date": "2030-01-01"}]}'

    with pytest.raises(WouldUnrelease) as refused:
        importing.import_windows(OPERATOR, data, "w.json", NOW)
    assert [change.code for change in refused.value.changes] == ["S01E01", "S01E02", "S01E03"]
    assert at(1, 1).world.state(NOW) is State.RELEASED

    importing.import_windows(OPERATOR, data, "w.json", NOW, allow_unrelease=True)
    assert at(1, 1).world.state(NOW) is State.UNRELEASED


def test_a_window_gives_way_to_a_newer_one_and_both_stay_in_the_table(rows: Rows) -> None:
    show_id, staff = harbour().show_id, moderator()
    for on in ("2026-11-01", "2026-11-02", "2026-11-02"):
        actions.set_window(staff, show_id, WindowForm.read({"scope": "S02E01", "on": on, "why": "x"}), NOW)

    kept = db.session.scalars(select(models.ReleaseWindow).order_by(models.ReleaseWindow.id)).all()

    assert [(str(one.on), one.withdrawn_at is None) for one in kept] == [("2026-11-01", False), ("2026-11-02", True)]
    assert {one.set_by_id for one in kept} == {staff.id}
    assert kept[0].withdrawn_by_id == staff.id

    actions.withdraw_window(staff, kept[1].id, NOW)
    assert at(2, 1).world.earliest == PAST + 3 * WEEK


def test_windows_of_unknown_shows_and_episodes_are_refused_as_a_whole(rows: Rows) -> None:
    data = (
        b'{"windows": [{"show": "harbour-lights", "scope": "S02", "territory": "GB", "local_date": "2026-12-01"},'
        b'{"show": "nothing", "scope": "S01", "territory": "*", "local_date": "2020-01-01"},'
        b'{"show": "harbour-lights", "scope": "S09", "territory": "*", "local_date": "2020-01-01"},'
        b'{"show": "harbour-lights", "scope": "soon", "territory": "*", "local_date": "2020-01-01"}]}'
    )

    with pytest.raises(ImportRefused) as refused:
        importing.import_windows(OPERATOR, data, "w.json", NOW)
    assert [(fault.place, fault.code) for fault in refused.value.faults] == [
        ("windows[1].show", "unknown-show"),
        ("windows[2].scope", "unknown-episode"),
        ("windows[3].scope", "unreadable-scope"),
    ]
    assert at(2, 1).regional == {}

    reports = importing.import_windows(OPERATOR, data, "w.json", NOW, skip_bad=True)
    assert [len(report.changes) for report in reports] == [2, 0]
    assert at(2, 1).regional["GB"].day == date(2026, 12, 1)
