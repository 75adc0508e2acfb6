"""A case held for work by somebody of the care team, and who they are in it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from forum.care.models import CareAccess, CareCase, CareMember
from forum.domain.errors import Conflict
from forum.domain.people import Reader
from forum.domain.permissions import Action, CareFacts, require
from forum.infra.db import db
from forum.infra.rows import held


def care_facts(reader: Reader) -> CareFacts:
    """The reader's place in the care team. One statement."""
    if reader.id is None:
        return CareFacts()
    role = select(CareMember.role).where(CareMember.person_id == reader.id, CareMember.ended_at.is_(None))
    return CareFacts(db.session.scalar(role) or "")


def require_carer(actor: Reader) -> int:
    """Go on only for somebody of the care team. Returns their id.

    Raises: `Denied`, before anything is looked up.
    """
    require(actor, Action.CARE_WORK, care_facts(actor))
    return actor.id or 0


def held_case(actor: Reader, case_id: int) -> CareCase:
    """An open case, held until the transaction ends.

    Raises: `Denied`; `Missing`; `Conflict` when it is closed.
    """
    require_carer(actor)
    case = held(CareCase, case_id)
    if case.closed_at is not None:
        raise Conflict("closed")
    return case


def note_access(actor: Reader, what: str, case_id: int | None, now: datetime) -> None:
    """Every look at care data is a row."""
    db.session.add(CareAccess(person_id=actor.id, case_id=case_id, what=what, read_at=now))
