"""Who is told of a decision: a row each, once, in the transaction that decides."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select

from forum.domain.flags import CaseOutcome
from forum.infra.db import db
from forum.infra.jobs import announce
from forum.infra.once import insert_once
from forum.moderation.models import Case, CaseDecision
from forum.moderation.records import DecisionLetter

AUTHOR, FLAGGER = "author", "flagger"
DECISION, REVERSAL, ANSWER = "decision", "reversal", "answer"


def write_letters(case: Case, decision: CaseDecision, flaggers: Iterable[int], now: datetime) -> None:
    """The author, when something was decided about them, and everybody whose report this answers."""
    told = {one: FLAGGER for one in flaggers if one != decision.decided_by_id}
    if case.author_id is not None and decision.outcome != CaseOutcome.DISMISS.value:
        told[case.author_id] = AUTHOR
    for person_id, role in sorted(told.items()):
        _add(decision, person_id, role, DECISION, now)
    announce("case.decided", decision_id=decision.id)


def write_reversals(decision: CaseDecision, now: datetime) -> None:
    """Whoever was told of a decision is told that it does not stand any more."""
    rows = db.session.scalars(
        select(DecisionLetter)
        .where(DecisionLetter.decision_id == decision.id, DecisionLetter.kind == DECISION)
        .order_by(DecisionLetter.person_id)
    ).all()
    for row in rows:
        _add(decision, row.person_id, row.role, REVERSAL, now)
    announce("decision.reversed", decision_id=decision.id)


def write_answer(decision: CaseDecision, person_id: int, role: str, now: datetime) -> None:
    """Whoever appealed is answered."""
    _add(decision, person_id, role, ANSWER, now)
    announce("decision.answered", decision_id=decision.id)


def _add(decision: CaseDecision, person_id: int, role: str, kind: str, now: datetime) -> None:
    insert_once(DecisionLetter(decision_id=decision.id, person_id=person_id, role=role, kind=kind, made_at=now))
