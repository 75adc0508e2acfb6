"""Stepping away from cases: they become the second person's, or nobody's, and then those on call are told."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import or_, select

from forum.accounts.models import Person
from forum.care.models import CareCase, CareMember
from forum.care.opening import note_event, page
from forum.domain.caring import Call
from forum.infra.db import db
from forum.infra.rows import holding


def step_away(case: CareCase, person_id: int) -> None:
    """Whoever stands beside goes on. To be called inside of a transaction that holds the case."""
    if case.carer_id == person_id:
        case.carer_id, case.second_id = case.second_id, None
    elif case.second_id == person_id:
        case.second_id = None
    if case.carer_id is None:
        page(case, Call.LEFT)


def step_away_from_all(person_id: int, by_id: int, now: datetime) -> None:
    """The open cases of somebody who leaves the team."""
    theirs = or_(CareCase.carer_id == person_id, CareCase.second_id == person_id)
    wanted = holding(select(CareCase).where(CareCase.closed_at.is_(None), theirs).order_by(CareCase.id))
    for case in db.session.scalars(wanted).all():
        step_away(case, person_id)
        note_event(case, "handed-over", now, by_id)


def who_is_with(case: CareCase, now: datetime) -> list[int]:
    """Carer and second person, as far as they are of the team today and may write."""
    asked = [one for one in (case.carer_id, case.second_id) if one is not None]
    free = or_(Person.suspended_until.is_(None), Person.suspended_until <= now)
    team = select(CareMember.person_id).join(Person, Person.id == CareMember.person_id)
    here = set(db.session.scalars(team.where(CareMember.person_id.in_(asked), CareMember.ended_at.is_(None), free)))
    return [one for one in asked if one in here]
