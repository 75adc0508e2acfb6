"""Tables of what follows from a decision: sanctions, letters, appeals, reversals, and how well people report."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from forum.infra.db import JsonValue, UtcDateTime, db

_WAITING_PROPOSAL = text("closed_at IS NULL")
_WAITING_APPEAL = text("answered_at IS NULL")


class DecisionReversal(db.Model):
    """A decision was taken back. Without such a row it stands.

    Shapes: `why` is "undo" (within minutes, the case goes on), "reverse", or "appeal"; `restored` = what it had done
    to the post or thread was undone as well, False where something else had happened to it since.
    """

    __tablename__ = "decision_reversals"

    id: Mapped[int] = mapped_column(primary_key=True)
    decision_id: Mapped[int] = mapped_column(ForeignKey("decisions.id"), unique=True)
    why: Mapped[str] = mapped_column(String(8))
    reason: Mapped[str] = mapped_column(Text)
    restored: Mapped[bool]
    by_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    reversed_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)


class Sanction(db.Model):
    """What a decision means for a person.

    Shapes: `kind` "warn", "slow", "mute", "ban" or "suspend"; `group_id` None = the whole site; `hours` None and
    `ends_at` None = for good, or no term at all for a warning; `enforced_id` = the ban or restraint of the group that
    carries it out. A sanction whose decision was taken back has `lifted_at` and does not count any more.
    """

    __tablename__ = "sanctions"
    __table_args__ = (Index("ix_sanctions_person", "person_id", "begins_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    decision_id: Mapped[int] = mapped_column(ForeignKey("decisions.id"), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    group_id: Mapped[int | None] = mapped_column(ForeignKey("groups.id"), index=True)
    kind: Mapped[str] = mapped_column(String(8))
    hours: Mapped[int | None]
    begins_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ends_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    enforced_id: Mapped[int | None]
    lifted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    lifted_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))


class DecisionLetter(db.Model):
    """Somebody is told of a decision, once. The letter itself is the decision's page, for as long as the forum stands.

    Shapes: `role` "author" or "flagger"; `kind` "decision", "reversal", or "answer" to an appeal.
    """

    __tablename__ = "decision_letters"
    __table_args__ = (
        UniqueConstraint("decision_id", "person_id", "kind"),
        Index("ix_decision_letters_person", "person_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    decision_id: Mapped[int] = mapped_column(ForeignKey("decisions.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    role: Mapped[str] = mapped_column(String(8))
    kind: Mapped[str] = mapped_column(String(8))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Appeal(db.Model):
    """Somebody asks that another person looks at a decision again.

    Shapes: `outcome` None while it waits, then "upheld" or "overturned"; `words` and `answer` are read by the two
    sides alone.
    """

    __tablename__ = "appeals"
    __table_args__ = (
        UniqueConstraint("decision_id", "person_id"),
        Index(
            "ix_appeals_waiting",
            "made_at",
            sqlite_where=_WAITING_APPEAL,
            postgresql_where=_WAITING_APPEAL,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    decision_id: Mapped[int] = mapped_column(ForeignKey("decisions.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    role: Mapped[str] = mapped_column(String(8))
    words: Mapped[str] = mapped_column(Text)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    outcome: Mapped[str | None] = mapped_column(String(12))
    answer: Mapped[str | None] = mapped_column(Text)
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime, index=True)


class DecisionProposal(db.Model):
    """A decision so grave that a second person must agree.

    Shapes: `form` as it was sent; `case_version` = the case as the first person read it; `closed_by_id` agreed
    (`decision_id` is set) or refused.
    """

    __tablename__ = "decision_proposals"
    __table_args__ = (
        Index(
            "uq_decision_proposals_waiting",
            "case_id",
            unique=True,
            sqlite_where=_WAITING_PROPOSAL,
            postgresql_where=_WAITING_PROPOSAL,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    case_version: Mapped[int]
    form: Mapped[dict[str, Any]] = mapped_column(JsonValue)
    proposed_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    proposed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closed_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    decision_id: Mapped[int | None] = mapped_column(ForeignKey("decisions.id"))


class FlagRecord(db.Model):
    """How often moderators agreed with what somebody reported, and with the seals that they set."""

    __tablename__ = "flag_records"

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), primary_key=True)
    agreed: Mapped[int] = mapped_column(default=0)
    disagreed: Mapped[int] = mapped_column(default=0)
    sealed_right: Mapped[int] = mapped_column(default=0)
    sealed_wrong: Mapped[int] = mapped_column(default=0)


class LedgerHead(db.Model):
    """The newest line of the ledger. Whoever adds a line holds this row, so that the lines make one chain."""

    __tablename__ = "ledger_heads"

    id: Mapped[int] = mapped_column(primary_key=True)
    entry_id: Mapped[int | None]
    hash: Mapped[str] = mapped_column(String(64))


class LedgerTombstone(db.Model):
    """What a line of the ledger said was taken out of it, for a reason; that it was there stays."""

    __tablename__ = "ledger_tombstones"

    id: Mapped[int] = mapped_column(primary_key=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("ledger_entries.id"), unique=True)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    reason: Mapped[str] = mapped_column(String(300))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)


class LedgerRedaction(db.Model):
    """An administrator proposes to take the words of a line out; another one agrees, or refuses."""

    __tablename__ = "ledger_redactions"
    __table_args__ = (
        Index(
            "uq_ledger_redactions_waiting",
            "entry_id",
            unique=True,
            sqlite_where=_WAITING_PROPOSAL,
            postgresql_where=_WAITING_PROPOSAL,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("ledger_entries.id"))
    reason: Mapped[str] = mapped_column(String(300))
    proposed_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    proposed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closed_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    agreed: Mapped[bool] = mapped_column(default=False)
