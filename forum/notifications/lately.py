"""What happened in somebody's groups, for the digest: names of threads, as a stranger may know them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from forum.domain.people import Reader
from forum.groups.models import Group
from forum.groups.visibility import readable
from forum.infra.db import db
from forum.notifications.models import Cadence
from forum.presenting.notifications import LivelyThread
from forum.presenting.outward import outward_title
from forum.presenting.threads import StoredThread, ThreadCard, is_open, thread_topics
from forum.shows.queries import clearance
from forum.threads.queries import my_threads
from forum.threads.queries.lists import lively_of

NAMED = 8
LOOKED_AT = 24
"""Threads that strangers may not know of drop out."""
_SPANS = {Cadence.DAILY: timedelta(days=1), Cadence.WEEKLY: timedelta(days=7)}


@dataclass(frozen=True, slots=True)
class Lately:
    """Shapes: `threads` the liveliest first, `NAMED` at most; `topics` of all of them."""

    threads: tuple[LivelyThread, ...]
    topics: frozenset[str]


def lately_in_groups(reader: Reader, cadence: Cadence, now: datetime) -> Lately:
    """Threads in which somebody wrote since the last digest of this cadence. Seven statements at most.

    Not a word of it, and of how many wrote only those whom the reader may read: what is behind a door is not even
    counted. Threads of groups that strangers may not read are left out, as are those whose door is closed.
    """
    stranger = Reader.stranger()
    found = lively_of(reader, now - _SPANS[cadence], now, limit=LOOKED_AT)
    group_ids = {one.group_id for one in found}
    open_groups = set(db.session.scalars(select(Group.id).where(Group.id.in_(group_ids), readable(stranger))))
    sight = clearance(stranger, frozenset[int]().union(*(one.show_ids for one in found)), now)
    named = [
        one
        for one in found
        if one.group_id in open_groups and is_open(one, sight.catalogues.get(one.show_id or 0), now)
    ][:NAMED]
    mine = {card.id: card for card in my_threads(reader, now, limit=LOOKED_AT)} if named else {}
    return Lately(
        tuple(_lively(one, outward_title(one, sight.catalogues, now), mine.get(one.id)) for one in named),
        frozenset[str]().union(*(thread_topics(one, sight.catalogues) for one in named)),
    )


def _lively(one: StoredThread, title: str, card: ThreadCard | None) -> LivelyThread:
    """Shapes: a thread whose door is closed to the reader has nothing new for them."""
    count, more = (card.unread, card.more_unread) if card is not None else (0, False)
    return LivelyThread(f"/t/{one.id}", title, one.group_name, count, more)
