"""Tables about people in care: who looks after others, who was written to, who worries about whom."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from forum.infra.db import Base, UtcDateTime
from forum.infra.secret_text import SecretText


class CareMember(Base):
    """Somebody trained who works the care queue. A post of its own: no rank of the site or of a group includes it.

    Shapes: `role` "carer" or "lead" (the safeguarding lead); `on_call_since` None = not on call.
    """

    __tablename__ = "care_members"
    __table_args__ = (
        Index(
            "uq_care_members_now",
            "person_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"))
    role: Mapped[str] = mapped_column(String(5))
    trained_on: Mapped[date] = mapped_column(Date)
    began_at: Mapped[datetime] = mapped_column(UtcDateTime)
    began_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    on_call_since: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))


class CareMessage(Base):
    """Words of the team to one person, or that person's answer; nobody else is shown them but the team.

    Shapes: `kind` "self", "other" (both have the words of the guidance, made when shown), "personal" (`words` by
    `sender_id`, signed by the team) or "answer" (`words` of the person). A message that was said not to concern its
    reader keeps no post and no case: for a week its row alone says that no other is to follow.
    """

    __tablename__ = "care_messages"
    __table_args__ = (Index("ix_care_messages_person_id_sent_at", "person_id", "sent_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"))
    case_id: Mapped[int | None] = mapped_column(ForeignKey("care_cases.id", ondelete="CASCADE"), index=True)
    post_id: Mapped[int | None] = mapped_column(ForeignKey("posts.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(8))
    words: Mapped[str | None] = mapped_column(SecretText)
    sender_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    sent_at: Mapped[datetime] = mapped_column(UtcDateTime)
    seen_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Concern(Base):
    """Somebody worries about the author of a post. The author never learns of it."""

    __tablename__ = "concerns"
    __table_args__ = (Index("ix_concerns_person_id_told_at", "person_id", "told_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("care_cases.id", ondelete="CASCADE"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"))
    about_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"))
    worry: Mapped[str | None] = mapped_column(SecretText)
    when_where: Mapped[str | None] = mapped_column(SecretText)
    told_at: Mapped[datetime] = mapped_column(UtcDateTime)


class CareChoice(Base):
    """What a person has chosen about care. Shapes: `messages_off_at` = wants no private care message since then."""

    __tablename__ = "care_choices"

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), primary_key=True)
    messages_off_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
