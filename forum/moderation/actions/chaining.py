"""Adding a line to the ledger, tied to the one before it; and taking the words out of one, for a reason."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select, update

from forum.domain.errors import Missing
from forum.domain.ledger import START, fingerprint
from forum.domain.people import Reader
from forum.domain.permissions import Action, SiteFacts, require
from forum.infra.db import db, transaction
from forum.infra.once import insert_once
from forum.infra.rows import holding
from forum.moderation.models import LedgerEntry
from forum.moderation.records import LedgerHead, LedgerTombstone

HEAD = 1
TOMBSTONE = "tombstone"


def append(entry: LedgerEntry) -> bool:
    """Add a line at the end, inside the running transaction. Returns whether it is new: a unique key may hold it.

    The head is held until the transaction ends, so whoever takes part in several lines adds them last.
    """
    head = _held_head()
    entry.prev_hash, entry.hash = head.hash, fingerprint(head.hash, entry.said())
    if not insert_once(entry):
        return False
    head.entry_id, head.hash = entry.id, entry.hash
    return True


def bury(actor: Reader, entry_id: int, reason: str, now: datetime) -> None:
    """Take out of a line what it says; that it was there, when, and its place in the chain stay. Twice is once.

    Raises: `Missing`; `Denied` for everybody but administrators.
    """
    with transaction():
        require(actor, Action.LEDGER_BURY, SiteFacts())
        entry = db.session.get(LedgerEntry, entry_id)
        if entry is None:
            raise Missing
        stone = LedgerTombstone(entry_id=entry.id, by_id=actor.id, reason=reason, made_at=now)
        if not insert_once(stone):
            return
        # A statement, because the row refuses to be changed: this is the one exception, and it leaves its own line.
        emptied = {"what": TOMBSTONE, "actor_id": None, "rule": None, "rules_version": None, "seal": None}
        db.session.execute(update(LedgerEntry).where(LedgerEntry.id == entry.id).values(**emptied))
        db.session.expire(entry)
        append(
            LedgerEntry(group_id=entry.group_id, actor_id=actor.id, what=TOMBSTONE, target_kind="line", happened_at=now)
        )


def _held_head() -> LedgerHead:
    wanted = holding(select(LedgerHead).where(LedgerHead.id == HEAD))
    head: LedgerHead | None = db.session.scalar(wanted.execution_options(populate_existing=True))
    if head is None:
        insert_once(LedgerHead(id=HEAD, hash=START))
        head = db.session.scalars(wanted.execution_options(populate_existing=True)).one()
    return head
