"""Episodes split into two and two made one, and places that follow episodes whatever their numbers."""

from __future__ import annotations

import json

import pytest

from forum.domain.gates import Gate, GateKind
from forum.domain.people import Reader
from forum.domain.progress import Progress
from forum.domain.spoilers import Outcome
from forum.infra.db import db
from forum.shows import actions, importing
from forum.shows.models import ProgressMark
from forum.shows.queries import clearance
from forum.shows.queries.clearances import progress_of
from tests.conftest import NOW
from tests.factories.accounts import person
from tests.factories.shows import OPERATOR
from tests.shows.re_import.hands import Rows, at, bring_in, harbour, told
from tests.shows.re_import.versions import merge, split


def outcome(reader: Reader, episode_id: int) -> Outcome:
    """What this reader gets of a text about this episode."""
    show_id = harbour().show_id
    gate = Gate(GateKind.THROUGH, show_id, episode_id, "episode")
    return clearance(reader, [show_id], NOW).decide(gate, NOW).outcome


def place(reader: Reader) -> Progress:
    db.session.expire_all()
    return progress_of(db.session.query(ProgressMark).filter_by(person_id=reader.id).one())


def test_an_episode_split_in_two_keeps_its_texts_with_its_first_half(rows: Rows) -> None:
    second, third, last = at(1, 2).id, at(1, 3).id, at(2, 2).id
    ann = person("ann")
    actions.mark_through(ann, second, NOW)
    split(rows, rows[1], 70)

    report = bring_in(rows)

    assert told(report) == [("renumbered", "S01E03"), ("added", "S01E03")]
    assert (harbour().code(second), harbour().code(third)) == ("S01E02", "S01E04")
    half = at(1, 3).id
    assert harbour().up_to(third) == {at(1, 1).id, second, half, third}
    assert {outcome(ann, one) for one in (at(1, 1).id, second)} == {Outcome.SHOWN}
    assert {outcome(ann, one) for one in (half, third, last)} == {Outcome.CLICK}
    assert place(ann) == Progress(through_id=second)


def test_who_is_past_a_split_episode_has_seen_both_halves(rows: Rows) -> None:
    third, ann = at(1, 3).id, person("ann")
    actions.mark_through(ann, third, NOW)
    split(rows, rows[1], 70)

    bring_in(rows)

    assert {outcome(ann, one) for one in (at(1, 2).id, at(1, 3).id, third)} == {Outcome.SHOWN}
    assert outcome(ann, at(2, 1).id) is Outcome.CLICK


def test_the_first_half_may_get_the_new_id(rows: Rows) -> None:
    """Fails when who had not begun the episode gets its second half because of a number."""
    second, ann = at(1, 2).id, person("ann")
    actions.mark_through(ann, at(1, 1).id, NOW)
    split(rows, rows[1], 70)
    rows[1]["number"], rows[-1]["number"] = 3, 2

    bring_in(rows)

    assert harbour().code(second) == "S01E03"
    assert outcome(ann, at(1, 2).id) is Outcome.CLICK
    assert outcome(ann, second) is Outcome.CLICK


def test_two_episodes_merged_into_one_keep_the_texts_of_both(rows: Rows) -> None:
    second, third, last = at(1, 2).id, at(1, 3).id, at(2, 2).id
    covered, ann = harbour().up_to(last), person("ann")
    actions.mark_through(ann, second, NOW)
    merge(rows, rows[1])

    report = bring_in(rows)

    assert told(report) == [("vanished", "S01E03")]
    assert harbour().episode(third) is not None
    assert harbour().up_to(last) == covered
    assert (outcome(ann, second), outcome(ann, third)) == (Outcome.SHOWN, Outcome.CLICK)
    assert place(ann) == Progress(through_id=second)


def test_a_merged_episode_and_those_that_move_up_open_nothing(rows: Rows) -> None:
    """The second of three goes into the first, and the third takes its number."""
    first, second, third = at(1, 1).id, at(1, 2).id, at(1, 3).id
    ann = person("ann")
    actions.mark_through(ann, second, NOW)
    merge(rows, rows[0])

    report = bring_in(rows)

    assert told(report) == [("vanished", "S01E02"), ("renumbered", "S01E03")]
    assert harbour().code(third) == "S01E02"
    assert [outcome(ann, one) for one in (first, second, third)] == [Outcome.SHOWN, Outcome.SHOWN, Outcome.CLICK]


