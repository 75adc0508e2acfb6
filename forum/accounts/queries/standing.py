"""What staff did to an account, and what they may do now."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from forum.accounts.models import AccountEvent, Person
from forum.domain.errors import Denied
from forum.domain.people import Reader, SiteRole
from forum.domain.permissions import Action, PersonFacts, judge
from forum.infra.db import db
from forum.presenting.accounts import PersonCard, StandingEvent, StandingPage

SHOWN = 50
_BY_STAFF = ("suspended", "unsuspended", "role")


def standing_page(reader: Reader, card: PersonCard, now: datetime) -> StandingPage:
    """Somebody's standing for those who may change it. Two statements.

    Raises: `Denied` to everybody but staff.
    """
    facts = PersonFacts(card.id, card.role)
    suspending = judge(reader, Action.PERSON_SUSPEND, facts)
    assigning = judge(reader, Action.PERSON_ASSIGN_ROLE, facts)
    if not reader.is_staff:
        raise Denied(suspending.reason)
    return StandingPage(
        person=card,
        suspended_until=suspended_until(db.session.get_one(Person, card.id), now),
        may_suspend=suspending.allowed,
        may_assign_role=assigning.allowed,
        events=_events(card.id),
    )


def suspended_until(person: Person, now: datetime) -> datetime | None:
    """When this person may write again; None while they may. For this room alone."""
    until = person.suspended_until
    return until if until is not None and until > now else None


def suspension_reason(person_id: int) -> str:
    """Why somebody was suspended last."""
    newest = select(AccountEvent.reason).where(AccountEvent.person_id == person_id, AccountEvent.kind == "suspended")
    return db.session.scalar(newest.order_by(AccountEvent.id.desc()).limit(1)) or ""


def _events(person_id: int) -> tuple[StandingEvent, ...]:
    rows = db.session.execute(
        select(AccountEvent, Person.id, Person.handle, Person.site_role)
        .outerjoin(Person, Person.id == AccountEvent.actor_id)
        .where(AccountEvent.person_id == person_id, AccountEvent.kind.in_(_BY_STAFF))
        .order_by(AccountEvent.id.desc())
        .limit(SHOWN)
    )
    return tuple(
        StandingEvent(
            what=row.AccountEvent.kind,
            by=PersonCard(row.id, row.handle, SiteRole(row.site_role)) if row.id is not None else None,
            happened_at=row.AccountEvent.happened_at,
            detail=row.AccountEvent.detail if row.AccountEvent.kind == "role" else "",
            reason=row.AccountEvent.reason,
        )
        for row in rows
    )
