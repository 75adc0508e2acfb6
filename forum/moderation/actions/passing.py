"""Leaving a case to others: it waits on, but no more for me."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete

from forum.domain.errors import Conflict
from forum.domain.flags import CaseEvent, CaseState, step
from forum.domain.people import Reader
from forum.domain.permissions import Action, require
from forum.infra.db import db, transaction
from forum.infra.once import insert_once
from forum.moderation.desk_models import CasePass
from forum.moderation.locking import facts_of, locked_case
from forum.moderation.models import Case


def pass_case(actor: Reader, case_id: int, now: datetime) -> None:
    """Leave a case to others until it is decided; a claim of one's own is given back.

    Raises: `Missing`; `Denied` for cases that one must not decide anyway; `Conflict` when it is decided.
    """
    with transaction():
        leave(actor, locked_case(case_id), now)


def leave(actor: Reader, case: Case, now: datetime) -> None:
    """The same with a case that is held, inside the running transaction.

    Raises: as `pass_case`.
    """
    facts = facts_of(actor, case, now)
    require(actor, Action.CASE_CLAIM, facts)
    if facts.decided:
        raise Conflict("case-decided")
    if facts.claimed_by_id == actor.id and case.standing(now) is CaseState.CLAIMED:
        case.state = step(CaseState.CLAIMED, CaseEvent.RELEASE).value
        case.claimed_by_id = case.claimed_until = None
    insert_once(CasePass(case_id=case.id, person_id=actor.id or 0, opened_at=case.opened_at, passed_at=now))


def take_up_again(actor: Reader, case_id: int, now: datetime) -> None:
    """A case that one left to others stands in one's own queue again.

    Raises: `Missing`.
    """
    with transaction():
        case = locked_case(case_id)
        facts_of(actor, case, now)
        forget_pass(actor, case)


def forget_pass(actor: Reader, case: Case) -> None:
    """Who takes a case has not left it to others."""
    db.session.execute(delete(CasePass).where(CasePass.person_id == actor.id, CasePass.case_id == case.id))
