"""Cards of a group's ledger."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from forum.presenting.accounts import PersonCard


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """One line of the ledger. Shapes: `actor` is None for everybody who does not moderate here; no text of a person.
    `entry_id` is for administrators, who may take its words out.
    """

    what: str
    target_kind: str
    rule_number: int | None
    rule: str
    seal: str
    happened_at: datetime
    actor: PersonCard | None = None
    case_id: int | None = None
    post_id: int | None = None
    thread_id: int | None = None
    entry_id: int | None = None


@dataclass(frozen=True, slots=True)
class LedgerPage:
    """A group's ledger, newest first.

    Shapes: `overturned` of the `decisions` of the last four weeks; `following` = the key after which the next page
    begins.
    """

    group_slug: str
    group_name: str
    rows: tuple[LedgerRow, ...]
    number: int
    pages: int
    counts: tuple[tuple[str, int], ...] = field(default=())
    decisions: int = 0
    overturned: int = 0
    following: str = ""
