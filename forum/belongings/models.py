"""Tables of the belongings room."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from forum.infra.db import UtcDateTime, db


class Takeout(db.Model):
    """A person asked for everything that is theirs. Shapes: `archive` a zip file, None until it is made and once it is
    gone."""

    __tablename__ = "takeouts"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    made_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    archive: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
