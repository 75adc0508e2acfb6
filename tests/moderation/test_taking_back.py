"""What taking a decision back restores, and what it leaves to others."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from forum.domain.errors import Conflict
from forum.domain.flags import CaseState, NoSuchStep
from forum.domain.replaying import Told, replayed
from forum.infra.db import db
from forum.infra.jobs import drain
from forum.moderation import actions
from forum.moderation.actions.records import count_seal
from forum.moderation.desk_models import CaseRound
from forum.moderation.forms import AppealForm, DecideForm, FlagForm, ReverseForm
from forum.moderation.models import CaseDecision, LedgerEntry
from forum.moderation.queries.chain import ledger_fault
from forum.moderation.records import DecisionReversal, FlagRecord
from forum.posts.actions.holding import CARE, hold_post, release_post
from tests.factories import accounts, posts
from tests.moderation.conftest import Court, case

SORRY = ReverseForm.read({"reason": "I was wrong."})
PLEASE = AppealForm.read({"words": "It was a quotation."})


def three(court: Court) -> tuple[list[int], list[int]]:
    """Posts by one author, and their cases."""
    texts = [posts.post(court.ann, court.thread_id, f"Rude {n}") for n in range(3)]
    return texts, [court.flag(court.ben, post_id=one) for one in texts]


def reached(first: int) -> list[CaseDecision]:
    return list(db.session.scalars(select(CaseDecision).where(CaseDecision.with_id == first).order_by(CaseDecision.id)))


def test_one_click_takes_back_all_that_was_decided_at_once(court: Court) -> None:
    texts, numbers = three(court)
    first = court.decide(court.mona, numbers[0], "remove", rule=1, extent="author-here")
    assert [posts.row(one).stands for one in texts] == [False, False, False]
    actions.undo_decision(court.mona, first, court.now)
    assert [posts.row(one).stands for one in texts] == [True, True, True]
    assert [case(one).state for one in numbers] == ["reopened"] * 3
    assert db.session.get_one(FlagRecord, court.ben.id).agreed == 0
    undone = db.session.scalars(select(LedgerEntry.what).order_by(LedgerEntry.id)).all()
    assert list(undone) == ["remove"] * 3 + ["undone"] * 3
    assert ledger_fault() == ""


def test_what_is_appealed_or_taken_back_already_is_left_alone(court: Court) -> None:
    texts, numbers = three(court)
    first = court.decide(court.mona, numbers[0], "remove", rule=1, extent="author-here")
    second, third = reached(first)
    actions.reverse_decision(court.max, second.id, SORRY, court.now)
    actions.appeal(court.ann, third.id, PLEASE, court.now)
    actions.undo_decision(court.mona, first, court.now)
    assert [posts.row(one).stands for one in texts] == [True, True, False]
    assert [case(one).state for one in numbers] == ["reopened", "reversed", "decided"]
    why = db.session.scalars(select(DecisionReversal.why).order_by(DecisionReversal.id)).all()
    assert list(why) == ["reverse", "undo"]


def test_undoing_one_of_many_leaves_the_others(court: Court) -> None:
    texts, numbers = three(court)
    first = court.decide(court.mona, numbers[0], "remove", rule=1, extent="author-here")
    actions.undo_decision(court.mona, reached(first)[0].id, court.now)
    assert [posts.row(one).stands for one in texts] == [False, True, False]


def test_an_undone_case_waits_anew_in_its_old_place(court: Court) -> None:
    number = court.flag(court.ben)
    drain(court.now)
    placed = case(number).place_at
    decision = court.decide(court.mona, number)
    drain(court.now)
    later = court.now + timedelta(minutes=5)
    actions.undo_decision(court.mona, decision, later)
    drain(later)
    assert (case(number).opened_at, case(number).place_at) == (later, placed)
    rounds = db.session.scalars(select(CaseRound).where(CaseRound.case_id == number).order_by(CaseRound.opened_at))
    assert [(one.opened_at, one.decision_id) for one in rounds] == [(court.now, decision), (later, None)]


def test_what_the_care_team_holds_is_not_shown_by_a_reversal(court: Court) -> None:
    decision = court.decide(court.mona, court.flag(court.ben), "hide", rule=1)
    hold_post(court.post_id, CARE)
    actions.reverse_decision(court.max, decision, SORRY, court.now)
    assert posts.row(court.post_id).held is not None
    assert release_post(court.post_id, CARE) is True
    assert posts.row(court.post_id).held is None


def test_what_moderators_hid_is_not_shown_by_the_care_team(court: Court) -> None:
    hold_post(court.post_id, CARE)
    decision = court.decide(court.mona, court.flag(court.ben), "hide", rule=1)
    assert release_post(court.post_id, CARE) is False
    assert posts.row(court.post_id).held is not None
    actions.undo_decision(court.mona, decision, court.now)
    assert posts.row(court.post_id).held is None


def test_a_count_taken_back_is_never_less_than_nothing(court: Court) -> None:
    from forum.infra.db import transaction

    with transaction():
        for by in (1, -1, -1):
            count_seal(court.ben.id or 0, right=True, by=by)
    assert db.session.get_one(FlagRecord, court.ben.id).sealed_right == 0


def test_an_older_decision_that_is_taken_back_leaves_the_later_one(court: Court) -> None:
    number = court.flag(court.ben)
    first = court.decide(court.mona, number)
    later = court.now + timedelta(minutes=1)
    actions.raise_flag(court.cleo, court.post_id, FlagForm.read({"reason": "hate"}), later)
    form = DecideForm.read({"version": case(number).version, "outcome": "remove", "rule": 1, "reason": "Because."})
    actions.decide_case(court.max, number, form, later)
    actions.reverse_decision(court.max, first, SORRY, later)
    assert (case(number).state, posts.row(court.post_id).stands) == ("decided", False)
    assert replayed(told(number)) == {number: CaseState.DECIDED}


def test_a_case_whose_decision_was_taken_back_is_not_decided_again_by_itself(court: Court) -> None:
    number = court.flag(court.ben)
    actions.reverse_decision(court.max, court.decide(court.mona, number), SORRY, court.now)
    for verb in (lambda: court.decide(court.max, number), lambda: actions.claim_case(court.max, number, court.now)):
        with pytest.raises(Conflict) as fault:
            verb()
        assert fault.value.code == "case-reversed"
    page = accounts.signed_in(court.app, court.max).get(f"/mod/cases/{number}").text
    assert 'name="outcome"' not in page
    assert replayed(told(number)) == {number: CaseState.REVERSED}


def test_the_ledger_cannot_tell_of_what_cannot_be() -> None:
    with pytest.raises(NoSuchStep):
        replayed([Told(1, "dismiss", 1), Told(1, "remove", 2)])
    with pytest.raises(NoSuchStep):
        replayed([Told(1, "undone", 1)])


def told(number: int) -> list[Told]:
    lines = db.session.scalars(select(LedgerEntry).where(LedgerEntry.case_id == number).order_by(LedgerEntry.id))
    return [Told(number, line.what, line.decision_id) for line in lines]
