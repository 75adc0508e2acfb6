"""Decisions, their reversals and appeals at the same moment, each on a connection of its own."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask
from sqlalchemy import func, select

from forum.domain.errors import Conflict
from forum.domain.flags import LEASE
from forum.infra.db import db
from forum.moderation import actions
from forum.moderation.forms import AppealForm, ReverseForm
from forum.moderation.models import CaseDecision, Snapshot
from forum.moderation.queries.chain import ledger_fault
from forum.moderation.records import Appeal, DecisionReversal
from tests.factories import posts
from tests.moderation.conftest import Court, case
from tests.moderation.test_races import together

PLEASE = AppealForm.read({"words": "It was a quotation."})
SORRY = ReverseForm.read({"reason": "I was wrong."})


def count(table: object) -> int:
    return db.session.scalar(select(func.count()).select_from(table)) or 0  # type: ignore[arg-type]  # any model


def test_undo_against_appeal(app: Flask, court: Court) -> None:
    """One is first; then either the appeal finds nothing to appeal, or the undo is told that an appeal waits."""
    decision = court.decide(court.mona, court.flag(court.ben), "remove", rule=1)
    given = together(
        app,
        lambda: actions.undo_decision(court.mona, decision, court.now),
        lambda: actions.appeal(court.ann, decision, PLEASE, court.now),
    )
    (told,) = [one for one in given if isinstance(one, Conflict)]
    assert (told.code, count(DecisionReversal), count(Appeal)) in (("already-reversed", 1, 0), ("appealed", 0, 1))
    assert posts.row(court.post_id).stands is (count(DecisionReversal) == 1)
    assert ledger_fault() == ""


def test_two_reversals_at_once_are_one(app: Flask, court: Court) -> None:
    decision = court.decide(court.mona, court.flag(court.ben), "remove", rule=1)
    given = together(
        app,
        lambda: actions.reverse_decision(court.mona, decision, SORRY, court.now),
        lambda: actions.reverse_decision(court.max, decision, SORRY, court.now),
    )
    (told,) = [one for one in given if isinstance(one, Conflict)]
    assert (told.code, count(DecisionReversal)) == ("already-reversed", 1)


def test_a_decision_while_the_author_edits(app: Flask, court: Court) -> None:
    """Both happen; what was reported is kept as it was."""
    number = court.flag(court.ben)
    given = together(
        app,
        lambda: court.decide(court.mona, number, "seal", scope="harbour-lights S01E02", version=1),
        lambda: posts.amended(court.ann, court.post_id, "All is well."),
    )
    assert not any(isinstance(one, Conflict) for one in given)
    row = posts.row(court.post_id)
    assert (row.version, row.seal is not None, case(number).state) == (2, True, "decided")
    assert [one.post_version for one in db.session.scalars(select(Snapshot))] == [1]


def test_a_claim_that_runs_out_against_a_decision(app: Flask, court: Court) -> None:
    """As the lease ends, one claims and another decides: one of them is told."""
    number = court.flag(court.ben)
    actions.claim_case(court.mona, number, court.now)
    late = court.now + LEASE + timedelta(seconds=1)
    given = together(
        app,
        lambda: actions.claim_case(court.max, number, late),
        lambda: court.decide(court.mona, number, version=1),
    )
    decided = count(CaseDecision)
    assert sum(isinstance(one, Conflict) for one in given) == 1
    assert (case(number).state, decided) in (("decided", 1), ("claimed", 0))


def test_lines_of_many_at_once_are_one_chain(app: Flask, court: Court) -> None:
    numbers = [court.flag(court.ben, post_id=posts.post(court.ann, court.thread_id, f"Text {n}")) for n in range(8)]
    together(app, *(lambda n=n: court.decide(court.mona, n, version=1) for n in numbers))
    assert (count(CaseDecision), ledger_fault()) == (8, "")
