"""What decisions do and how they are taken back: every action has an inverse."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from forum.domain.errors import Conflict, Invalid
from forum.domain.flags import UNDO_WITHIN
from forum.infra.db import db
from forum.moderation import actions
from forum.moderation.actions.records import count_seal
from forum.moderation.models import CaseDecision, Flag
from forum.moderation.queries.chain import ledger_fault
from forum.moderation.records import DecisionReversal, FlagRecord
from forum.posts.actions.tending import unseal_post
from tests.factories import posts
from tests.moderation.conftest import Court, case
from tests.moderation.hearing import PLEASE, SCOPE, SORRY, answer, elsewhere, letters, lines, record, state_of


@pytest.mark.parametrize("way", ["undo", "reverse", "appeal"])
@pytest.mark.parametrize(
    ("outcome", "more"),
    [
        ("advise", {}),
        ("seal", {"scope": SCOPE}),
        ("remove", {"rule": 1}),
        ("hide", {"rule": 1}),
        ("lock", {}),
        ("retitle", {"title": "All kinds of things"}),
        ("move", {"thread": 0}),
        ("split", {"title": "A word of its own"}),
        ("merge", {"thread": 0}),
    ],
)
def test_every_outcome_has_its_inverse(court: Court, outcome: str, more: dict[str, object], way: str) -> None:
    posts.post(court.ben, court.thread_id, "And more.")
    reported = (
        posts.post(court.ann, court.thread_id, "The last word.") if outcome in ("move", "split") else court.post_id
    )
    if outcome in ("move", "merge"):
        more = {"thread": elsewhere(court)}
    before, stood = state_of(court), posts.row(reported).thread_id
    decision = court.decide(court.mona, court.flag(court.ben, post_id=reported), outcome, **more)
    if outcome not in ("advise", "move"):
        assert state_of(court) != before
    if way == "undo":
        actions.undo_decision(court.mona, decision, court.now)
    elif way == "reverse":
        actions.reverse_decision(court.max, decision, SORRY, court.now + timedelta(days=400))
    else:
        answer(court.max, actions.appeal(court.ann, decision, PLEASE, court.now), "overturned", court)
    assert state_of(court) == before
    assert posts.row(reported).thread_id == stood
    assert db.session.scalars(select(DecisionReversal)).one().restored is True
    assert ledger_fault() == ""


def test_what_changed_since_is_left_alone(court: Court) -> None:
    decision = court.decide(court.mona, court.spoiler(court.ben), "seal", scope=SCOPE)
    unseal_post(court.max, court.post_id, "Seen it.", court.now)
    actions.reverse_decision(court.max, decision, SORRY, court.now)
    assert db.session.scalars(select(DecisionReversal)).one().restored is False


def test_the_seal_before_comes_back(court: Court) -> None:
    number = court.spoiler(court.ben)
    court.decide(court.mona, number, "seal", scope=SCOPE)
    sealed = posts.row(court.post_id).seal
    court.spoiler(court.cleo)
    second = court.decide(court.mona, number, "seal", scope="harbour-lights S01E03")
    assert posts.row(court.post_id).seal != sealed
    actions.undo_decision(court.mona, second, court.now)
    assert posts.row(court.post_id).seal == sealed


def test_undo_is_one_click_for_ten_minutes_by_whoever_decided(court: Court) -> None:
    number = court.flag(court.ben)
    decision = court.decide(court.mona, number, "remove", rule=1)
    for who, when in ((court.max, court.now), (court.mona, court.now + UNDO_WITHIN)):
        with pytest.raises(Conflict) as fault:
            actions.undo_decision(who, decision, when)
        assert fault.value.code == "too-late"
    assert actions.undo_decision(court.mona, decision, court.now + UNDO_WITHIN - timedelta(seconds=1)) == number
    assert (case(number).state, record(court.ben)) == ("reopened", (0, 0))
    assert db.session.scalars(select(Flag.decision_id)).all() == [None]
    with pytest.raises(Conflict) as fault:
        actions.reverse_decision(court.max, decision, SORRY, court.now)
    assert fault.value.code == "already-reversed"
    again = court.decide(court.mona, number, "dismiss")
    assert letters(again) == {court.ben.id: "flagger"}
    assert lines() == ["remove", "undone", "dismiss"]


def test_a_reversed_case_rests_until_somebody_reports_again(court: Court) -> None:
    number = court.flag(court.ben)
    decision = court.decide(court.mona, number, "remove", rule=1)
    actions.reverse_decision(court.max, decision, SORRY, court.now)
    assert (case(number).state, record(court.ben)) == ("reversed", (0, 0))
    assert letters(decision, "reversal") == {court.ann.id: "author", court.ben.id: "flagger"}
    court.flag(court.cleo)
    assert case(number).state == "reopened"


def test_who_is_told_and_once(court: Court) -> None:
    number = court.flag(court.ben)
    first = court.decide(court.mona, number)
    assert letters(first) == {court.ben.id: "flagger"}
    court.flag(court.cleo)
    second = court.decide(court.mona, number, "remove", rule=1)
    assert letters(second) == {court.cleo.id: "flagger", court.ann.id: "author"}
    assert (record(court.ben), record(court.cleo)) == ((0, 1), (1, 0))


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"outcome": "split"}, "title"),
        ({"outcome": "merge"}, "thread"),
        ({"outcome": "merge", "thread": 9999}, "thread"),
        ({"outcome": "advise", "sanction": "mute", "rule": 1}, "hours"),
        ({"outcome": "advise", "sanction": "mute", "hours": 0, "rule": 1}, "hours"),
        ({"outcome": "advise", "sanction": "mute", "hours": 24}, "rule"),
        ({"outcome": "retitle"}, "title"),
        ({"outcome": "move"}, "thread"),
        ({"outcome": "lock", "extent": "thread"}, "extent"),
        ({"outcome": "move", "thread": 9999}, "thread"),
    ],
)
def test_what_does_not_fit_is_refused_and_changes_nothing(court: Court, values: dict[str, object], field: str) -> None:
    number = court.flag(court.ben, post_id=posts.post(court.ann, court.thread_id, "More."))
    with pytest.raises(Invalid) as fault:
        court.decide(court.mona, number, **values)
    assert field in fault.value.errors
    assert (case(number).state, db.session.scalars(select(CaseDecision)).all()) == ("open", [])


def test_seals_of_readers_are_counted(court: Court) -> None:
    from forum.infra.db import transaction

    with transaction():
        for right in (True, True, False):
            count_seal(court.ben.id or 0, right=right)
    row = db.session.get_one(FlagRecord, court.ben.id)
    assert (row.sealed_right, row.sealed_wrong) == (2, 1)
