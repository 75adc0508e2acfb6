"""One line of the ledger, for the administrators who consider taking its words out."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from forum.accounts import queries as accounts
from forum.domain.errors import Missing
from forum.domain.people import Reader
from forum.domain.permissions import Action, SiteFacts, require
from forum.groups.models import Group
from forum.infra.db import db
from forum.infra.rows import LARGEST_ID
from forum.moderation.models import LedgerEntry
from forum.moderation.queries.placing import gate_of
from forum.moderation.queries.reading import clearance_for, labels
from forum.moderation.queries.rules import rule_texts
from forum.moderation.records import LedgerRedaction
from forum.presenting.threads import ENGLISH, TitleWords
from forum.presenting.verdicts import BurialCard, LinePage

MOST = 100


def waiting_burials(reader: Reader) -> tuple[BurialCard, ...]:
    """Proposals that wait for a second administrator, oldest first.

    Raises: `Denied` for everybody but administrators.
    """
    require(reader, Action.LEDGER_BURY, SiteFacts())
    rows = db.session.scalars(
        select(LedgerRedaction).where(LedgerRedaction.closed_at.is_(None)).order_by(LedgerRedaction.id).limit(MOST)
    ).all()
    people = accounts.people_cards([row.proposed_by_id for row in rows])
    return tuple(
        BurialCard(
            row.entry_id, row.reason, row.proposed_at, people.get(row.proposed_by_id), row.proposed_by_id == reader.id
        )
        for row in rows
    )


def ledger_line(reader: Reader, entry_id: int, now: datetime, *, words: TitleWords = ENGLISH) -> LinePage:
    """What a line says, which is what would go from it, and the proposal that waits.

    Raises: `Missing`; `Denied` for everybody but administrators.
    """
    require(reader, Action.LEDGER_BURY, SiteFacts())
    entry = db.session.get(LedgerEntry, entry_id) if 0 < entry_id <= LARGEST_ID else None
    if entry is None:
        raise Missing
    waiting = db.session.scalar(
        select(LedgerRedaction).where(LedgerRedaction.entry_id == entry.id, LedgerRedaction.closed_at.is_(None))
    )
    group = db.session.execute(select(Group.slug, Group.name).where(Group.id == entry.group_id)).one_or_none()
    people = accounts.people_cards([entry.actor_id, waiting.proposed_by_id if waiting else None])
    seal = gate_of(entry.seal)
    applied = (entry.group_id or 0, entry.rules_version, entry.rule)
    return LinePage(
        id=entry.id,
        group_slug=group.slug if group else "",
        group_name=group.name if group else "",
        what=entry.what,
        happened_at=entry.happened_at,
        actor=people.get(entry.actor_id or 0),
        rule_number=entry.rule,
        rule=rule_texts([applied]).get(applied, ""),
        seal=labels([seal], clearance_for(reader, [seal], [], now), None, now, words.labels)[0] if seal else "",
        proposal_id=waiting.id if waiting else None,
        reason=waiting.reason if waiting else "",
        proposed_by=people.get(waiting.proposed_by_id) if waiting else None,
        mine=waiting is not None and waiting.proposed_by_id == reader.id,
    )
