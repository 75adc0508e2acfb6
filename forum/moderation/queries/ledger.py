"""The ledger of a group: what its moderators did, without names and without a word of any post."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import func, select, true

from forum.accounts import queries as accounts
from forum.domain.catalogue import Catalogue
from forum.domain.flags import CaseOutcome
from forum.domain.gates import Gate
from forum.domain.labels import label
from forum.domain.people import Reader
from forum.domain.permissions import Action, CaseFacts, SiteFacts, judge, require
from forum.groups import queries as groups
from forum.groups.models import Group
from forum.infra.db import db
from forum.infra.paging import Key, pages_of, past, printed
from forum.moderation.actions.ledger import READ_ANYWAY
from forum.moderation.desk_models import CaseRound
from forum.moderation.models import Case, LedgerEntry
from forum.moderation.queries.outcomes import overturned
from forum.moderation.queries.placing import gate_of
from forum.moderation.queries.rules import rule_texts
from forum.posts.models import Post, PostEvent
from forum.presenting.moderation import LedgerPage, LedgerRow
from forum.presenting.threads import ENGLISH, TitleWords, machine_label
from forum.shows import queries as shows
from forum.threads.models import Thread, ThreadEvent

A_PAGE = 50
LATELY = timedelta(days=28)
"""Of this time it says how many decisions were taken back."""


def ledger_page(
    reader: Reader, slug: str, page: int, now: datetime, *, after: Key = (), words: TitleWords = ENGLISH
) -> LedgerPage:
    """A page of the ledger, newest first, for everybody who may read the group.

    Shapes: `after` = the id of the last entry before it.
    Moderators of the group also see who did it and to which case, except in cases about themselves.
    Raises: `Missing`; `Denied`.
    """
    facts = groups.group_facts(reader, slug, now)
    require(reader, Action.LEDGER_READ, facts)
    inside = judge(reader, Action.CASE_READ, CaseFacts(0, facts)).allowed
    wanted = LedgerEntry.group_id == facts.id
    if not inside:
        wanted &= LedgerEntry.what != READ_ANYWAY
    head = db.session.execute(select(Group.slug, Group.name).where(Group.id == facts.id)).one()
    counts = _counts(facts.id)
    rows = db.session.execute(
        select(
            LedgerEntry,
            func.coalesce(Case.author_id, Post.author_id, Thread.author_id).label("author_id"),
            func.coalesce(Case.post_id, Post.id).label("post_id"),
            Thread.id.label("thread_id"),
            func.count().over().label("total"),
        )
        .join(Case, Case.id == LedgerEntry.case_id, isouter=True)
        .join(PostEvent, PostEvent.id == LedgerEntry.event_id, isouter=True)
        .join(Post, Post.id == PostEvent.post_id, isouter=True)
        .join(ThreadEvent, ThreadEvent.id == LedgerEntry.thread_event_id, isouter=True)
        .join(Thread, Thread.id == ThreadEvent.thread_id, isouter=True)
        .where(wanted, past((LedgerEntry.id, after[0], True)) if after else true())
        .order_by(LedgerEntry.id.desc())
        .limit(A_PAGE)
        .offset(0 if after else (page - 1) * A_PAGE)
    ).all()
    total = rows[0].total if rows else 0
    entries = [row.LedgerEntry for row in rows]
    gates = {entry.id: gate_of(entry.seal) for entry in entries if entry.seal}
    catalogues = shows.catalogues({show for gate in gates.values() if gate for show in gate.show_ids()})
    rules = rule_texts([(facts.id, entry.rules_version, entry.rule) for entry in entries])
    people = accounts.people_cards([entry.actor_id for entry in entries]) if inside else {}
    buries = judge(reader, Action.LEDGER_BURY, SiteFacts()).allowed
    made = []
    for entry, author_id, post_id, thread_id, _ in rows:
        gate = gates.get(entry.id)
        named = inside and author_id != reader.id
        made.append(
            LedgerRow(
                what=entry.what,
                target_kind=entry.target_kind,
                rule_number=entry.rule,
                rule=rules.get((facts.id, entry.rules_version, entry.rule), ""),
                seal=_called(gate, catalogues, now, words),
                happened_at=entry.happened_at,
                actor=people.get(entry.actor_id or 0) if named else None,
                case_id=entry.case_id if named else None,
                post_id=post_id if named else None,
                thread_id=thread_id if named else None,
                entry_id=entry.id if buries else None,
            )
        )
    decisions, taken_back = overturned(CaseRound.group_id == facts.id, now - LATELY, now)
    pages, following = pages_of(total, A_PAGE, page, after), printed((entries[-1].id,)) if entries else ""
    return LedgerPage(head.slug, head.name, tuple(made), page, pages, counts, decisions, taken_back, following)


def _called(gate: Gate | None, catalogues: Mapping[int, Catalogue], now: datetime, words: TitleWords) -> str:
    """What was sealed, without the name of a work: those are typed by people."""
    if gate is None or machine_label(gate, catalogues, now) is None:
        return ""
    return label(gate, catalogues, show=True, now=now, words=words.labels)


def _counts(group_id: int) -> tuple[tuple[str, int], ...]:
    """How often each outcome was reached."""
    found = db.session.execute(
        select(LedgerEntry.what, func.count(LedgerEntry.id))
        .where(LedgerEntry.group_id == group_id, LedgerEntry.what.in_([one.value for one in CaseOutcome]))
        .group_by(LedgerEntry.what)
    )
    known = {row.what: row[1] for row in found}
    return tuple((one.value, known.get(one.value, 0)) for one in CaseOutcome)
