"""Decisions that take two people: the first one proposes, the second one agrees or refuses."""

from __future__ import annotations

from datetime import datetime

from forum.domain.errors import Conflict, Denied, Missing
from forum.domain.people import Reader
from forum.domain.permissions import Action, require
from forum.infra.db import db, transaction
from forum.infra.once import insert_once
from forum.infra.rows import LARGEST_ID
from forum.moderation.actions.deciding import decided
from forum.moderation.actions.rehearsing import rehearsed
from forum.moderation.forms import DecideForm
from forum.moderation.locking import facts_of, locked_case
from forum.moderation.models import Case
from forum.moderation.records import DecisionProposal


def propose_decision(actor: Reader, case_id: int, form: DecideForm, now: datetime) -> int:
    """Write down what one would decide, for a second moderator. Nothing happens to anybody yet. Returns its id.

    Raises: as `decide_case`; `Conflict` when a proposal waits already.
    """
    rehearsed(actor, case_id, form, now, lambda _done: None)
    with transaction():
        case = locked_case(case_id)
        require(actor, Action.CASE_DECIDE, facts_of(actor, case, now))
        row = DecisionProposal(
            case_id=case.id,
            case_version=form.version,
            form=form.model_dump(mode="json"),
            proposed_by_id=actor.id or 0,
            proposed_at=now,
        )
        if not insert_once(row):
            raise Conflict("proposal-waits")
        if case.claimed_by_id == actor.id:  # so that the second person can take it
            case.claimed_until = now
        return row.id


def agree_to_proposal(actor: Reader, proposal_id: int, now: datetime) -> int:
    """Decide as another moderator proposed. Returns the id of the decision.

    Raises: `Missing`; `Denied` to whoever proposed it; `Conflict` when the case changed since, or it is closed.
    """
    with transaction():
        row, case = _held(actor, proposal_id, now)
        if row.proposed_by_id == actor.id:
            raise Denied("own-decision")
        done = decided(actor, case.id, DecideForm.read(row.form), now, row.proposed_by_id)
        row.closed_at, row.closed_by_id, row.decision_id = now, actor.id, done.decisions[0].id
        return done.decisions[0].id


def refuse_proposal(actor: Reader, proposal_id: int, now: datetime) -> None:
    """Say no to a proposal, or take back one's own.

    Raises: `Missing`; `Denied`; `Conflict` when it is closed.
    """
    with transaction():
        row, _case = _held(actor, proposal_id, now)
        row.closed_at, row.closed_by_id = now, actor.id


def _held(actor: Reader, proposal_id: int, now: datetime) -> tuple[DecisionProposal, Case]:
    row = db.session.get(DecisionProposal, proposal_id) if 0 < proposal_id <= LARGEST_ID else None
    if row is None:
        raise Missing
    case = locked_case(row.case_id)
    require(actor, Action.CASE_DECIDE, facts_of(actor, case, now))
    db.session.refresh(row)
    if row.closed_at is not None:
        raise Conflict("already-decided")
    return row, case
