"""Importing again: what changes, what never goes away, and what is asked about first."""

from __future__ import annotations

import copy
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from forum.domain.catalogue import Catalogue
from forum.domain.episodes import Episode
from forum.domain.errors import Denied, Invalid
from forum.domain.people import Reader
from forum.domain.releases import State
from forum.infra import clock as clocks
from forum.infra.db import db
from forum.infra.jobs import Outbox
from forum.shows import actions, importing, models, queries
from forum.shows.forms import NoteForm, WindowForm
from forum.shows.importing import ImportRefused, Report, What, WouldUnrelease
from tests.conftest import NOW
from tests.factories.accounts import moderator, person
from tests.factories.shows import (
    NBC,
    ODD,
    OPERATOR,
    REAL,
    SNAPSHOTS,
    catalogue,
    episode_row,
    made_up_rows,
    real_show,
    show_file,
)

Rows = list[dict[str, Any]]
PAST = datetime(2026, 10, 5, 20, tzinfo=UTC)
WEEK = timedelta(days=7)


@pytest.fixture
def rows(app: Flask) -> Rows:
    """Two seasons of three and two, one a week; the last one is long out at NOW."""
    found = made_up_rows((3, 2), PAST, WEEK)
    bring_in(found)
    return found


def bring_in(rows: Rows, **options: Any) -> Report:
    data = show_file("Harbour Lights", 9_500_001, rows)
    return importing.import_show(OPERATOR, data, "harbour-lights.json", clocks.now(), **options)


def told(report: Report) -> list[tuple[str, str]]:
    return [(change.what.value, change.code) for change in report.changes]


def harbour() -> Catalogue:
    return catalogue("harbour-lights")


def at(season: int, number: int) -> Episode:
    episode = harbour().find(season, number)
    assert episode is not None
    return episode


def snapshot(name: str) -> bytes:
    return next(SNAPSHOTS.glob(f"{name}*")).read_bytes()


# -- the recorded snapshots


def test_a_newer_file_over_a_snapshot_adds_a_season(app: Flask) -> None:
    importing.import_show(OPERATOR, snapshot("stranger"), "stranger-things.2022-06.json", NOW)
    before = catalogue("stranger-things")

    real_show("stranger-things")

    after = catalogue("stranger-things")
    assert (len(before.episodes), len(after.episodes)) == (34, 42)
    assert [one.id for one in before.episodes] == [one.id for one in after.episodes][:34]


def test_a_snapshot_over_a_newer_file_deletes_nothing(app: Flask) -> None:
    real_show("stranger-things", windows=True)
    before = catalogue("stranger-things")

    report = importing.import_show(OPERATOR, snapshot("stranger"), "stranger-things.2022-06.json", NOW)

    assert {code for what, code in told(report) if what == "vanished"} == {f"S05E0{n}" for n in range(1, 9)}
    assert [one.id for one in catalogue("stranger-things").episodes] == [one.id for one in before.episodes]
    assert [one.world for one in catalogue("stranger-things").episodes] == [one.world for one in before.episodes]


def test_what_vanished_returns(app: Flask) -> None:
    real_show("stranger-things")
    importing.import_show(OPERATOR, snapshot("stranger"), "stranger-things.2022-06.json", NOW)

    data = (REAL / "stranger-things.json").read_bytes()
    report = importing.import_show(OPERATOR, data, "stranger-things.json", NOW)

    assert {code for what, code in told(report) if what == "returned"} == {f"S05E0{n}" for n in range(1, 9)}


def test_the_finale_of_mr_robot_is_put_back_on_the_day_itself(app: Flask, clock: clocks.SetClock) -> None:
    clock.set(datetime(2015, 8, 27, 6, 30, tzinfo=UTC))  # it would be out by now
    importing.import_show(OPERATOR, snapshot("mr-robot"), "mr-robot.2015-08-25.json", clocks.now())
    data = (REAL / "mr-robot.json").read_bytes()

    with pytest.raises(WouldUnrelease) as refused:
        importing.import_show(OPERATOR, data, "mr-robot.json", clocks.now())
    assert [change.code for change in refused.value.changes] == ["S01E10"]
    assert len(catalogue("mr-robot").episodes) == 10

    report = importing.import_show(OPERATOR, data, "mr-robot.json", clocks.now(), allow_unrelease=True)

    assert told(report)[0] == ("unreleased", "S01E10")
    finale = catalogue("mr-robot").find(1, 10)
    assert finale is not None
    assert finale.world.earliest == datetime(2015, 9, 3, 2, tzinfo=UTC)


def test_a_finale_that_moves_before_its_day_needs_no_leave(app: Flask, clock: clocks.SetClock) -> None:
    clock.set(datetime(2015, 8, 26, tzinfo=UTC))
    importing.import_show(OPERATOR, snapshot("mr-robot"), "mr-robot.2015-08-25.json", clocks.now())

    report = importing.import_show(OPERATOR, (REAL / "mr-robot.json").read_bytes(), "mr-robot.json", clocks.now())

    assert ("moved", "S01E10") in told(report)