def test_a_split_and_a_merge_taken_back_leave_everything_where_it_was(rows: Rows) -> None:
    ann = person("ann")
    actions.mark_through(ann, at(1, 2).id, NOW)
    before = {one.id: (harbour().code(one.id), outcome(ann, one.id)) for one in harbour().episodes}
    other = [dict(row) for row in rows]
    split(other, other[0], 70)
    merge(other, other[1])

    bring_in(other)
    bring_in(rows)

    assert {one: (harbour().code(one), outcome(ann, one)) for one in before} == before


# -- pointers


def test_a_pointer_that_would_pass_other_episodes_becomes_ticks(rows: Rows) -> None:
    """Fails when "seen up to S01E02" opens what was S02E02 once that number is given to another night."""
    ann, first, second, last = person("ann"), at(1, 1).id, at(1, 2).id, at(2, 2).id
    actions.mark_through(ann, second, NOW)
    for key in ("season", "number"):
        rows[1][key], rows[4][key] = rows[4][key], rows[1][key]

    bring_in(rows)

    assert place(ann) == Progress(ticked=frozenset({first, second}))
    assert outcome(ann, last) is Outcome.CLICK


def test_so_does_the_pointer_of_the_step_that_may_be_taken_back(rows: Rows) -> None:
    ann, first, second, last = person("ann"), at(1, 1).id, at(1, 2).id, at(2, 2).id
    actions.mark_through(ann, second, NOW)
    actions.mark_through(ann, first, NOW)
    for key in ("season", "number"):
        rows[1][key], rows[4][key] = rows[4][key], rows[1][key]
    bring_in(rows)

    actions.undo_step(ann, harbour().show_id, NOW)

    assert place(ann) == Progress(ticked=frozenset({first, second}))
    assert outcome(ann, last) is Outcome.CLICK


def test_a_rewatch_as_new_steps_back_as_far_as_it_must(rows: Rows) -> None:
    ann, first, third, last = person("ann"), at(1, 1).id, at(1, 3).id, at(2, 2).id
    actions.mark_through(ann, last, NOW)
    actions.start_rewatch(ann, third, NOW, as_new=True)
    rows[4].update(season=1, number=2)
    rows[1].update(season=2, number=2)

    bring_in(rows)

    assert place(ann).rewatch_id == first
    assert {outcome(ann, one.id) for one in harbour().episodes if one.id != first} == {Outcome.CLICK}


def discs(source_ids: list[int]) -> None:
    """Import this order of the discs."""
    listed = [
        {"id": 800 + at, "season": 1, "number": at, "name": "x", "_embedded": {"episodes": [{"id": one}]}}
        for at, one in enumerate(source_ids, 1)
    ]
    kind = {"id": 7, "dvd_release": True}
    data = {"show": {"id": 9_500_001, "name": "Harbour Lights"}, "list": kind, "alternateepisodes": listed}
    importing.import_show(OPERATOR, json.dumps(data).encode(), "discs.json", NOW)


@pytest.mark.parametrize("is_same", [False, True], ids=["changed", "the same"])
def test_another_order_that_changes_moves_nobody(rows: Rows, is_same: bool) -> None:
    """Fails when a new list of the discs opens what somebody who follows the old one has not reached."""
    ids, ann = [one.id for one in harbour().regular], person("ann")
    discs([1, 2, 3, 4, 5])
    (order,) = harbour().orders
    actions.mark_through(ann, ids[1], NOW, order=order)

    discs([1, 2, 3, 4, 5] if is_same else [5, 1, 2, 3, 4])

    stays = Progress(through_id=ids[1], order=order)
    assert place(ann) == (stays if is_same else Progress(ticked=frozenset(ids[:2])))
    assert [outcome(ann, one) for one in (ids[0], ids[4])] == [Outcome.SHOWN, Outcome.CLICK]
