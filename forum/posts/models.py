"""Tables of the posts room."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from forum.domain.gates import Gate
from forum.domain.permissions import PostFacts, ThreadFacts
from forum.infra.db import JsonValue, UtcDateTime, db
from forum.rendering.document import Document

VEIL_KEY = 1000
"""Longest key of a veil: a crossover names several shows."""


ANSWERS = text("reply_to_id IS NOT NULL")
REMOVED_AND_KEPT = text("removed_at IS NOT NULL AND purged_at IS NULL")


class Post(db.Model):
    """One post.

    Shapes: `source` is what was typed and raises when it is touched without having been asked for; `document` is that
    text cut at its spoilers, closed by the thread's gate, by `echo` and by a moderator's seal, so that whoever reads
    the column reads it through all of them; `echo` = what it hides because a post that it answers or quotes was sealed,
    covered or moved, None where it hides as much anyway, `echoed_at` when that last changed; `held` = that same
    document while others do not get it, and `document` is empty then; `version` counts from 1; `position` from 1, with
    a gap where a post was moved away; `purged_at` = since when the words of a removed post are kept no longer.
    """

    __tablename__ = "posts"
    __table_args__ = (
        UniqueConstraint("thread_id", "position"),
        Index("ix_posts_author_id_id", "author_id", "id"),
        Index("ix_posts_reply_to_id", "reply_to_id", sqlite_where=ANSWERS, postgresql_where=ANSWERS),
        Index(
            "ix_posts_removed_kept",
            "removed_at",
            sqlite_where=REMOVED_AND_KEPT,
            postgresql_where=REMOVED_AND_KEPT,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    thread_id: Mapped[int] = mapped_column(ForeignKey("threads.id"))
    position: Mapped[int]
    author_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    reply_to_id: Mapped[int | None] = mapped_column(ForeignKey("posts.id"))
    source: Mapped[str] = mapped_column(Text, deferred=True, deferred_raiseload=True)
    document: Mapped[dict[str, Any]] = mapped_column(JsonValue)
    held: Mapped[dict[str, Any] | None] = mapped_column(JsonValue)
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    edited_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    held_by: Mapped[str] = mapped_column(String(24), default="", server_default="")
    """Who keeps its words back, by commas: "care", "moderation". Nobody releases what another one holds."""
    removed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    removed_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    removed_rule: Mapped[str | None] = mapped_column(String(200))
    removed_reason: Mapped[str | None] = mapped_column(String(2000))
    purged_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    echo: Mapped[dict[str, Any] | None] = mapped_column(JsonValue)
    echoed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    seal: Mapped[dict[str, Any] | None] = mapped_column(JsonValue)
    sealed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    sealed_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    sealed_reason: Mapped[str | None] = mapped_column(String(2000))

    @property
    def stands(self) -> bool:
        """Neither withdrawn nor removed."""
        return self.withdrawn_at is None and self.removed_at is None

    @property
    def gate(self) -> Gate | None:
        """The moderator's seal."""
        return Gate.from_json(self.seal) if self.seal else None

    @property
    def echo_gate(self) -> Gate | None:
        """What the posts that it answers make it hide."""
        return Gate.from_json(self.echo) if self.echo else None

    def keep(self, document: dict[str, Any]) -> None:
        """Store the document where it belongs: held words stay held."""
        if self.held is None:
            self.document = document
        else:
            self.held = document

    def facts(self, thread: ThreadFacts) -> PostFacts:
        """The post as the rules see it."""
        return PostFacts(self.id, thread, self.author_id, self.removed_at is not None, self.withdrawn_at is not None)