# -- single changes


def test_the_same_rows_change_nothing_and_announce_nothing(rows: Rows) -> None:
    before, announced = harbour().version, len(db.session.scalars(select(Outbox)).all())

    report = bring_in(copy.deepcopy(rows))

    assert report.is_empty
    assert harbour().version == before
    assert len(db.session.scalars(select(Outbox)).all()) == announced


def test_each_change_is_told_in_its_kind(rows: Rows) -> None:
    rows[0]["name"] = "A better title"
    rows[1]["airstamp"] = (PAST + WEEK + timedelta(hours=1)).isoformat()
    rows[1]["airtime"] = "21:00"
    rows[2]["runtime"] = 70
    rows.append(episode_row(77, 2, 3, NOW + WEEK))

    report = bring_in(rows)

    assert told(report) == [("moved", "S01E02"), ("renamed", "S01E01"), ("changed", "S01E03"), ("added", "S02E03")]
    assert report.counts == {"moved": 1, "renamed": 1, "changed": 1, "added": 1}
    moved = report.changes[0]
    assert (moved.before, moved.after) == ("2026-10-12 20:00 UTC", "2026-10-12 21:00 UTC")


def test_an_import_leaves_an_audit_row_and_an_announcement(rows: Rows) -> None:
    record = db.session.scalars(select(models.ImportRecord)).one()
    announced = db.session.scalars(select(Outbox).where(Outbox.name == "episode.changed")).one()

    assert (record.kind, record.file_name, record.counts) == ("show", "harbour-lights.json", {"added": 5})
    assert announced.payload == {"show_id": harbour().show_id}


def test_placeholders_give_way_and_never_come_back(app: Flask) -> None:
    bring_in([episode_row(1, 1, 1, NOW + WEEK, "TBA")])

    named = bring_in([episode_row(1, 1, 1, NOW + WEEK, "The Lighthouse")])
    again = bring_in([episode_row(1, 1, 1, NOW + WEEK, "TBA")])

    assert told(named) == [("changed", "S01E01")]
    assert again.is_empty
    assert at(1, 1).name == "The Lighthouse"


def test_an_empty_list_takes_nothing_away(rows: Rows) -> None:
    report = bring_in([])

    assert report.is_empty
    assert [note.code for note in report.notes] == ["no-episodes"]
    assert len(harbour().episodes) == 5


def test_a_row_that_cannot_be_read_is_not_a_row_that_is_gone(rows: Rows) -> None:
    rows[4]["airdate"] = "soon"

    report = bring_in(rows, skip_bad=True)

    assert told(report) == []
    assert [fault.code for fault in report.skipped] == ["not-a-date"]


def test_a_number_used_again_after_its_episode_vanished_is_noted(rows: Rows) -> None:
    rows[4]["id"] = 500

    report = bring_in(rows)

    assert told(report) == [("vanished", "S02E02"), ("added", "S02E02")]
    assert [(note.code, note.place) for note in report.notes] == [("number-shared", "S02E02")]


# -- releases that step back


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


# -- scopes never shrink


def test_a_scope_keeps_what_it_covered_when_numbers_change(rows: Rows) -> None:
    third, first_of_two = at(1, 3).id, at(2, 1).id
    covered = harbour().up_to(first_of_two)
    rows[2]["season"], rows[2]["number"] = 3, 1

    report = bring_in(rows)

    assert told(report) == [("renumbered", "S01E03")]
    assert third in covered
    assert harbour().up_to(first_of_two) == covered
    assert harbour().code(third) == "S03E01"


def test_swapped_numbers_follow_the_ids(rows: Rows) -> None:
    first, second = at(1, 1).id, at(1, 2).id
    rows[0]["number"], rows[1]["number"] = 2, 1

    bring_in(rows)

    assert (harbour().code(first), harbour().code(second)) == ("S01E02", "S01E01")
    assert harbour().up_to(first) == {first, second}


def test_an_episode_that_becomes_a_special_stays_in_old_scopes(rows: Rows) -> None:
    third, last = at(1, 3).id, at(2, 2).id
    rows[2]["number"], rows[2]["type"] = None, "significant_special"

    bring_in(rows)

    special = harbour().episode(third)
    assert special is not None
    assert special.is_special
    assert third in harbour().up_to(last)


def test_a_new_special_between_two_episodes_moves_nothing(rows: Rows) -> None:
    last = at(2, 2).id
    covered = harbour().up_to(last)

    bring_in([*rows, episode_row(90, 1, None, PAST + WEEK + timedelta(days=2), "A Holiday")])

    assert harbour().up_to(last) == covered
    assert [one.name for one in harbour().episodes][2] == "A Holiday"


# -- shows and their names


