"""What a person is on this site, and whether they may write."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select

from forum.accounts.actions.sign_ins import end_rows
from forum.accounts.models import AccountEvent, Person
from forum.domain.errors import Denied, Invalid, Missing
from forum.domain.people import Reader, SiteRole
from forum.infra.db import db, transaction


def suspend(actor: Reader, person_id: int, until: datetime, reason: str, now: datetime) -> None:
    """Take away writing until then. Every sign-in ends at once, and keys to the API stay shut meanwhile.

    Raises: `Denied` unless the actor is staff (an administrator, for staff); `Invalid` without reason or future end.
    """
    with transaction():
        person = _somebody_else(actor, person_id)
        if not reason.strip():
            raise Invalid({"reason": ["reason-needed"]})
        if until <= now:
            raise Invalid({"until": ["in-the-past"]})
        person.suspended_until = until
        end_rows(person_id, now)
        _note(actor, person_id, now, kind="suspended", detail=until.isoformat(), reason=reason)


def unsuspend(actor: Reader, person_id: int, reason: str, now: datetime) -> None:
    """Give writing back.

    Raises: `Denied` unless the actor is staff (an administrator, for staff).
    """
    with transaction():
        person = _somebody_else(actor, person_id)
        person.suspended_until = None
        _note(actor, person_id, now, kind="unsuspended", reason=reason)


def set_site_role(actor: Reader, person_id: int, role: SiteRole, reason: str, now: datetime) -> None:
    """Make somebody staff, or no longer. They sign in anew, with what the new role asks.

    Raises: `Denied` unless the actor is an administrator; `Invalid` for the last administrator.
    """
    with transaction():
        if not actor.is_administrator:
            raise Denied("administrators-only")
        person = _existing(person_id)
        if role is SiteRole.STRANGER:
            raise Invalid({"role": ["not-a-choice"]})
        if person.site_role == SiteRole.ADMINISTRATOR != role and _administrators() == 1:
            raise Invalid({"role": ["last-administrator"]})
        if person.site_role != role:
            person.site_role = role
            end_rows(person_id, now)
            _note(actor, person_id, now, kind="role", detail=role.value, reason=reason)


def _existing(person_id: int) -> Person:
    person = db.session.get(Person, person_id, with_for_update=True)
    if person is None:
        raise Missing
    return person


def _somebody_else(actor: Reader, person_id: int) -> Person:
    if not actor.is_staff or actor.suspended:
        raise Denied("staff-only")
    person = _existing(person_id)
    if person.id == actor.id:
        raise Denied("not-yourself")
    if SiteRole(person.site_role) is not SiteRole.MEMBER and not actor.is_administrator:
        raise Denied("administrators-only")
    return person


def _administrators() -> int:
    return (
        db.session.scalar(select(func.count()).select_from(Person).where(Person.site_role == SiteRole.ADMINISTRATOR))
        or 0
    )


def _note(actor: Reader, person_id: int, now: datetime, *, kind: str, detail: str = "", reason: str) -> None:
    db.session.add(
        AccountEvent(person_id=person_id, actor_id=actor.id, kind=kind, happened_at=now, detail=detail, reason=reason)
    )
