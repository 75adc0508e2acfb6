"""The reader's own drafts, and where each can be gone on with."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import select

from forum.domain.errors import Denied
from forum.domain.people import Reader
from forum.domain.permissions import Action, GroupFacts, judge
from forum.groups.models import Group
from forum.groups.queries.facts import facts_of, standing, standing_columns
from forum.groups.visibility import readable
from forum.infra.db import db
from forum.posts.models import Draft
from forum.posts.queries.pages import Room, room_from
from forum.presenting.drafts import DraftCard, DraftsPage
from forum.presenting.posts import ENGLISH, PageWords, may_thread
from forum.shows.queries import clearance
from forum.threads.models import Thread
from forum.threads.queries.reading import stored, threads_for

A_PAGE = 20
LAST_PAGE = 100


def drafts_page(reader: Reader, page: int, now: datetime, *, words: PageWords = ENGLISH) -> DraftsPage:
    """What the reader began to write, the newest first. At most four statements.

    Nothing typed is lost: a draft whose place has gone for its author keeps its words, without naming the place.
    Raises: `Denied` for strangers.
    """
    if reader.is_stranger:
        raise Denied("sign-in")
    number = min(max(1, page), LAST_PAGE)
    rows = db.session.scalars(
        select(Draft)
        .where(Draft.person_id == reader.id)
        .order_by(Draft.updated_at.desc(), Draft.id.desc())
        .limit(A_PAGE + 1)
        .offset((number - 1) * A_PAGE)
    ).all()
    drafts = rows[:A_PAGE]
    rooms = _rooms(reader, _numbers(drafts, "t"), now, words)
    groups = _groups(reader, _numbers(drafts, "g"), now)
    cards = tuple(_card(reader, draft, rooms, groups) for draft in drafts)
    return DraftsPage(cards, number, len(rows) > A_PAGE and number < LAST_PAGE)


def _place(draft: Draft) -> tuple[str, int]:
    kind, _, number = draft.place.partition(":")
    return kind, int(number)


def _numbers(drafts: Sequence[Draft], kind: str) -> list[int]:
    return [number for found, number in map(_place, drafts) if found == kind]


def _rooms(reader: Reader, thread_ids: Collection[int], now: datetime, words: PageWords) -> dict[int, Room]:
    """The threads among these that the reader may read, as they are for them."""
    if not thread_ids:
        return {}
    rows = db.session.execute(
        threads_for(reader, *standing_columns(reader, now)).where(Thread.id.in_(thread_ids), readable(reader))
    ).all()
    found = [(stored(row), facts_of(row)) for row in rows]
    shows = frozenset[int]().union(*(thread.show_ids for thread, _ in found))
    entered = frozenset[str]().union(*(thread.entered for thread, _ in found))
    sight = clearance(reader, shows, now, entered)
    return {there[0].id: room_from(reader, there, sight, now, words=words) for there in found}


def _groups(reader: Reader, group_ids: Collection[int], now: datetime) -> dict[int, tuple[Group, GroupFacts]]:
    """The groups among these in which the reader may begin a thread."""
    if not group_ids:
        return {}
    rows = db.session.execute(standing(reader, now, Group).where(Group.id.in_(group_ids)))
    found = ((row[0], facts_of(row)) for row in rows)
    return {group.id: (group, facts) for group, facts in found if judge(reader, Action.THREAD_START, facts).allowed}


def _card(
    reader: Reader, draft: Draft, rooms: dict[int, Room], groups: dict[int, tuple[Group, GroupFacts]]
) -> DraftCard:
    kind, number = _place(draft)
    card = DraftCard(draft.id, "reply" if kind == "t" else "thread", draft.updated_at, draft.title, draft.text)
    if kind == "t" and number in rooms:
        return _reply(reader, card, rooms[number])
    if kind == "g" and number in groups:
        group, _ = groups[number]
        return replace(card, group_name=group.name, url=f"/g/{group.slug}/new")
    return card


def _reply(reader: Reader, card: DraftCard, room: Room) -> DraftCard:
    return replace(
        card,
        place=room.title,
        group_name=room.thread.group_name,
        url=f"/t/{room.thread.id}#reply" if may_thread(reader, room.facts).reply else "",
        sensitive=bool(room.topics),
    )
