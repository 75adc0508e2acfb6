"""Whether the ledger is whole."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import closing

from sqlalchemy import select

from forum.domain.ledger import START, Line, first_fault
from forum.infra.db import db
from forum.moderation.models import LedgerEntry
from forum.moderation.records import LedgerHead, LedgerTombstone

AT_ONCE = 1000


def ledger_fault() -> str:
    """Where its chain is broken; "" when it is whole. Reads it from its first line: for an operator, not for a page."""
    head = db.session.scalar(select(LedgerHead.hash))
    with closing(_lines()) as lines:
        return first_fault(lines, head or START)


def _lines() -> Generator[Line, None, None]:
    rows = db.session.execute(
        select(LedgerEntry, LedgerTombstone.id.label("stone"))
        .join(LedgerTombstone, LedgerTombstone.entry_id == LedgerEntry.id, isouter=True)
        .order_by(LedgerEntry.id)
        .execution_options(yield_per=AT_ONCE)
    )
    try:
        for entry, stone in rows:
            yield Line(entry.id, entry.prev_hash, entry.hash, None if stone else entry.said())
    finally:
        rows.close()
