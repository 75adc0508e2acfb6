"""Tables of the care room."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from forum.infra.db import UtcDateTime, db


class WrongNumber(db.Model):
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
