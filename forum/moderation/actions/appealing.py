"""Asking that another person looks again, and answering in words.

Source: Regulation (EU) 2022/2065, Art. 20: free of charge, six months, for author and reporter, decided by a person,
reversed without delay when it was wrong.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy import select

from forum.domain.errors import Conflict, Missing
from forum.domain.flags import APPEAL_WITHIN, CaseEvent, CaseOutcome, CaseState
from forum.domain.people import Reader
from forum.domain.permissions import Action, CaseFacts, require
from forum.infra.db import db, transaction
from forum.infra.once import insert_once
from forum.infra.rows import LARGEST_ID
from forum.moderation.actions.ledger import enter
from forum.moderation.actions.letters import DECISION, write_answer
from forum.moderation.actions.undoing import APPEAL, held_decision, taken_back
from forum.moderation.forms import AnswerAppealForm, AppealForm
from forum.moderation.locking import facts_of
from forum.moderation.models import Case, CaseDecision
from forum.moderation.records import Appeal, DecisionLetter, DecisionReversal

UPHELD, OVERTURNED = "upheld", "overturned"
APPEALED = "appealed"


def appeal(actor: Reader, decision_id: int, form: AppealForm, now: datetime) -> int:
    """Ask for another look at a decision that one was told of. Returns the id of the appeal; twice is once.

    Raises: `Missing` for whom it does not concern; `Conflict` after six months, or when it is taken back already.
    """
    with transaction():
        decision, case = held_decision(decision_id)
        role = letter_role(actor, decision.id)
        known = db.session.scalar(
            select(Appeal.id).where(Appeal.decision_id == decision.id, Appeal.person_id == actor.id)
        )
        if known is not None:
            raise Conflict("already-appealed")
        if decision.decided_at + APPEAL_WITHIN <= now:
            raise Conflict("appeal-late")
        if _is_reversed(decision):
            raise Conflict("already-reversed")
        row = Appeal(decision_id=decision.id, person_id=actor.id or 0, role=role, words=form.words, made_at=now)
        insert_once(row)
        enter(case, APPEALED, None, now, decision)
        return row.id


def answer_appeal(actor: Reader, appeal_id: int, form: AnswerAppealForm, now: datetime) -> None:
    """Answer in words: the decision stands, or it is taken back with everything it did. A reporter who was right brings
    the case back into the queue.

    Raises: `Missing`; `Denied` to whoever took part in the decision; `Conflict` when somebody was faster.
    """
    with transaction():
        row, decision, case = held_appeal(appeal_id)
        require(actor, Action.APPEAL_ANSWER, appeal_facts(actor, case, decision, row, now))
        if row.answered_at is not None:
            raise Conflict("already-answered")
        row.outcome, row.answer = form.outcome, form.answer
        row.answered_by_id, row.answered_at = actor.id, now
        if form.outcome == OVERTURNED and not _is_reversed(decision):
            event = _event(decision, case, now)
            taken_back(actor, case, decision, now, reason=form.answer, why=APPEAL, event=event)
        elif form.outcome == UPHELD:
            enter(case, UPHELD, actor.id, now, decision)
        write_answer(decision, row.person_id, row.role, now)


def held_appeal(appeal_id: int) -> tuple[Appeal, CaseDecision, Case]:
    """The appeal, its decision and its case, held until the transaction ends.

    Raises: `Missing`.
    """
    found = db.session.get(Appeal, appeal_id) if 0 < appeal_id <= LARGEST_ID else None
    if found is None:
        raise Missing
    decision, case = held_decision(found.decision_id)
    db.session.refresh(found)
    return found, decision, case


def letter_role(reader: Reader, decision_id: int) -> str:
    """How a decision concerns somebody.

    Raises: `Missing` when it does not.
    """
    role = db.session.scalar(
        select(DecisionLetter.role).where(
            DecisionLetter.decision_id == decision_id,
            DecisionLetter.person_id == reader.id,
            DecisionLetter.kind == DECISION,
        )
    )
    if reader.is_stranger or role is None:
        raise Missing
    return role


def appeal_facts(actor: Reader, case: Case, decision: CaseDecision, row: Appeal, now: datetime) -> CaseFacts:
    """What the rules need to know: who took part, and who asks."""
    deciders = {decision.decided_by_id, decision.proposed_by_id or 0, row.person_id}
    facts = facts_of(actor, case, now)
    return replace(facts, decider_ids=facts.decider_ids | deciders)


def _event(decision: CaseDecision, case: Case, now: datetime) -> CaseEvent:
    """Whether the case waits again: a report that was dismissed wrongly is looked at anew."""
    dismissed = decision.outcome == CaseOutcome.DISMISS.value
    latest = case.standing(now) is CaseState.DECIDED and case.decided_at == decision.decided_at
    return CaseEvent.REOPEN if dismissed and latest else CaseEvent.REVERSE


def _is_reversed(decision: CaseDecision) -> bool:
    found = select(DecisionReversal.id).where(DecisionReversal.decision_id == decision.id)
    return db.session.scalar(found) is not None
