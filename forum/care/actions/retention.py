"""What care leaves behind: nothing but numbers, after its time."""

from __future__ import annotations

from datetime import datetime, timedelta

from cryptography.fernet import InvalidToken
from sqlalchemy import TableClause, column, delete, func, select, table, update

from forum.care.actions.counting import count
from forum.care.models import CareAccess, CareCase, CareEvent, CareMessage, Concern
from forum.domain.caring import KEPT_ACCESSES, KEPT_AFTER_CALL, KEPT_CLOSED, MESSAGE_WEEK
from forum.infra.db import db, transaction
from forum.infra.secret_text import turned
from forum.infra.settings import current_settings

KEPT_UNTOLD = timedelta(days=30)
"""So long a care message that was written by itself lies in the inbox."""
BATCH = 500


def forget_cases(now: datetime) -> int:
    """Drop closed cases whose time is over, with everything that hangs on them. Returns how many."""
    with transaction():
        over = CareCase.closed_at < now - KEPT_CLOSED, CareCase.called_at.is_(None)
        called = CareCase.closed_at < now - KEPT_AFTER_CALL, CareCase.called_at.is_not(None)
        gone = 0
        for those in (over, called):
            gone += db.session.scalar(select(func.count(CareCase.id)).where(*those)) or 0
            db.session.execute(delete(CareCase).where(*those))
        if gone:
            count("forgotten", now, gone)
        return gone


def forget_messages(now: datetime) -> None:
    """Drop what was written by itself: closed ones when they stop counting, the others after a month."""
    with transaction():
        by_itself = CareMessage.kind.in_(("self", "other"))
        closed = CareMessage.closed_at.is_not(None), CareMessage.sent_at < now - MESSAGE_WEEK
        db.session.execute(delete(CareMessage).where(by_itself, *closed))
        db.session.execute(delete(CareMessage).where(by_itself, CareMessage.sent_at < now - KEPT_UNTOLD))


def forget_accesses(now: datetime) -> None:
    """Drop the log of looks after a year."""
    with transaction():
        db.session.execute(delete(CareAccess).where(CareAccess.read_at < now - KEPT_ACCESSES))


_SECRETS = (
    (CareEvent, "words"),
    (CareMessage, "words"),
    (Concern, "worry"),
    (Concern, "when_where"),
)


def turn_keys() -> tuple[int, int]:
    """Encrypt every care text with the newest key. Returns how many were, and how many no key opens."""
    keys, done, lost = current_settings().care_keys, 0, 0
    for model, name in _SECRETS:
        raw = table(model.__tablename__, column("id"), column(name))
        last = 0
        while rows := _some(raw, name, last):
            with transaction():
                for number, token in rows:
                    try:
                        fresh = turned(token, keys)
                    except InvalidToken:
                        lost += 1
                        continue
                    db.session.execute(update(raw).where(raw.c.id == number).values({name: fresh}))
                    done += 1
            last = rows[-1][0]
    return done, lost


def _some(raw: TableClause, name: str, after: int) -> list[tuple[int, str]]:
    """Rows as they are stored: nothing is decrypted by reading it."""
    wanted = select(raw.c.id, raw.c[name]).where(raw.c.id > after, raw.c[name].is_not(None))
    found = db.session.execute(wanted.order_by(raw.c.id).limit(BATCH)).all()
    db.session.rollback()
    return [(row[0], row[1]) for row in found]