def test_two_shows_of_one_name_are_told_apart(app: Flask) -> None:
    for source_id, year in ((9_500_001, "1963"), (9_500_002, "2005"), (9_500_003, "2005")):
        data = show_file("The Doctor", source_id, [], premiered=f"{year}-01-01")
        importing.import_show(OPERATOR, data, "x.json", NOW)

    slugs = db.session.scalars(select(models.Show.slug).order_by(models.Show.id)).all()

    assert slugs == ["the-doctor", "the-doctor-2005", "the-doctor-9500003"]
    assert queries.show_names().by_name("The Doctor") is None
    found = queries.show_names().by_name("the-doctor-2005")
    assert found is not None
    assert found.slug == "the-doctor-2005"


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Import", "import-9500001"),
        ("話", "show-9500001"),
        ("Law & Order: 9/11", "law-and-order-9-11"),
        ("Café", "cafe"),
    ],
)
def test_slugs_are_plain_and_never_an_address_of_ours(app: Flask, name: str, slug: str) -> None:
    assert importing.import_show(OPERATOR, show_file(name, 9_500_001, []), "x.json", NOW).slug == slug


def test_a_show_that_is_renamed_keeps_its_address(rows: Rows) -> None:
    data = show_file("Harbour Nights", 9_500_001, rows)

    report = importing.import_show(OPERATOR, data, "x.json", NOW)

    assert (report.slug, report.show) == ("harbour-lights", "Harbour Nights")
    assert queries.show_names().by_name("harbour nights") is not None


def test_a_bare_list_goes_into_the_show_that_is_named(rows: Rows) -> None:
    data = (ODD / "22-bare-episode-list.json").read_bytes()

    report = importing.import_show(OPERATOR, data, "22.json", NOW, into="harbour-lights")

    assert {code for what, code in told(report) if what == "added"} == {"S01E01", "S01E02"}
    with pytest.raises(ImportRefused):
        importing.import_show(OPERATOR, data, "22.json", NOW, into="nothing")


# -- nothing half-imported, nobody else


def stored() -> tuple[int, int]:
    return db.session.query(models.Show).count(), db.session.query(models.Episode).count()


@pytest.mark.parametrize("skip_bad", [False, True])
def test_odd_files_go_in_whole_or_not_at_all(app: Flask, skip_bad: bool) -> None:
    taken = set()
    for path in sorted(ODD.glob("*.json")):
        shows, episodes = stored()
        try:
            report = importing.import_show(OPERATOR, path.read_bytes(), path.name, NOW, skip_bad=skip_bad)
        except ImportRefused:
            assert stored() == (shows, episodes), path.name
            continue
        taken.add(path.name[:2])
        assert stored() == (shows + 1, episodes + report.counts.get("added", 0)), path.name
        assert importing.import_show(OPERATOR, path.read_bytes(), path.name, NOW, skip_bad=skip_bad).is_empty

    whole = {"03", "05", "06", "12", "14", "15", "16", "23", "24", "27"}
    assert taken == (whole | {"01", "04", "07", "08", "10", "11", "13", "28"} if skip_bad else whole)


def test_only_administrators_import(app: Flask) -> None:
    data = show_file("x", 9_500_001, [])
    for actor in (Reader.stranger(), person(), moderator()):
        with pytest.raises(Denied):
            importing.import_show(actor, data, "x.json", NOW)
        with pytest.raises(Denied):
            importing.import_windows(actor, data, "x.json", NOW)
        with pytest.raises(Denied):
            importing.import_show(actor, b"not even JSON", "x.json", NOW)


def test_notes_of_a_file_are_checked(rows: Rows) -> None:
    for data, place in (
        (b'{"notes": [{"show": "nothing", "topic": "suicide", "why": "x"}]}', "notes[0].show"),
        (b'{"notes": [{"show": "harbour-lights", "topic": "boredom", "why": "x"}]}', "notes[0].topic"),
        (
            b'{"notes": [{"show": "harbour-lights", "season": 9, "episode": 9, "topic": "suicide", "why": "x"}]}',
            "notes[0].episode",
        ),
        (b'{"notes": 7}', "notes"),
        (b'{"notes": [7]}', "notes[0]"),
    ):
        with pytest.raises(ImportRefused) as refused:
            importing.import_notes(OPERATOR, data, "notes.json", NOW)
        assert [fault.place for fault in refused.value.faults] == [place]


def test_a_note_twice_is_one_note_and_a_note_of_another_show_is_missing(rows: Rows) -> None:
    staff, show_id = moderator(), harbour().show_id
    form = NoteForm.read({"topic": "bullying", "season": "2", "why": "a storyline"})

    assert actions.note_content(staff, show_id, form, NOW) == actions.note_content(staff, show_id, form, NOW)
    assert harbour().topics_of(None, 2) == {"bullying"}
    assert harbour().topics_of(None, 1) == frozenset()
    assert harbour().topics_of(at(2, 1).id) == {"bullying"}
