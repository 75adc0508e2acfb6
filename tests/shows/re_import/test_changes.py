"""Single changes: what is told, and what is not taken for one."""

from __future__ import annotations

import copy
from datetime import timedelta

from flask import Flask
from sqlalchemy import select

from forum.infra.db import db
from forum.infra.jobs import Outbox
from forum.shows import models
from tests.conftest import NOW
from tests.factories.shows import episode_row
from tests.shows.re_import.hands import PAST, WEEK, Rows, at, bring_in, harbour, told


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
