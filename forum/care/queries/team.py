"""Who is of the care team; for the safeguarding lead also who looked at what, and the month's numbers."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import func, select

from forum.accounts import queries as accounts
from forum.care.models import CareAccess, CareCount, CareMember
from forum.care.working import care_facts
from forum.domain.people import Reader
from forum.domain.permissions import Action, judge, require
from forum.infra.db import db
from forum.presenting.caring import AccessCard, CarerCard, TeamPage

SHOWN = 100
MONTH = timedelta(days=30)


def team_page(reader: Reader, now: datetime) -> TeamPage:
    """The team. Administrators see who is of it, and nothing of its work.

    Raises: `Denied`.
    """
    facts = care_facts(reader)
    if not judge(reader, Action.CARE_WORK, facts).allowed:
        require(reader, Action.CARE_APPOINT, facts)
    is_lead = judge(reader, Action.CARE_LEAD, facts).allowed
    members = db.session.scalars(select(CareMember).where(CareMember.ended_at.is_(None)).order_by(CareMember.id)).all()
    looks = _looks() if is_lead else []
    people = accounts.people_cards([*(one.person_id for one in members), *(one.person_id for one in looks)])
    return TeamPage(
        carers=tuple(
            CarerCard(people[one.person_id], one.role, one.trained_on, one.began_at, one.on_call_since)
            for one in members
            if one.person_id in people
        ),
        accesses=tuple(AccessCard(people.get(one.person_id or 0), one.what, one.case_id, one.read_at) for one in looks),
        counts=_counts(now) if is_lead else (),
        is_lead=is_lead,
    )


def _looks() -> list[CareAccess]:
    return list(db.session.scalars(select(CareAccess).order_by(CareAccess.id.desc()).limit(SHOWN)))


def _counts(now: datetime) -> tuple[tuple[str, int], ...]:
    lately = CareCount.day > (now - MONTH).date()
    wanted = select(CareCount.what, func.sum(CareCount.number)).where(lately).group_by(CareCount.what)
    return tuple((row[0], int(row[1])) for row in db.session.execute(wanted.order_by(CareCount.what)))
