"""Taking a decision back: by one click within minutes, with a reason ever after. Nothing is erased by it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from forum.domain.errors import Conflict, Missing
from forum.domain.flags import UNDO_WITHIN, CaseEvent, CaseState, step
from forum.domain.people import Reader
from forum.domain.permissions import Action, require
from forum.infra.db import db, transaction
from forum.infra.once import insert_once
from forum.infra.rows import LARGEST_ID
from forum.moderation.actions.effects import take_back
from forum.moderation.actions.ledger import enter
from forum.moderation.actions.letters import write_reversals
from forum.moderation.actions.records import release_flags
from forum.moderation.actions.rounds import round_of
from forum.moderation.actions.sanctioning import lift
from forum.moderation.forms import ReverseForm
from forum.moderation.locking import facts_of, locked_case
from forum.moderation.models import Case, CaseDecision
from forum.moderation.records import Appeal, DecisionReversal

UNDO, REVERSE, APPEAL = "undo", "reverse", "appeal"
Taken = tuple[CaseDecision, Case]
SAID = {UNDO: "undone", REVERSE: "reversed", APPEAL: "overturned"}
"""What the ledger calls it."""


def undo_decision(actor: Reader, decision_id: int, now: datetime) -> int:
    """Take back what one decided within the last ten minutes, and everything it reached that was not touched since.
    Returns the case, which waits again.

    Raises: `Missing`; `Denied`; `Conflict` when it is too late, taken back, appealed, or something happened since.
    """
    with transaction():
        asked, reached = _held_with_all(decision_id)
        decision, case = asked
        require(actor, Action.CASE_REVERSE, facts_of(actor, case, now))
        if decision.decided_at + UNDO_WITHIN <= now or decision.decided_by_id != actor.id:
            raise Conflict("too-late")
        _refuse_appealed(decision)
        _refuse_touched(decision, case, now)
        undone = [asked, *(one for one in reached if _is_untouched(*one, now))]
        for one, its_case in undone:
            _undo_effects(actor, its_case, one, now, reason="", why=UNDO, event=CaseEvent.REOPEN)
        for one, its_case in undone:  # last of all: whoever adds a line holds the ledger
            enter(its_case, SAID[UNDO], actor.id, now, one)
        return case.id


def _held_with_all(decision_id: int) -> tuple[Taken, list[Taken]]:
    """The decision with its case, and those that it reached; the cases are held, in the order in which all hold them.

    Raises: `Missing`.
    """
    found = db.session.get(CaseDecision, decision_id) if 0 < decision_id <= LARGEST_ID else None
    if found is None:
        raise Missing
    others = select(CaseDecision).where(CaseDecision.with_id == found.id).order_by(CaseDecision.id)
    together = [found, *db.session.scalars(others)]
    held = {number: locked_case(number) for number in sorted({one.case_id for one in together})}
    asked, *reached = [(one, held[one.case_id]) for one in together]
    return asked, reached


def _refuse_touched(decision: CaseDecision, case: Case, now: datetime) -> None:
    if db.session.scalar(select(DecisionReversal.id).where(DecisionReversal.decision_id == decision.id)):
        raise Conflict("already-reversed")
    if case.standing(now) is not CaseState.DECIDED or case.decided_at != decision.decided_at:
        raise Conflict("not-decided")


def _is_untouched(decision: CaseDecision, case: Case, now: datetime) -> bool:
    try:
        _refuse_appealed(decision)
        _refuse_touched(decision, case, now)
    except Conflict:
        return False
    return True


def reverse_decision(actor: Reader, decision_id: int, form: ReverseForm, now: datetime) -> None:
    """Take a decision back, whenever it was made. Everybody concerned reads why.

    Raises: `Missing`; `Denied`; `Conflict` when it is taken back already or an appeal waits.
    """
    with transaction():
        decision, case = held_decision(decision_id)
        require(actor, Action.CASE_REVERSE, facts_of(actor, case, now))
        _refuse_appealed(decision)
        taken_back(actor, case, decision, now, reason=form.reason, why=REVERSE, event=CaseEvent.REVERSE)


def taken_back(
    actor: Reader, case: Case, decision: CaseDecision, now: datetime, *, reason: str, why: str, event: CaseEvent
) -> None:
    """Undo what the decision did and what it counted, inside the running transaction; the case is held.

    Raises: `Conflict` when somebody was faster.
    """
    _undo_effects(actor, case, decision, now, reason=reason, why=why, event=event)
    enter(case, SAID[why], actor.id, now, decision)


def _undo_effects(
    actor: Reader, case: Case, decision: CaseDecision, now: datetime, *, reason: str, why: str, event: CaseEvent
) -> None:
    row = DecisionReversal(
        decision_id=decision.id, why=why, reason=reason, restored=True, by_id=actor.id or 0, reversed_at=now
    )
    if db.session.scalar(select(DecisionReversal.id).where(DecisionReversal.decision_id == decision.id)):
        raise Conflict("already-reversed")
    row.restored = take_back(actor, case, decision, reason, now)
    insert_once(row)
    lift(actor, decision, reason or why, now)
    release_flags(decision, wait_again=event is CaseEvent.REOPEN)
    if event is CaseEvent.REOPEN or case.decided_at == decision.decided_at:  # a later decision stands as it was
        case.state = step(case.standing(now), event).value
    case.version += 1
    if event is CaseEvent.REOPEN:
        case.claimed_by_id = case.claimed_until = None
        case.opened_at = now  # another stay in the queue; its place in it stays what it was
        round_of(case)
    write_reversals(decision, now)


def held_decision(decision_id: int) -> tuple[CaseDecision, Case]:
    """The decision and its case, held until the transaction ends.

    Raises: `Missing`.
    """
    found = db.session.get(CaseDecision, decision_id) if 0 < decision_id <= LARGEST_ID else None
    if found is None:
        raise Missing
    return found, locked_case(found.case_id)


def _refuse_appealed(decision: CaseDecision) -> None:
    """An appeal is answered in words, not by a click."""
    waiting = select(Appeal.id).where(Appeal.decision_id == decision.id, Appeal.answered_at.is_(None))
    if db.session.scalar(waiting):
        raise Conflict("appealed")
