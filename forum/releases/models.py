"""The table of the releases room."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Date, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from forum.infra.db import UtcDateTime, db

_OPEN = text("decided_at IS NULL")


class What(StrEnum):
    """What somebody says of an episode's release. The words are the machine's, so that no report can spoil."""

    DATED = "dated"
    EARLY = "early"
    LATE = "late"
    PULLED = "pulled"


class Outcome(StrEnum):
    """What a steward made of it."""

    SET = "set"
    RIGHT = "right"
    UNCLEAR = "unclear"
    DECLINED = "declined"


class ReleaseClaim(db.Model):
    """Somebody says that a release is another one.

    Shapes: `by_steward` = a statement that waits for a second steward, else a member's report; `what` "dated" comes
    with an instant or a date, the others need none; `source` = an address, for stewards; `why` = a steward's words, for
    stewards; `answer` = what the member is told beside the outcome.
    """

    __tablename__ = "release_claims"
    __table_args__ = (
        Index("ix_release_claims_open", "show_id", "id", sqlite_where=_OPEN, postgresql_where=_OPEN),
        Index("ix_release_claims_made_by", "made_by_id", "id"),
        Index(
            "uq_release_claims_once",
            "made_by_id",
            "show_id",
            "scope",
            "territory",
            unique=True,
            sqlite_where=_OPEN,
            postgresql_where=_OPEN,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    show_id: Mapped[int] = mapped_column(ForeignKey("shows.id", ondelete="CASCADE"))
    episode_id: Mapped[int | None] = mapped_column(ForeignKey("episodes.id", ondelete="CASCADE"), index=True)
    by_steward: Mapped[bool] = mapped_column(default=False)
    scope: Mapped[str] = mapped_column(String(60))
    what: Mapped[str] = mapped_column(String(12))
    territory: Mapped[str] = mapped_column(String(2))
    instant: Mapped[datetime | None] = mapped_column(UtcDateTime)
    on: Mapped[date | None] = mapped_column(Date)
    service: Mapped[str] = mapped_column(String(100), default="")
    source: Mapped[str | None] = mapped_column(String(500))
    why: Mapped[str] = mapped_column(String(1000), default="")
    made_by_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    outcome: Mapped[str | None] = mapped_column(String(12))
    answer: Mapped[str] = mapped_column(String(300), default="")
