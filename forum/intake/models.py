"""Tables of the intake room."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from forum.domain.automation import Deed, Rule, Terms
from forum.domain.pace import PacePolicy
from forum.infra.db import JsonValue, UtcDateTime, db


class GroupPace(db.Model):
    """What a group asks of newcomers and of everybody's pace. Without a row: nothing."""

    __tablename__ = "group_paces"

    group_id: Mapped[int] = mapped_column(ForeignKey("groups.id"), primary_key=True, autoincrement=False)
    first_posts: Mapped[int] = mapped_column(default=0)
    hold_first: Mapped[bool] = mapped_column(default=False)
    newcomer_links: Mapped[int | None]
    premiere_seconds: Mapped[int] = mapped_column(default=0)
    later_seconds: Mapped[int] = mapped_column(default=0)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    changed_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))

    def policy(self) -> PacePolicy:
        """What it asks."""
        return PacePolicy(
            self.first_posts, self.hold_first, self.newcomer_links, self.premiere_seconds, self.later_seconds
        )


class Automation(db.Model):
    """One version of an if-then rule: what it asks and does is never changed, a new version takes its place.

    Shapes: `root_id` = its first version, None for that one itself; `on_since` None = it is not switched on; `ended_at`
    = a newer version took its place, or it was put away; `reason` of its reports; `note` = what authors read; `seal` =
    the gate of its curtains.
    """

    __tablename__ = "automations"
    __table_args__ = (Index("ix_automations_group", "group_id", "ended_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("groups.id"))
    root_id: Mapped[int | None] = mapped_column(ForeignKey("automations.id"), index=True)
    version: Mapped[int] = mapped_column(default=1)
    name: Mapped[str] = mapped_column(String(80))
    terms: Mapped[dict[str, Any]] = mapped_column(JsonValue)
    deed: Mapped[str] = mapped_column(String(8))
    reason: Mapped[str] = mapped_column(String(16))
    note: Mapped[str] = mapped_column(String(500), default="")
    seal: Mapped[dict[str, Any] | None] = mapped_column(JsonValue)
    written_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    written_at: Mapped[datetime] = mapped_column(UtcDateTime)
    on_since: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    def rule(self) -> Rule:
        """What the law needs of it."""
        return Rule(self.id, terms_of(self.terms), Deed(self.deed))


def terms_of(stored: dict[str, Any]) -> Terms:
    """Stored terms."""
    return Terms(
        tuple(stored.get("words", ())),
        tuple(stored.get("sites", ())),
        bool(stored.get("any_link")),
        bool(stored.get("newcomer")),
        int(stored.get("pace", 0)),
    )


class AutomationMatch(db.Model):
    """A rule met a post. Shapes: `because` = [[code, the rule's own word], ...], no word of the post."""

    __tablename__ = "automation_matches"
    __table_args__ = (Index("ix_automation_matches_automation", "automation_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    automation_id: Mapped[int] = mapped_column(ForeignKey("automations.id"))
    post_id: Mapped[int | None] = mapped_column(ForeignKey("posts.id"), index=True)
    waiting_id: Mapped[int | None] = mapped_column(ForeignKey("waiting_posts.id"), index=True)
    author_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    because: Mapped[list[list[str]]] = mapped_column(JsonValue)
    matched_at: Mapped[datetime] = mapped_column(UtcDateTime)


class WaitingPost(db.Model):
    """What was sent and waits for a moderator. It is no post: nobody can read, count, find or feed it.

    Shapes: `thread_id` None for a new thread; `form` = what was sent; `document` = its text, cut at its spoilers;
    `why` = [[code, value], ...]; `outcome` "approved", "declined" or "withdrawn", None while it waits; `post_id` = the
    post that it became.
    """

    __tablename__ = "waiting_posts"
    __table_args__ = (
        Index("ix_waiting_posts_queue", "group_id", "decided_at", "id"),
        Index("ix_waiting_posts_author_id_id", "author_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("groups.id"))
    thread_id: Mapped[int | None] = mapped_column(ForeignKey("threads.id"), index=True)
    author_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    form: Mapped[dict[str, Any]] = mapped_column(JsonValue)
    document: Mapped[dict[str, Any]] = mapped_column(JsonValue)
    why: Mapped[list[list[str]]] = mapped_column(JsonValue)
    sent_at: Mapped[datetime] = mapped_column(UtcDateTime)
    outcome: Mapped[str | None] = mapped_column(String(12))
    reason: Mapped[str] = mapped_column(Text, default="")
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime, index=True)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    post_id: Mapped[int | None] = mapped_column(ForeignKey("posts.id"), index=True)


class TextPrint(db.Model):
    """The words of a text as a hash, so that copies are noticed; forgotten after a month. No word is in it."""

    __tablename__ = "text_prints"
    __table_args__ = (Index("ix_text_prints_print_written_at", "print", "written_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    print: Mapped[str] = mapped_column(String(32))
    author_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    written_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)


class ReaderSeal(db.Model):
    """Readers whom moderators trust, or two of them, drew the curtain over a post before a moderator could look.

    Shapes: `person_ids` = who reported it; `gate` = what they say it gives away; `right` None until a moderator has
    decided the case.
    """

    __tablename__ = "reader_seals"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    post_id: Mapped[int] = mapped_column(ForeignKey("posts.id"), index=True)
    person_ids: Mapped[list[int]] = mapped_column(JsonValue)
    gate: Mapped[dict[str, Any]] = mapped_column(JsonValue)
    sealed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    right: Mapped[bool | None]
    settled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


NOTICE_WAITS = text(
    "confirmed_at IS NOT NULL AND (answered_at IS NULL AND case_id IS NULL"
    " OR contested_at IS NOT NULL AND closed_at IS NULL)"
)
"""What staff answers: notices without a case, and answers that are contested."""


class PublicNotice(db.Model):
    """A notice by somebody who need not have an account. Forgotten after a time: see `actions/noticing.py`.

    Shapes: `digest` of the key in the mail that confirms the address; `case_id` None where nothing of ours was found,
    which nobody outside is told; `outcome` "acted" or "kept", None until it was answered; `answer` None = the usual
    words for the outcome; `answer_digest` of the key in the mail with the answer. The answer can be contested once:
    `contest` are the notifier's words, `closing` those of another person.

    Source: Regulation (EU) 2022/2065, Articles 16 and 20.
    """

    __tablename__ = "public_notices"
    __table_args__ = (
        Index("ix_public_notices_waiting", "id", sqlite_where=NOTICE_WAITS, postgresql_where=NOTICE_WAITS),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(120))
    email: Mapped[str] = mapped_column(String(254))
    language: Mapped[str] = mapped_column(String(16))
    url: Mapped[str] = mapped_column(String(500))
    reason: Mapped[str] = mapped_column(String(16))
    words: Mapped[str] = mapped_column(Text)
    sent_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    digest: Mapped[str | None] = mapped_column(String(64), unique=True)
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    case_id: Mapped[int | None] = mapped_column(ForeignKey("cases.id"), index=True)
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime, index=True)
    outcome: Mapped[str | None] = mapped_column(String(8))
    answer: Mapped[str | None] = mapped_column(Text)
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    answer_digest: Mapped[str | None] = mapped_column(String(64), unique=True)
    contested_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    contest: Mapped[str | None] = mapped_column(Text)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closed_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    closing: Mapped[str | None] = mapped_column(Text)
