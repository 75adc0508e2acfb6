"""The table of the notifications room: references, never text."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from forum.infra.db import UtcDateTime, db


class About(StrEnum):
    """What somebody is told about."""

    REPLY = "reply"
    MENTION = "mention"
    THREAD = "thread"
    DECISION = "decision"
    SLIPPED = "slipped"
    ASKED = "asked"
    ANSWERED = "answered"
    BAN = "ban"


class Notification(db.Model):
    """Somebody should know of something.

    Shapes: `subject_id` is a post for replies and mentions, else a thread, a decision, a request to join or a ban. What
    it says is looked up when it is read, by the same queries as the pages, so that it never knows more than they show.
    """

    __tablename__ = "notifications"
    __table_args__ = (
        UniqueConstraint("person_id", "about", "subject_id"),
        Index("ix_notifications_unread", "person_id", "read_at"),
        Index("ix_notifications_newest", "person_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    about: Mapped[str] = mapped_column(String(12))
    subject_id: Mapped[int]
    told_at: Mapped[datetime] = mapped_column(UtcDateTime)
    read_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    mailed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
