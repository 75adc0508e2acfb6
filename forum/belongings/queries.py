"""Where one's archive stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from forum.belongings.models import Takeout
from forum.domain.errors import Missing
from forum.domain.people import Reader
from forum.infra.db import db


@dataclass(frozen=True, slots=True)
class TakeoutCard:
    """An archive that was asked for. Shapes: `is_ready` = it can be fetched until `expires_at`."""

    id: int
    asked_at: datetime
    is_ready: bool
    expires_at: datetime


def takeout_of(reader: Reader, now: datetime) -> TakeoutCard | None:
    """The reader's own archive; None when none was asked for, or its time is over."""
    row = db.session.execute(
        select(Takeout.id, Takeout.asked_at, Takeout.made_at, Takeout.expires_at)
        .where(Takeout.person_id == (reader.id or 0), Takeout.expires_at > now)
        .order_by(Takeout.id.desc())
        .limit(1)
    ).one_or_none()
    return TakeoutCard(row.id, row.asked_at, row.made_at is not None, row.expires_at) if row is not None else None


def archive(reader: Reader, takeout_id: int, now: datetime) -> bytes:
    """The archive itself, for whom it is about.

    Raises: `Missing` for somebody else's, and for one that is not ready or whose time is over.
    """
    found: bytes | None = db.session.scalar(
        select(Takeout.archive).where(
            Takeout.id == takeout_id, Takeout.person_id == (reader.id or 0), Takeout.expires_at > now
        )
    )
    if found is None:
        raise Missing
    return found
