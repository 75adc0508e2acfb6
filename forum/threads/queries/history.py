"""What was done to a thread: part of its pages, and a page of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from forum.accounts.queries import people_cards
from forum.domain.people import Reader
from forum.domain.spoilers import Clearance, Outcome
from forum.groups.queries import group_names
from forum.infra.db import db
from forum.presenting.threads import (
    ENGLISH,
    StoredThread,
    ThreadEventCard,
    TitleWords,
    door,
    is_title_shown,
    thread_topics,
    title,
)
from forum.shows.queries import clearance
from forum.threads.models import ThreadEvent, What
from forum.threads.queries.facts import stored_thread

SHOWN = 50


@dataclass(frozen=True, slots=True)
class HistoryPage:
    """What was done to a thread, on a page of its own."""

    id: int
    title: str
    group_slug: str
    group_name: str
    events: tuple[ThreadEventCard, ...]
    topics: frozenset[str]


def history_page(reader: Reader, thread_id: int, now: datetime, *, words: TitleWords = ENGLISH) -> HistoryPage:
    """Everything that was done to a thread, for all who may read in its group.

    Raises: `Missing`.
    """
    found, _ = stored_thread(reader, thread_id, now)
    sight = clearance(reader, found.show_ids, now, found.entered)
    called = title(found, sight, door(found, sight, now), now, words)
    events = thread_events(reader, found, sight, now)
    topics = thread_topics(found, sight.catalogues)
    return HistoryPage(found.id, called, found.group_slug, found.group_name, events, topics)


def thread_events(reader: Reader, found: StoredThread, sight: Clearance, now: datetime) -> tuple[ThreadEventCard, ...]:
    """What was done to a thread this reader may read, the newest first. No statement when nothing was.

    Reasons are words of people, so they pass the thread's gate as its title does.
    """
    if not found.event_count:
        return ()
    rows = db.session.scalars(
        select(ThreadEvent).where(ThreadEvent.thread_id == found.id).order_by(ThreadEvent.id.desc()).limit(SHOWN)
    ).all()
    people = people_cards(row.actor_id for row in rows)
    decision = door(found, sight, now)
    inside, titles = decision.outcome is Outcome.SHOWN, is_title_shown(found, sight, decision)
    places = _places(reader, rows)
    return tuple(
        ThreadEventCard(
            what=row.what,
            by=people.get(row.actor_id or 0),
            happened_at=row.happened_at,
            reason=row.reason if inside else "",
            detail=_detail(row, places) if titles or row.what == What.MOVED else "",
        )
        for row in rows
    )


def _places(reader: Reader, rows: Sequence[ThreadEvent]) -> dict[int, str]:
    """Names of the groups that threads were moved between, as far as this reader may know them."""
    moved = {row.detail.get(end) for row in rows if row.what == What.MOVED for end in ("from", "to")}
    known = group_names(reader, [one for one in moved if isinstance(one, int)])
    return {group_id: name for group_id, (_, name) in known.items()}


def _detail(row: ThreadEvent, places: dict[int, str]) -> str:
    if row.what == What.MOVED:
        return places.get(row.detail.get("from", 0), "")
    return str(row.detail.get("from", "")) if row.what == What.RENAMED else ""
