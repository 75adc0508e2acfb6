"""Tables of the desk: what moderators note, pass on and open, how long cases waited, and words they keep at hand."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import Date, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from forum.domain.gates import Gate
from forum.infra.db import Base, JsonValue, UtcDateTime


class CaseRound(Base):
    """One stay of a case in the queue, from the report that brought it to the decision that ended it.

    Shapes: `opened_at` is that of the case in this round; `group_id` where it stood then; `reason` the gravest one.
    Units: minutes since `opened_at`. A decision without a claim was a look as well.
    """

    __tablename__ = "case_rounds"
    __table_args__ = (
        UniqueConstraint("case_id", "opened_at"),
        Index("ix_case_rounds_group_opened", "group_id", "opened_at"),
        Index("ix_case_rounds_group_decided", "group_id", "decided_at"),
        Index("ix_case_rounds_opened_at", "opened_at"),
        Index("ix_case_rounds_decided_at", "decided_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    group_id: Mapped[int | None] = mapped_column(ForeignKey("groups.id"))
    reason: Mapped[str] = mapped_column(String(16))
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    looked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    look_minutes: Mapped[int | None]
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decide_minutes: Mapped[int | None]
    outcome: Mapped[str | None] = mapped_column(String(12))
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"), index=True)
    decision_id: Mapped[int | None] = mapped_column(ForeignKey("decisions.id"), unique=True)


class CaseGates(Base):
    """Everything that must be open to read a case; many cases share it. Rows are only ever added.

    Shapes: `key` = hash of the gates' keys, sorted; no gates = everybody may read.
    """

    __tablename__ = "case_gate_sets"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(64), unique=True)
    gates: Mapped[list[dict[str, Any]]] = mapped_column(JsonValue)

    def read(self) -> frozenset[Gate]:
        """The gates."""
        return frozenset(Gate.from_json(one) for one in self.gates)


class CaseNote(Base):
    """What moderators say to each other about a case. Shapes: `named` are the ids of those who are called by @name."""

    __tablename__ = "case_notes"
    __table_args__ = (Index("ix_case_notes_written_at", "written_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    words: Mapped[str] = mapped_column(Text)
    named: Mapped[list[int]] = mapped_column(JsonValue, default=list)
    written_at: Mapped[datetime] = mapped_column(UtcDateTime)


class CasePass(Base):
    """A moderator leaves a case to others, for as long as it waits this time."""

    __tablename__ = "case_passes"
    __table_args__ = (UniqueConstraint("person_id", "case_id", "opened_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    passed_at: Mapped[datetime] = mapped_column(UtcDateTime)


class HandOver(Base):
    """A moderator left a case to a colleague, for as long as it waits this time. Shapes: `words` are for moderators."""

    __tablename__ = "case_hand_overs"
    __table_args__ = (Index("ix_case_hand_overs_case", "case_id", "opened_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    from_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    to_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    words: Mapped[str] = mapped_column(Text, default="")
    handed_at: Mapped[datetime] = mapped_column(UtcDateTime)


class CoverOpening(Base):
    """A moderator opened the text of a case that distresses, knowing it."""

    __tablename__ = "cover_openings"
    __table_args__ = (
        UniqueConstraint("case_id", "person_id"),
        Index("ix_cover_openings_person_opened", "person_id", "opened_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime)


class SavedReply(Base):
    """Words that a group's moderators keep for a reason they often give.

    Shapes: `rule` None = for any; `words` may hold the variables of `forum.domain.replies`.
    """

    __tablename__ = "saved_replies"

    id: Mapped[int] = mapped_column(primary_key=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("groups.id"), index=True)
    rule: Mapped[int | None]
    language: Mapped[str] = mapped_column(String(8))
    title: Mapped[str] = mapped_column(String(80))
    words: Mapped[str] = mapped_column(Text)
    changed_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"), index=True)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)


class StaleCall(Base):
    """A group's moderators were written to because cases wait too long: once a day for each level."""

    __tablename__ = "stale_calls"
    __table_args__ = (UniqueConstraint("group_id", "level", "day"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("groups.id"))
    level: Mapped[int]
    day: Mapped[date] = mapped_column(Date)
    called_at: Mapped[datetime] = mapped_column(UtcDateTime)