class Revision(db.Model):
    """A version of a post as its author left it.

    Shapes: `document` carries the thread's gate but no seal; `scopes` maps each scope as typed to the gate it was read
    as, so that an edit cannot lower one unawares; `cover` = the gate around the whole of it, from its
    author or from the post that it answers.
    """

    __tablename__ = "revisions"
    __table_args__ = (UniqueConstraint("post_id", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    post_id: Mapped[int] = mapped_column(ForeignKey("posts.id"))
    version: Mapped[int]
    source: Mapped[str] = mapped_column(Text, deferred=True, deferred_raiseload=True)
    document: Mapped[dict[str, Any]] = mapped_column(JsonValue)
    scopes: Mapped[dict[str, Any]] = mapped_column(JsonValue)
    cover: Mapped[dict[str, Any] | None] = mapped_column(JsonValue)
    author_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    written_at: Mapped[datetime] = mapped_column(UtcDateTime)

    def read(self) -> Document:
        """The document of this version."""
        return Document.from_json(self.document)


class Quotation(db.Model):
    """A post quotes another one than that which it answers.

    Shapes: `tagged` = key of the gate of the quoted post's thread if that was another thread, or one without a gate
    (""): the quote carries that gate as a mark; None within one thread, where it needs none.
    """

    __tablename__ = "quotations"

    post_id: Mapped[int] = mapped_column(ForeignKey("posts.id"), primary_key=True)
    quoted_id: Mapped[int] = mapped_column(ForeignKey("posts.id"), primary_key=True, index=True)
    tagged: Mapped[str | None] = mapped_column(String(VEIL_KEY))


class Draft(db.Model):
    """What a person has begun to write and not sent.

    Shapes: `place` is "t:<thread>", or "g:<group>" for a new thread.
    """

    __tablename__ = "drafts"
    __table_args__ = (UniqueConstraint("person_id", "place"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    place: Mapped[str] = mapped_column(String(30))
    title: Mapped[str] = mapped_column(String(200), default="")
    text: Mapped[str] = mapped_column(Text)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Reaction(db.Model):
    """One person's nod to one post, of one kind."""

    __tablename__ = "reactions"
    __table_args__ = (UniqueConstraint("post_id", "person_id", "kind"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    post_id: Mapped[int] = mapped_column(ForeignKey("posts.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    reacted_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Reveal(db.Model):
    """A reader asked to see one veil, or entered a thread although behind; `withdrawn_at` hides it again.

    Shapes: `post_id` None for a whole thread, whose `veil_key` is "thread:<id>:<gate>".
    """

    __tablename__ = "reveals"
    __table_args__ = (
        UniqueConstraint("person_id", "veil_key"),
        Index("ix_reveals_person_id_thread_id", "person_id", "thread_id"),
        Index("ix_reveals_person_id_revealed_at", "person_id", "revealed_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    thread_id: Mapped[int] = mapped_column(ForeignKey("threads.id"))
    post_id: Mapped[int | None] = mapped_column(ForeignKey("posts.id"), index=True)
    veil_key: Mapped[str] = mapped_column(String(VEIL_KEY))
    revealed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Submission(db.Model):
    """What was sent once; sent again it gets the first answer.

    Shapes: `fingerprint` = hash of what was sent; `post_id` for a post; `answer` for everything else that programs
    send: {"status", "location", "body"}, where the body is none that holds what members wrote in threads.
    `waiting_id` = it waits for a moderator there, and is no post.
    """

    __tablename__ = "submissions"
    __table_args__ = (UniqueConstraint("person_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    key: Mapped[str] = mapped_column(String(64))
    fingerprint: Mapped[str] = mapped_column(String(64))
    post_id: Mapped[int | None] = mapped_column(ForeignKey("posts.id"))
    answer: Mapped[dict[str, Any] | None] = mapped_column(JsonValue)
    waiting_id: Mapped[int | None]
    submitted_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Mention(db.Model):
    """A post names a person. Shapes: `veiled` = only inside a spoiler."""

    __tablename__ = "mentions"
    __table_args__ = (UniqueConstraint("post_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    post_id: Mapped[int] = mapped_column(ForeignKey("posts.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    veiled: Mapped[bool] = mapped_column(default=False)


class PostEvent(db.Model):
    """What was done to a post: who, when, what and why.

    Shapes: `what` is "sealed", "unsealed", "removed", "restored", "withdrawn" or "moved"; `detail` = {"gate": ...} of a
    seal, {"rule": ...} of a removal, {"from": thread, "to": thread} of a move, with {"by": "split", "merge"
    or "back"} when a decision parted its thread or brought it together.
    """

    __tablename__ = "post_events"
    __table_args__ = (Index("ix_post_events_post_id_id", "post_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    post_id: Mapped[int] = mapped_column(ForeignKey("posts.id"))
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    what: Mapped[str] = mapped_column(String(12))
    reason: Mapped[str] = mapped_column(String(2000), default="")
    detail: Mapped[dict[str, Any]] = mapped_column(JsonValue, default=dict)
    happened_at: Mapped[datetime] = mapped_column(UtcDateTime)
