"""What a person is on this site, and whether they may write."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select

from forum.accounts.actions.sign_ins import end_rows
from forum.accounts.models import AccountEvent, Person
from forum.domain.errors import Invalid, Missing
from forum.domain.people import Reader, SiteRole
from forum.domain.permissions import Action, PersonFacts, require
from forum.infra.db import db, transaction
from forum.infra.jobs import announce
from forum.infra.rows import HELD


def suspend(actor: Reader, person_id: int, until: datetime, reason: str, now: datetime) -> None:
    """Take away writing until then. Every sign-in ends at once, and keys to the API stay shut meanwhile.

    Raises: `Missing`; `Denied`; `Invalid` without reason or future end.
    """
    with transaction():
        person = _held(actor, Action.PERSON_SUSPEND, person_id)
        if not reason.strip():
            raise Invalid({"reason": ["reason-needed"]})
        if until <= now:
            raise Invalid({"until": ["in-the-past"]})
        person.suspended_until = until
        end_rows(person_id, now)
        event_id = _note(actor, person_id, now, kind="suspended", detail=until.isoformat(), reason=reason)
        announce("account.changed", event_id=event_id)


def unsuspend(actor: Reader, person_id: int, reason: str, now: datetime) -> None:
    """Give writing back.

    Raises: `Missing`; `Denied`.
    """
    with transaction():
        person = _held(actor, Action.PERSON_SUSPEND, person_id)
        was_suspended = person.suspended_until is not None and person.suspended_until > now
        person.suspended_until = None
        event_id = _note(actor, person_id, now, kind="unsuspended", reason=reason)
        if was_suspended:
            announce("account.changed", event_id=event_id)


def set_site_role(actor: Reader, person_id: int, role: SiteRole, reason: str, now: datetime) -> None:
    """Make somebody staff, or no longer. They sign in anew, with what the new role asks.

    Raises: `Missing`; `Denied`; `Invalid` for the last administrator.
    """
    with transaction():
        person = _held(actor, Action.PERSON_ASSIGN_ROLE, person_id)
        if role is SiteRole.STRANGER:
            raise Invalid({"role": ["not-a-choice"]})
        if person.site_role == SiteRole.ADMINISTRATOR != role and _administrators() == 1:
            raise Invalid({"role": ["last-administrator"]})
        if person.site_role != role:
            person.site_role = role
            end_rows(person_id, now)
            event_id = _note(actor, person_id, now, kind="role", detail=role.value, reason=reason)
            announce("account.changed", event_id=event_id)


def _held(actor: Reader, action: Action, person_id: int) -> Person:
    """The row, once the rules agree, held until the transaction ends."""
    person = db.session.get(Person, person_id, with_for_update=HELD)
    if person is None:
        raise Missing
    require(actor, action, PersonFacts(person.id, SiteRole(person.site_role)))
    return person


def _administrators() -> int:
    return (
        db.session.scalar(select(func.count()).select_from(Person).where(Person.site_role == SiteRole.ADMINISTRATOR))
        or 0
    )


def _note(actor: Reader, person_id: int, now: datetime, *, kind: str, detail: str = "", reason: str) -> int:
    event = AccountEvent(
        person_id=person_id, actor_id=actor.id, kind=kind, happened_at=now, detail=detail, reason=reason
    )
    db.session.add(event)
    db.session.flush()
    return event.id
