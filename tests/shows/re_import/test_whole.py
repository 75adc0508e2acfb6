"""Nothing is imported by halves, nor by anybody else."""

from __future__ import annotations

import pytest
from flask import Flask

from forum.domain.errors import Denied
from forum.domain.people import Reader
from forum.infra.db import db
from forum.shows import actions, importing, models
from forum.shows.forms import NoteForm
from forum.shows.importing import ImportRefused
from tests.conftest import NOW
from tests.factories.accounts import moderator, person
from tests.factories.shows import ODD, OPERATOR, show_file
from tests.shows.re_import.hands import Rows, at, harbour


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
