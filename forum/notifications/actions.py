"""Writing verbs of the notifications room."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select, update

from forum.domain.errors import Denied
from forum.domain.people import Reader
from forum.infra.db import db, transaction
from forum.infra.once import insert_once
from forum.notifications.models import About, Notification


def tell(person_ids: Iterable[int], about: About, subject_id: int, now: datetime) -> list[int]:
    """Note for these people that something happened, each once however often it is said.

    Returns: those among them who have not been sent a mail about it.
    """
    wanted = sorted(set(person_ids))
    if not wanted:
        return []
    with transaction():
        for person_id in wanted:
            insert_once(Notification(person_id=person_id, about=about.value, subject_id=subject_id, told_at=now))
        return list(
            db.session.scalars(
                select(Notification.person_id)
                .where(
                    Notification.person_id.in_(wanted),
                    Notification.about == about.value,
                    Notification.subject_id == subject_id,
                    Notification.mailed_at.is_(None),
                )
                .order_by(Notification.person_id)
            )
        )


def note_mailed(person_id: int, about: About, subject_id: int, now: datetime) -> None:
    """A mail about it has gone out, or is not wanted."""
    with transaction():
        db.session.execute(
            update(Notification)
            .where(
                Notification.person_id == person_id,
                Notification.about == about.value,
                Notification.subject_id == subject_id,
            )
            .values(mailed_at=now)
        )


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
