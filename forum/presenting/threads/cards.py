"""Threads as their readers see them in lists."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from forum.domain.catalogue import Catalogue
from forum.domain.spoilers import Clearance, Outcome
from forum.presenting.accounts import PersonCard
from forum.presenting.threads.counting import NOTHING_ODD, Counts, Tally, counts
from forum.presenting.threads.doors import door, is_open, opening, thread_topics
from forum.presenting.threads.stored import FROM_CALENDAR, StoredThread
from forum.presenting.threads.titles import ENGLISH, TitleWords, is_title_shown, machine_label, title


@dataclass(frozen=True, slots=True)
class ThreadEventCard:
    """What was done to a thread. Shapes: `by` None = the calendar; `reason` and `detail` are "" for readers outside."""

    what: str
    by: PersonCard | None
    happened_at: datetime
    reason: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class MutedTopic:
    """A hard topic that somebody keeps out of their lists. Shapes: `until` None = until they take it back."""

    topic: str
    until: datetime | None


@dataclass(frozen=True, slots=True)
class ThreadCard:
    """A thread in a list, for one reader.

    Shapes: `title` is the written one only when `is_title_shown`, else a neutral one; `post_count`, `last_post_at`
    and `last_author` are None and `unread` is 0 for a reader whom the gate keeps out; both count what this reader may
    read, and `more_unread` says that more is unread than was counted; `opens_at` is set while the door
    is closed, None with `is_open` False when no date is known; `outcome` = "shown", "click" or "hidden".
    """

    id: int
    kind: str
    title: str
    is_title_shown: bool
    group_slug: str
    group_name: str
    show_name: str | None
    show_slug: str | None
    code: str | None
    outcome: str
    is_open: bool
    opens_at: datetime | None
    post_count: int | None
    unread: int
    more_unread: bool
    first_unread_url: str | None
    last_post_at: datetime | None
    last_author: PersonCard | None
    pinned: bool
    locked: bool
    answered: bool
    sensitive: bool


def thread_card(
    stored: StoredThread,
    clearance: Clearance,
    people: Mapping[int, PersonCard],
    now: datetime,
    *,
    posts_a_page: int,
    words: TitleWords = ENGLISH,
    tally: Tally = NOTHING_ODD,
) -> ThreadCard:
    """The card of a thread for this reader."""
    catalogue = clearance.catalogues.get(stored.show_id) if stored.show_id is not None else None
    decision = door(stored, clearance, now)
    inside = decision.outcome is Outcome.SHOWN
    opened = is_open(stored, catalogue, now)
    counted = counts(stored, tally, clearance, now) if inside else None
    new = counted if counted is not None and counted.unread and opened else None
    return ThreadCard(
        id=stored.id,
        kind=stored.kind,
        title=title(stored, clearance, decision, now, words),
        is_title_shown=is_title_shown(stored, clearance, decision),
        group_slug=stored.group_slug,
        group_name=stored.group_name,
        show_name=catalogue.name if catalogue is not None else None,
        show_slug=catalogue.slug if catalogue is not None else None,
        code=_code(stored, clearance.catalogues, now, words),
        outcome=decision.outcome.value,
        is_open=opened,
        opens_at=None if opened else opening(stored, catalogue),
        post_count=counted.posts if counted is not None else None,
        unread=new.unread if new is not None else 0,
        more_unread=new is not None and new.more,
        first_unread_url=_first_unread_url(stored, new, posts_a_page) if new is not None else None,
        last_post_at=stored.last_post_at if inside else None,
        last_author=people.get(stored.last_post_by_id or 0) if inside else None,
        pinned=stored.pinned_at is not None,
        locked=stored.locked_at is not None,
        answered=stored.answer_post_id is not None,
        sensitive=bool(thread_topics(stored, clearance.catalogues)),
    )


def _code(stored: StoredThread, catalogues: Mapping[int, Catalogue], now: datetime, words: TitleWords) -> str | None:
    """What it is about, for the name plate; titles of calendar threads say it already."""
    return None if stored.kind in FROM_CALENDAR else machine_label(stored.gate, catalogues, now, words)


def _first_unread_url(stored: StoredThread, new: Counts, posts_a_page: int) -> str:
    """The page that the first unread post stands on: pages are cut by position. Where it is not the very next one,
    it is looked for when somebody goes there."""
    if not new.is_next:
        return f"/t/{stored.id}/new"
    page = (stored.read_to or 0) // posts_a_page + 1
    return f"/t/{stored.id}?page={page}#unread" if page > 1 else f"/t/{stored.id}#unread"
