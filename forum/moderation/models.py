"""Tables of the moderation room."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, ForeignKey, Index, String, Text, UniqueConstraint, event
from sqlalchemy.orm import Mapped, Mapper, mapped_column

from forum.domain.flags import CaseState, standing
from forum.domain.gates import Gate
from forum.domain.permissions import CaseFacts, GroupFacts
from forum.infra.db import JsonValue, UtcDateTime, db
from forum.moderation import desk_models  # noqa: F401 - tables of this room as well
from forum.moderation.records import DecisionLetter, DecisionReversal


class Case(db.Model):
    """Everything that was reported about one target.

    Shapes: `version` counts every change, so that of two moderators the slower one is told; `place_at` orders the
    queue, earlier first; `reasons` are those of all flags, each once; `claimed_until` ends a claim by itself. Which
    group it belongs to is where its target stands today: a moved thread takes its cases along. `target_id` is a post,
    a thread (its title), a person (their profile) or a message to moderators, the last two looked at by staff of the
    site; `post_id` is the reported post, of a title the thread's first post, otherwise None; `about_id` = the case
    that a message is about: who should not read the one unasked should not read the other. `exposure` = members whom
    it could still reach when it was last reported, sealed or unsealed (`actions/ranking.py`); `gate_set_id` = what one
    must have seen to read it, None until somebody looked (`actions/gauging.py`); `trust` = how reliable those who
    report it have been, in percent, added up.
    """

    __tablename__ = "cases"
    __table_args__ = (
        UniqueConstraint("target_kind", "target_id"),
        Index("ix_cases_queue", "state", "place_at"),
        Index("ix_cases_gate_set", "gate_set_id", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    target_kind: Mapped[str] = mapped_column(String(12))
    target_id: Mapped[int]
    post_id: Mapped[int | None] = mapped_column(ForeignKey("posts.id"), index=True)
    about_id: Mapped[int | None] = mapped_column(ForeignKey("cases.id"))
    author_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    state: Mapped[str] = mapped_column(String(12), default=CaseState.OPEN.value)
    version: Mapped[int] = mapped_column(default=1)
    flag_count: Mapped[int] = mapped_column(default=0)
    reasons: Mapped[list[str]] = mapped_column(JsonValue, default=list)
    exposure: Mapped[int] = mapped_column(default=0)
    gate_set_id: Mapped[int | None]
    trust: Mapped[int] = mapped_column(default=0)
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    place_at: Mapped[datetime] = mapped_column(UtcDateTime)
    claimed_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    claimed_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    def standing(self, now: datetime) -> CaseState:
        """Its state at this instant; a claim that ran out is none."""
        return standing(CaseState(self.state), self.claimed_until, now)

    def facts(self, group: GroupFacts, flagger_ids: frozenset[int], now: datetime) -> CaseFacts:
        """The case as the rules see it."""
        state = self.standing(now)
        holder = self.claimed_by_id if state is CaseState.CLAIMED else None
        return CaseFacts(self.id, group, self.author_id, flagger_ids, holder, state is CaseState.DECIDED)


class Flag(db.Model):
    """One person's report.

    Shapes: `spoils` is the gate of what it gives away, where the reason asks for it; `post_version` is the text that
    was reported. `words` may spoil as well, and are shown to nobody who may not read the text itself. `person_id`
    None = the machine, and `why` says what it saw; `decision_id` = the decision that answered it.
    """

    __tablename__ = "flags"
    __table_args__ = (UniqueConstraint("person_id", "case_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    why: Mapped[str] = mapped_column(String(300), default="")
    decision_id: Mapped[int | None] = mapped_column(ForeignKey("decisions.id"), index=True)
    reason: Mapped[str] = mapped_column(String(16))
    words: Mapped[str] = mapped_column(Text, default="")
    spoils: Mapped[dict[str, Any] | None] = mapped_column(JsonValue)
    post_version: Mapped[int]
    flagged_at: Mapped[datetime] = mapped_column(UtcDateTime)

    def gate(self) -> Gate | None:
        """What the flagger says it gives away."""
        return Gate.from_json(self.spoils) if self.spoils else None


class Snapshot(db.Model):
    """The text as it stood when it was reported: a revision's document, kept whatever happens to the post."""

    __tablename__ = "case_snapshots"
    __table_args__ = (UniqueConstraint("case_id", "post_version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    post_version: Mapped[int]
    document: Mapped[dict[str, Any]] = mapped_column(JsonValue)
    taken_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Reading(db.Model):
    """A moderator who had not seen the episode read a reported text anyway, knowing it."""

    __tablename__ = "case_readings"
    __table_args__ = (UniqueConstraint("case_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    read_at: Mapped[datetime] = mapped_column(UtcDateTime)


class CaseDecision(db.Model):
    """How a case was decided. Never changed: a case that comes back gets another one.

    Shapes: `number` from 1; `rule` and `rules_version` name a line of the group's rules; `seal` is the gate of a seal;
    `reason` is what author and flaggers read, `note` what moderators read; `detail` = {"title", "before"} of another
    title, {"thread", "from"} of a move, the same and more of a split or merge (`posts/actions/regrouping.py`),
    {"before"} of a seal in the place of another, {"thread"} of a lock; `extent` says how far it reached,
    and `with_id` = the first decision of those taken at once; `proposed_by_id` where two people decided;
    `expires_at` = when advice is forgotten.
    """

    __tablename__ = "decisions"
    __table_args__ = (UniqueConstraint("case_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    number: Mapped[int]
    outcome: Mapped[str] = mapped_column(String(12))
    rule: Mapped[int | None]
    rules_version: Mapped[int | None]
    seal: Mapped[dict[str, Any] | None] = mapped_column(JsonValue)
    reason: Mapped[str] = mapped_column(Text)
    note: Mapped[str] = mapped_column(Text, default="")
    detail: Mapped[dict[str, Any]] = mapped_column(JsonValue, default=dict)
    extent: Mapped[str] = mapped_column(String(12), default="this")
    with_id: Mapped[int | None] = mapped_column(ForeignKey("decisions.id"), index=True)
    proposed_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    expires_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decided_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    decided_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)


class LedgerEntry(db.Model):
    """One line of the ledger: added, never changed, never taken away.

    Shapes: `what` is a code; no text of a person. `case_id`, or `event_id` for what was done to a post without a case,
    or `thread_event_id` for what was done to a thread; `group_id` None = the site. Lines are added by `append` alone,
    which ties each to the one before it (`domain/ledger.py`).
    """

    __tablename__ = "ledger_entries"
    __table_args__ = (
        UniqueConstraint("event_id"),
        UniqueConstraint("thread_event_id"),
        Index("ix_ledger_entries_group", "group_id", "id"),
        Index("ix_ledger_entries_happened_at", "happened_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    group_id: Mapped[int | None] = mapped_column(ForeignKey("groups.id"))
    case_id: Mapped[int | None] = mapped_column(ForeignKey("cases.id"), index=True)
    event_id: Mapped[int | None] = mapped_column(ForeignKey("post_events.id"))
    thread_event_id: Mapped[int | None] = mapped_column(ForeignKey("thread_events.id"))
    decision_id: Mapped[int | None] = mapped_column(ForeignKey("decisions.id"))
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    what: Mapped[str] = mapped_column(String(16))
    target_kind: Mapped[str] = mapped_column(String(12))
    rule: Mapped[int | None]
    rules_version: Mapped[int | None]
    seal: Mapped[dict[str, Any] | None] = mapped_column(JsonValue)
    happened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    prev_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))

    def said(self) -> dict[str, object]:
        """Everything that its fingerprint stands for."""
        return {name: getattr(self, name) for name in SAID}


SAID = (
    "group_id",
    "case_id",
    "event_id",
    "thread_event_id",
    "decision_id",
    "actor_id",
    "what",
    "target_kind",
    "rule",
    "rules_version",
    "seal",
    "happened_at",
)


class AppendOnly(Exception):
    """Somebody tried to change a line of the past."""


def _refuse(_mapper: Mapper[Any], _connection: Connection, target: object) -> None:
    raise AppendOnly(type(target).__name__)


for _table in (LedgerEntry, CaseDecision, Snapshot, DecisionReversal, DecisionLetter):
    for _moment in ("before_update", "before_delete"):
        event.listen(_table, _moment, _refuse)
