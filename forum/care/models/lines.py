"""Tables about crisis lines."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from forum.infra.db import Base, JsonValue, UtcDateTime


class WrongNumber(Base):
    """Somebody says that a crisis line is wrong.

    Shapes: `line_id` is the entry of the directory, or "" for "another"; `person_id` None = signed out. No address of
    any kind is kept: nobody should hesitate to tell us.
    """

    __tablename__ = "wrong_numbers"

    id: Mapped[int] = mapped_column(primary_key=True)
    line_id: Mapped[str] = mapped_column(String(40))
    country: Mapped[str | None] = mapped_column(String(2))
    words: Mapped[str] = mapped_column(Text)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    told_at: Mapped[datetime] = mapped_column(UtcDateTime)
    settled_at: Mapped[datetime | None] = mapped_column(UtcDateTime, index=True)
    settled_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))


class LineEvent(Base):
    """What people of this site did to a line of the directory. Rows are only added: together they are its history.

    Shapes: `kind` is a `LineDeed`; `target` is a line's id for checks and corrections, and a switch ("line:...",
    "country:..", "all") otherwise; `entry` is the whole corrected entry in the form of the shipped file; `digest` says
    which form of the entry was checked.
    """

    __tablename__ = "line_events"
    __table_args__ = (Index("ix_line_events_target_id", "target", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(12))
    target: Mapped[str] = mapped_column(String(48))
    entry: Mapped[dict[str, Any] | None] = mapped_column(JsonValue)
    digest: Mapped[str | None] = mapped_column(String(16))
    reason: Mapped[str] = mapped_column(String(300), default="")
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    happened_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
