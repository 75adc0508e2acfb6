"""Taking the words out of a line of the ledger takes two administrators, where there are two."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, or_, select

from forum.accounts.models import Person
from forum.domain.errors import Conflict, Denied, Missing
from forum.domain.people import Reader, SiteRole
from forum.domain.permissions import Action, SiteFacts, require
from forum.infra.db import db, transaction
from forum.infra.jobs import announce
from forum.infra.once import insert_once
from forum.infra.rows import LARGEST_ID, held
from forum.moderation.actions.chaining import bury
from forum.moderation.forms import ReverseForm
from forum.moderation.models import LedgerEntry
from forum.moderation.records import LedgerRedaction, LedgerTombstone

SHORT = 300
"""So much of a reason a tombstone holds."""


def propose_burial(actor: Reader, entry_id: int, form: ReverseForm, now: datetime) -> bool:
    """Ask another administrator to agree that a line's words go. Who is the only one does it at once. Returns whether
    it was done.

    Raises: `Missing`; `Denied` for everybody but administrators; `Conflict` when it is done, or a proposal waits.
    """
    with transaction():
        require(actor, Action.LEDGER_BURY, SiteFacts())
        _refuse_buried(entry_id)
        reason = " ".join(form.reason.split())[:SHORT]
        if _administrators(now) < 2:
            bury(actor, entry_id, reason, now)
            return True
        row = LedgerRedaction(entry_id=entry_id, reason=reason, proposed_by_id=actor.id or 0, proposed_at=now)
        if not insert_once(row):
            raise Conflict("proposal-waits")
        announce("line.proposed", redaction_id=row.id)
        return False


def close_burial(actor: Reader, redaction_id: int, now: datetime, *, agree: bool) -> int:
    """Agree with what another administrator proposed, or refuse it; one's own can be taken back. Returns the line.

    Raises: `Missing`; `Denied` to whoever proposed it and agrees; `Conflict` when it is closed.
    """
    with transaction():
        require(actor, Action.LEDGER_BURY, SiteFacts())
        row = held(LedgerRedaction, redaction_id)
        if row.closed_at is not None:
            raise Conflict("already-decided")
        if agree and row.proposed_by_id == actor.id:
            raise Denied("own-decision")
        row.closed_at, row.closed_by_id, row.agreed = now, actor.id, agree
        if agree:
            bury(actor, row.entry_id, row.reason, now)
        return row.entry_id


def _refuse_buried(entry_id: int) -> None:
    if not 0 < entry_id <= LARGEST_ID or db.session.get(LedgerEntry, entry_id) is None:
        raise Missing
    if db.session.scalar(select(LedgerTombstone.id).where(LedgerTombstone.entry_id == entry_id)) is not None:
        raise Conflict("already-decided")


def _administrators(now: datetime) -> int:
    """How many could agree just now."""
    free = or_(Person.suspended_until.is_(None), Person.suspended_until <= now)
    role = Person.site_role == SiteRole.ADMINISTRATOR.value
    return db.session.scalar(select(func.count(Person.id)).where(role, Person.active, free)) or 0
