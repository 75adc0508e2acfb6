"""Tables of the threads room."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from forum.domain.gates import Gate
from forum.infra.db import JsonValue, UtcDateTime, db


class Thread(db.Model):
    """A conversation of a group.

    Shapes: `episode_id` is set for kind "episode" alone, `hub_first_id` (the first episode of a season drop) for kind
    "season" alone, so that the two unique keys hold the promise of one thread each. `gate` None = about nothing that
    could be spoiled. `title` is "" where it is made from the catalogue. `opens_at` None = no date is known; it follows
    the catalogue, `opened_at` is when the worker opened it, `slipped_at` when a moved date closed it again.
    `last_position` is the newest post's place, `post_count` leaves out what was removed or withdrawn. `topics` are the
    ones that an editor set; those of the catalogue come on top. `event_count` spares readers a look for none.
    `neutral_at` = since when nobody but its author is shown its title, because that gave something away. `locked` =
    how many of the posts that stand are behind each lock, by its id in text: part of `post_count`, for lists.
    `merged_into_id` = the thread that all its posts went into: it is empty and locked, and leads there.
    """

    __tablename__ = "threads"
    __table_args__ = (
        UniqueConstraint("group_id", "episode_id"),
        UniqueConstraint("group_id", "hub_first_id"),
        Index("ix_threads_activity", "group_id", "active_at"),
        Index("ix_threads_opening", "opened_at", "opens_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("groups.id"))
    kind: Mapped[str] = mapped_column(String(12))
    show_id: Mapped[int | None] = mapped_column(ForeignKey("shows.id"), index=True)
    season: Mapped[int | None]
    episode_id: Mapped[int | None] = mapped_column(ForeignKey("episodes.id"), index=True)
    hub_first_id: Mapped[int | None] = mapped_column(ForeignKey("episodes.id"))
    gate: Mapped[dict[str, Any] | None] = mapped_column(JsonValue)
    title: Mapped[str] = mapped_column(String(200), default="")
    neutral_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    neutral_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    link: Mapped[str | None] = mapped_column(String(2000))
    author_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    opens_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    opened_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    slipped_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    active_at: Mapped[datetime] = mapped_column(UtcDateTime)
    locked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    locked_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    lock_reason: Mapped[str | None] = mapped_column(String(300))
    pinned_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    pinned_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    post_count: Mapped[int] = mapped_column(default=0)
    last_position: Mapped[int] = mapped_column(default=0)
    last_post_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    last_post_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    topics: Mapped[list[str]] = mapped_column(JsonValue, default=list)
    answer_post_id: Mapped[int | None]
    merged_into_id: Mapped[int | None]
    event_count: Mapped[int] = mapped_column(default=0)
    locked: Mapped[dict[str, int]] = mapped_column(JsonValue, default=dict)

    def gate_now(self) -> Gate | None:
        """What must have been seen to read it unasked."""
        return Gate.from_json(self.gate) if self.gate is not None else None


class ReadMark(db.Model):
    """How far a person has read a thread, and whether they chose to enter it although they are behind.

    Shapes: `position` of the last post read, 0 = none; `entered_key` = key of the gate that they passed: a thread
    whose gate rises must be entered anew; `all_opened_at` = when they opened all in it that was out.
    """

    __tablename__ = "read_marks"
    __table_args__ = (UniqueConstraint("person_id", "thread_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    thread_id: Mapped[int] = mapped_column(ForeignKey("threads.id"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    read_at: Mapped[datetime] = mapped_column(UtcDateTime)
    entered_key: Mapped[str | None] = mapped_column(Text)
    entered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    all_opened_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class TopicMute(db.Model):
    """A hard topic of which one person wants to meet no thread. Shapes: `until` None = until they take it back."""

    __tablename__ = "topic_mutes"

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), primary_key=True)
    topic: Mapped[str] = mapped_column(String(40), primary_key=True)
    since: Mapped[datetime] = mapped_column(UtcDateTime)
    until: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Lock(db.Model):
    """What keeps a post's words from readers whom its thread lets in. Rows are only ever added.

    Shapes: `ways` = lists of gates; who has all gates of one list open gets a word. `key` = hash of them.
    """

    __tablename__ = "locks"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(64), unique=True)
    ways: Mapped[list[list[dict[str, Any]]]] = mapped_column(JsonValue)


class OddPlace(db.Model):
    """A place of a thread that is not simply one more post for everybody: only these are looked at when posts are
    counted for one reader.

    Shapes: `lock_id` set = not everybody gets a word of it; `is_gone` = nobody does: withdrawn, removed, held, moved
    away; `author_id` = who wrote it, to whom it is never new.
    """

    __tablename__ = "odd_places"
    __table_args__ = (
        UniqueConstraint("thread_id", "position"),
        Index("ix_odd_places_mine", "author_id", "thread_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    thread_id: Mapped[int] = mapped_column(ForeignKey("threads.id"))
    position: Mapped[int]
    author_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    lock_id: Mapped[int | None] = mapped_column(ForeignKey("locks.id"))
    is_gone: Mapped[bool] = mapped_column(default=False)


class What(StrEnum):
    """What can happen to a thread."""

    LOCKED = "locked"
    UNLOCKED = "unlocked"
    PINNED = "pinned"
    UNPINNED = "unpinned"
    RENAMED = "renamed"
    MOVED = "moved"
    SLIPPED = "slipped"
    REOPENED = "reopened"
    ANSWERED = "answered"
    UNANSWERED = "unanswered"
    NOTED = "noted"
    NEUTRALISED = "neutralised"
    GIVEN_BACK = "given-back"
    OPENED = "opened"
    POST_LEFT = "post-left"
    POST_CAME = "post-came"
    SPLIT = "split"
    SPLIT_FROM = "split-from"
    MERGED = "merged"
    MERGED_IN = "merged-in"
    GAVE_BACK = "gave-back"
    GOT_BACK = "got-back"


class ThreadEvent(db.Model):
    """What was done to a thread: who (None = the calendar), when, what and why.

    Shapes: `detail` by `what`: moved {"from": group id, "to": group id}; slipped {"from": instant, "to": instant|null};
    renamed {"from": title, "to": title}, which pass the same door as titles.
    """

    __tablename__ = "thread_events"
    __table_args__ = (Index("ix_thread_events_thread", "thread_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    thread_id: Mapped[int] = mapped_column(ForeignKey("threads.id"))
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    what: Mapped[str] = mapped_column(String(12))
    reason: Mapped[str] = mapped_column(String(300), default="")
    detail: Mapped[dict[str, Any]] = mapped_column(JsonValue, default=dict)
    happened_at: Mapped[datetime] = mapped_column(UtcDateTime)
