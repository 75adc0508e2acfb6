"""Writing verbs of the notifications room."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlalchemy import update

from forum.domain.errors import Denied
from forum.domain.people import Reader
from forum.infra.db import db, transaction
from forum.infra.jobs import announce
from forum.infra.once import insert_once
from forum.notifications.choosing import cadences
from forum.notifications.models import KINDS, About, Cadence, Notification
from forum.notifications.payloads import payload


def tell(person_ids: Iterable[int], about: About, subject_id: int, now: datetime) -> list[int]:
    """Note for these people that something happened, each once however often it is said.

    Who wants a mail at once gets one from the worker; the others' waits for their digest, or is not wanted.
    Returns: those among them who had not been told before.
    """
    wanted = sorted(set(person_ids))
    if not wanted:
        return []
    with transaction():
        chosen = cadences(wanted, KINDS[about])
        return [one for one in wanted if _tell_one(one, about, subject_id, chosen.get(one, Cadence.NOW), now)]


def tell_again(given: Mapping[int, datetime], about: About, subject_id: int, now: datetime) -> None:
    """Something new is to be read where these people were told of something before: it is news again.

    Shapes: by person, since when it is there; who was told after that knows it already.
    """
    fresh = tell(given, about, subject_id, now)
    again = sorted(set(given) - set(fresh))
    with transaction():
        chosen = cadences(again, KINDS[about]) if again else {}
        for one in again:
            cadence = chosen.get(one, Cadence.NOW)
            mailed_at = now if cadence is Cadence.NEVER else None
            number = db.session.scalar(
                update(Notification)
                .where(Notification.person_id == one, Notification.about == about.value)
                .where(Notification.subject_id == subject_id, Notification.told_at < given[one])
                .values(told_at=now, read_at=None, mailed_at=mailed_at, cadence=cadence.value)
                .returning(Notification.id)
            )
            if number is not None and cadence is Cadence.NOW:
                announce("note.told", **payload(number, one, about.value, subject_id))


def _tell_one(person_id: int, about: About, subject_id: int, cadence: Cadence, now: datetime) -> bool:
    note = Notification(
        person_id=person_id,
        about=about.value,
        subject_id=subject_id,
        told_at=now,
        cadence=cadence.value,
        mailed_at=now if cadence is Cadence.NEVER else None,
    )
    is_new = insert_once(note)
    if is_new and cadence is Cadence.NOW:
        announce("note.told", **payload(note.id, person_id, about.value, subject_id))
    return is_new


def note_mailed(note_ids: Iterable[int], now: datetime) -> None:
    """Their mail has gone out, or is not wanted."""
    with transaction():
        db.session.execute(update(Notification).where(Notification.id.in_(list(note_ids))).values(mailed_at=now))


def mark_read(actor: Reader, note_id: int | None, now: datetime) -> int:
    """Mark one of the actor's notifications as read, or all of them. Returns how many were not.

    Raises: `Denied` for strangers. Somebody else's is nobody's.
    """
    if actor.is_stranger:
        raise Denied("sign-in")
    unread = update(Notification).where(Notification.person_id == actor.id, Notification.read_at.is_(None))
    if note_id is not None and note_id >= 2**31:
        return 0
    if note_id is not None:
        unread = unread.where(Notification.id == note_id)
    with transaction():
        return len(db.session.scalars(unread.values(read_at=now).returning(Notification.id)).all())
