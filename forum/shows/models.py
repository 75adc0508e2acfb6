"""Tables of the catalogue and of readers' places in it."""

from __future__ import annotations

import secrets
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import (
    BigInteger,
    Date,
    ForeignKey,
    Index,
    String,
    Text,
    Time,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from forum.infra.db import JsonValue, UtcDateTime, db

_PERSON = "people.id"
_ACTIVE = text("withdrawn_at IS NULL")
_UNDATED = text("airdate IS NULL AND airstamp IS NULL")


def new_version() -> int:
    """A number that no state of any show ever had before.

    Drawn, not counted: a transaction that is rolled back must not leave its number to another state of the show,
    because every process keeps catalogues by (show, version).
    """
    return secrets.randbits(52)


class Show(db.Model):
    """One show. `version` changes with everything a catalogue is made from; `two_agree` = on dates two stewards."""

    __tablename__ = "shows"
    __table_args__ = (UniqueConstraint("source", "source_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    source: Mapped[str] = mapped_column(String(16))
    source_id: Mapped[int] = mapped_column(BigInteger)
    slug: Mapped[str] = mapped_column(String(120), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    name_folded: Mapped[str] = mapped_column(String(400), index=True)
    kind: Mapped[str | None] = mapped_column(String(60))
    language: Mapped[str | None] = mapped_column(String(60))
    status: Mapped[str | None] = mapped_column(String(60))
    channel_kind: Mapped[str | None] = mapped_column(String(16))
    channel_name: Mapped[str | None] = mapped_column(String(100))
    channel_country: Mapped[str | None] = mapped_column(String(2))
    channel_zone: Mapped[str | None] = mapped_column(String(60))
    url: Mapped[str | None] = mapped_column(String(500))
    from_tvmaze: Mapped[bool] = mapped_column(default=False)
    titles_open: Mapped[bool] = mapped_column(default=False)
    titles_set_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    titles_set_by_id: Mapped[int | None] = mapped_column(ForeignKey(_PERSON, ondelete="SET NULL"))
    two_agree: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column(BigInteger, default=new_version)
    added_at: Mapped[datetime] = mapped_column(UtcDateTime)

    def touch(self) -> None:
        """Say that something a catalogue is made from has changed."""
        self.version = new_version()


class Episode(db.Model):
    """One episode or special, as its source describes it.

    `withdrawn_at` = the source took the date back then, the old date is still here; `vanished_at` = the source no
    longer lists it since then; `kept` = ids that a scope up to here covered before a renumbering.
    """

    __tablename__ = "episodes"
    __table_args__ = (
        UniqueConstraint("show_id", "source_id"),
        Index("ix_episodes_airdate", "airdate"),
        Index("ix_episodes_undated", "show_id", "id", sqlite_where=_UNDATED, postgresql_where=_UNDATED),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    show_id: Mapped[int] = mapped_column(ForeignKey("shows.id", ondelete="CASCADE"))
    source_id: Mapped[int] = mapped_column(BigInteger)
    season: Mapped[int]
    number: Mapped[int | None]
    kind: Mapped[str] = mapped_column(String(24))
    name: Mapped[str] = mapped_column(String(300))
    airdate: Mapped[date | None] = mapped_column(Date)
    airtime: Mapped[time | None] = mapped_column(Time)
    airstamp: Mapped[datetime | None] = mapped_column(UtcDateTime, index=True)
    runtime_min: Mapped[int | None]
    url: Mapped[str | None] = mapped_column(String(500))
    kept: Mapped[list[int]] = mapped_column(JsonValue, default=list)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    vanished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class ReleaseWindow(db.Model):
    """A release that somebody stated for one episode in one territory. It outlives every re-import.

    Shapes: neither instant nor date = its date was taken back then; `agreed_by_id` = the second steward, if asked for.
    """

    __tablename__ = "release_windows"
    __table_args__ = (
        Index(
            "uq_release_windows_active",
            "episode_id",
            "territory",
            "service",
            unique=True,
            sqlite_where=_ACTIVE,
            postgresql_where=_ACTIVE,
        ),
        Index("ix_release_windows_show_id", "show_id"),
        Index("ix_release_windows_instant", "instant"),
        Index("ix_release_windows_on", "on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    show_id: Mapped[int] = mapped_column(ForeignKey("shows.id", ondelete="CASCADE"))
    episode_id: Mapped[int] = mapped_column(ForeignKey("episodes.id", ondelete="CASCADE"))
    scope: Mapped[str] = mapped_column(String(60))
    territory: Mapped[str] = mapped_column(String(2))
    instant: Mapped[datetime | None] = mapped_column(UtcDateTime)
    on: Mapped[date | None] = mapped_column(Date)
    service: Mapped[str] = mapped_column(String(100), default="")
    confidence: Mapped[str | None] = mapped_column(String(20))
    why: Mapped[str] = mapped_column(Text)
    set_by_id: Mapped[int | None] = mapped_column(ForeignKey(_PERSON, ondelete="SET NULL"))
    set_at: Mapped[datetime] = mapped_column(UtcDateTime)
    agreed_by_id: Mapped[int | None] = mapped_column(ForeignKey(_PERSON, ondelete="SET NULL"))
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    withdrawn_by_id: Mapped[int | None] = mapped_column(ForeignKey(_PERSON, ondelete="SET NULL"))


class ShowOrder(db.Model):
    """Another order of the show's episodes. Shapes: `ids` are ours, from first to last."""

    __tablename__ = "show_orders"
    __table_args__ = (UniqueConstraint("show_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    show_id: Mapped[int] = mapped_column(ForeignKey("shows.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(40))
    ids: Mapped[list[int]] = mapped_column(JsonValue)


class ContentNote(db.Model):
    """Somebody stated that a show, a season or an episode is about a hard topic."""

    __tablename__ = "content_notes"
    __table_args__ = (Index("ix_content_notes_show_id", "show_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    show_id: Mapped[int] = mapped_column(ForeignKey("shows.id", ondelete="CASCADE"))
    season: Mapped[int | None]
    episode_id: Mapped[int | None] = mapped_column(ForeignKey("episodes.id", ondelete="CASCADE"))
    topic: Mapped[str] = mapped_column(String(40))
    why: Mapped[str] = mapped_column(Text)
    set_by_id: Mapped[int | None] = mapped_column(ForeignKey(_PERSON, ondelete="SET NULL"))
    set_at: Mapped[datetime] = mapped_column(UtcDateTime)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    withdrawn_by_id: Mapped[int | None] = mapped_column(ForeignKey(_PERSON, ondelete="SET NULL"))


class ProgressMark(db.Model):
    """How far one person says to be in one show. Private. `before` = the place before the last step, to go back to."""

    __tablename__ = "progress"
    __table_args__ = (UniqueConstraint("person_id", "show_id"), Index("ix_progress_show_id", "show_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey(_PERSON, ondelete="CASCADE"))
    show_id: Mapped[int] = mapped_column(ForeignKey("shows.id", ondelete="CASCADE"))
    through_id: Mapped[int | None] = mapped_column(ForeignKey("episodes.id", ondelete="SET NULL"))
    order: Mapped[str] = mapped_column(String(40), default="aired")
    ticked: Mapped[list[int]] = mapped_column(JsonValue, default=list)
    unticked: Mapped[list[int]] = mapped_column(JsonValue, default=list)
    caught_up: Mapped[bool] = mapped_column(default=False)
    caught_up_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    delay_days: Mapped[int] = mapped_column(default=0)
    rewatch_id: Mapped[int | None] = mapped_column(ForeignKey("episodes.id", ondelete="SET NULL"))
    as_new: Mapped[bool] = mapped_column(default=False)
    optins: Mapped[list[str]] = mapped_column(JsonValue, default=list)
    muted_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    before: Mapped[dict[str, Any] | None] = mapped_column(JsonValue)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)


class SourceWork(db.Model):
    """A book that a show is made from, by the name that labels give it. A list of its own keeps labels machine-made."""

    __tablename__ = "source_works"
    __table_args__ = (
        Index(
            "uq_source_works_active",
            "show_id",
            "name_folded",
            unique=True,
            sqlite_where=_ACTIVE,
            postgresql_where=_ACTIVE,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    show_id: Mapped[int] = mapped_column(ForeignKey("shows.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(80))
    name_folded: Mapped[str] = mapped_column(String(240))
    listed_by_id: Mapped[int | None] = mapped_column(ForeignKey(_PERSON, ondelete="SET NULL"))
    listed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    withdrawn_by_id: Mapped[int | None] = mapped_column(ForeignKey(_PERSON, ondelete="SET NULL"))


class ShowSteward(db.Model):
    """Somebody looks after a show's dates and books. Shapes: `dismissed_at` None = still does."""

    __tablename__ = "show_stewards"
    __table_args__ = (
        Index(
            "uq_show_stewards_active",
            "show_id",
            "person_id",
            unique=True,
            sqlite_where=text("dismissed_at IS NULL"),
            postgresql_where=text("dismissed_at IS NULL"),
        ),
        Index("ix_show_stewards_person_id", "person_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    show_id: Mapped[int] = mapped_column(ForeignKey("shows.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey(_PERSON, ondelete="CASCADE"))
    appointed_by_id: Mapped[int | None] = mapped_column(ForeignKey(_PERSON, ondelete="SET NULL"))
    appointed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    dismissed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    dismissed_by_id: Mapped[int | None] = mapped_column(ForeignKey(_PERSON, ondelete="SET NULL"))


class ImportRecord(db.Model):
    """Who imported what, when, and how much it changed."""

    __tablename__ = "imports"

    id: Mapped[int] = mapped_column(primary_key=True)
    show_id: Mapped[int | None] = mapped_column(ForeignKey("shows.id", ondelete="SET NULL"), index=True)
    kind: Mapped[str] = mapped_column(String(16))
    file_name: Mapped[str] = mapped_column(String(200))
    sha256: Mapped[str] = mapped_column(String(64))
    counts: Mapped[dict[str, int]] = mapped_column(JsonValue)
    imported_by_id: Mapped[int | None] = mapped_column(ForeignKey(_PERSON, ondelete="SET NULL"))
    imported_at: Mapped[datetime] = mapped_column(UtcDateTime)
