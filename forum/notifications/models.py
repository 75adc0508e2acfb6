"""The tables of the notifications room: references, never text."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Date, ForeignKey, Index, String, UniqueConstraint, text
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
    DATED = "dated"
    TITLED = "titled"
    WAITED = "waited"
    MATCHED = "matched"
    COVERED = "covered"
    CALLED = "called"
    HANDED = "handed"
    BURIAL = "burial"


class Cadence(StrEnum):
    """When somebody wants a mail about a kind of news."""

    NOW = "now"
    DAILY = "daily"
    WEEKLY = "weekly"
    NEVER = "never"


class Kind(StrEnum):
    """The kinds of news that mails are chosen for."""

    REPLY = "reply"
    MENTION = "mention"
    THREAD = "thread"
    DECISION = "decision"
    GROUP = "group"
    UNREAD = "unread"
    """What waits in one's groups, in a digest of its own accord; no single news is of this kind."""


KINDS: Mapping[About, Kind] = {
    About.REPLY: Kind.REPLY,
    About.MENTION: Kind.MENTION,
    About.THREAD: Kind.THREAD,
    About.SLIPPED: Kind.THREAD,
    About.DECISION: Kind.DECISION,
    About.ASKED: Kind.GROUP,
    About.ANSWERED: Kind.GROUP,
    About.BAN: Kind.GROUP,
    About.DATED: Kind.DECISION,
    About.TITLED: Kind.DECISION,
    About.WAITED: Kind.DECISION,
    About.MATCHED: Kind.DECISION,
    About.COVERED: Kind.DECISION,
    About.CALLED: Kind.GROUP,
    About.HANDED: Kind.GROUP,
    About.BURIAL: Kind.GROUP,
}
_UNREAD = text("kind = 'unread'")
_WAITING = text("cadence != 'now' AND mailed_at IS NULL")


class Notification(db.Model):
    """Somebody should know of something.

    Shapes: `subject_id` is a post for replies and mentions, else a thread, what was done to a thread's title, a
    decision, a request to join or a ban. What
    it says is looked up when it is read, by the same queries as the pages, so that it never knows more than they show.
    `cadence` = when its mail was wanted as it was told; `mailed_at` = the mail went out, or is not wanted.
    """

    __tablename__ = "notifications"
    __table_args__ = (
        UniqueConstraint("person_id", "about", "subject_id"),
        Index("ix_notifications_unread", "person_id", "read_at"),
        Index("ix_notifications_newest", "person_id", "id"),
        Index("ix_notifications_waiting", "cadence", "person_id", sqlite_where=_WAITING, postgresql_where=_WAITING),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    about: Mapped[str] = mapped_column(String(12))
    subject_id: Mapped[int]
    told_at: Mapped[datetime] = mapped_column(UtcDateTime)
    read_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    mailed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    cadence: Mapped[str] = mapped_column(String(8), default=Cadence.NOW.value, server_default=Cadence.NOW.value)


class MailChoice(db.Model):
    """When somebody wants mails of one kind. Without a row: at once, and never for what waits unread."""

    __tablename__ = "mail_choices"
    __table_args__ = (
        UniqueConstraint("person_id", "kind"),
        Index("ix_mail_choices_unread", "cadence", "person_id", sqlite_where=_UNREAD, postgresql_where=_UNREAD),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(String(12))
    cadence: Mapped[str] = mapped_column(String(8))
    chosen_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Digest(db.Model):
    """One mail with everything that waited. Shapes: `day` is its person's own; what is in it is looked up when sent."""

    __tablename__ = "digests"
    __table_args__ = (UniqueConstraint("person_id", "cadence", "day"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"))
    cadence: Mapped[str] = mapped_column(String(8))
    day: Mapped[date] = mapped_column(Date)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
