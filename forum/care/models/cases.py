"""Tables of the care queue. All of it is data concerning health: see docs/adr/0011.

A case belongs to a post, never to a person's history: no row here survives its post, its author's account, or its
retention. Free text is encrypted.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from forum.domain.caring import Priority
from forum.infra.db import Base, JsonValue, UtcDateTime
from forum.infra.secret_text import SecretText


class CareCase(Base):
    """A post that a person of the care team looks at.

    Shapes: `what` is a `Sign`; `rules` = ids of the rules that found it, never words; `place` "post" or "title".
    `due_at` = when somebody should have looked. `carer_id` took it, `second_id` stands beside on P0. `denied_at`: the
    author says it is not about them; `calmer_at`: the words that were found are gone since; neither closes anything.
    `called_at`: emergency services were called. `why` is a `Closing`. One open case a post.
    """

    __tablename__ = "care_cases"
    __table_args__ = (
        Index(
            "uq_care_cases_open_post",
            "post_id",
            unique=True,
            sqlite_where=text("closed_at IS NULL"),
            postgresql_where=text("closed_at IS NULL"),
        ),
        Index("ix_care_cases_queue", "closed_at", "priority", "due_at"),
        Index("ix_care_cases_opened_at", "opened_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    post_id: Mapped[int] = mapped_column(ForeignKey("posts.id", ondelete="CASCADE"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    what: Mapped[str] = mapped_column(String(12))
    priority: Mapped[int]
    rules: Mapped[list[str]] = mapped_column(JsonValue, default=list)
    place: Mapped[str] = mapped_column(String(5), default="post")
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    reminded_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    looked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    carer_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    second_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    asked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    denied_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    calmer_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    called_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closed_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    why: Mapped[str | None] = mapped_column(String(12))

    @property
    def level(self) -> Priority:
        """How urgent it is."""
        return Priority(self.priority)


class CareEvent(Base):
    """What happened to a case: who, when, and in their words. Rows are only added."""

    __tablename__ = "care_events"
    __table_args__ = (Index("ix_care_events_case_id_id", "case_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("care_cases.id", ondelete="CASCADE"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    what: Mapped[str] = mapped_column(String(12))
    words: Mapped[str | None] = mapped_column(SecretText)
    happened_at: Mapped[datetime] = mapped_column(UtcDateTime)


class CareFollowUp(Base):
    """A person of the team is to ask again how somebody is. Shapes: `after` "day" or "week"."""

    __tablename__ = "care_follow_ups"
    __table_args__ = (UniqueConstraint("case_id", "after"), Index("ix_care_follow_ups_due", "done_at", "due_at"))

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("care_cases.id", ondelete="CASCADE"))
    after: Mapped[str] = mapped_column(String(4))
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    reminded_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    done_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))


class CareAccess(Base):
    """Somebody of the team read care data. Shapes: `case_id` None for the queue; no key: it outlives the case."""

    __tablename__ = "care_accesses"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    case_id: Mapped[int | None]
    what: Mapped[str] = mapped_column(String(12))
    read_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)


class CareCount(Base):
    """How often something happened on one day. Nobody can be found in it."""

    __tablename__ = "care_counts"
    __table_args__ = (UniqueConstraint("day", "what"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(Date)
    what: Mapped[str] = mapped_column(String(30))
    number: Mapped[int]
