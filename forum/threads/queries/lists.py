"""Lists of threads: a group's, and those of all my groups."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Integer, Select, and_, bindparam, case, func, or_, select, true
from sqlalchemy.orm import aliased

from forum.accounts.queries import people_cards
from forum.domain.catalogue import Catalogue
from forum.domain.people import Reader
from forum.domain.policies import SpoilerPolicy
from forum.domain.spoilers import Clearance
from forum.groups.models import Membership
from forum.groups.queries import group_head
from forum.infra.db import db, prepared
from forum.infra.paging import Key, instant_of, moment, pages_of, past, printed
from forum.infra.settings import current_settings
from forum.presenting.groups import GroupHead
from forum.presenting.threads import ENGLISH, Kind, StoredThread, ThreadCard, TitleWords, thread_card
from forum.presenting.threads.counting import NOTHING_ODD, Tally
from forum.shows.models import Show
from forum.shows.queries import clearance
from forum.threads.models import Thread
from forum.threads.queries.muting import in_sight
from forum.threads.queries.odd_places import tallies
from forum.threads.queries.reading import stored, threads_for_anybody

A_PAGE = 30
ON_THE_FIRST_PAGE = 12
COMING_DAYS = 14
COMING = 5


@dataclass(frozen=True, slots=True)
class ThreadFilters:
    """Which threads to list. Shapes: `kind` a code, `show` a slug; "" = all."""

    kind: str = ""
    show: str = ""


@dataclass(frozen=True, slots=True)
class ComingCard:
    """An episode whose thread opens soon. It has no title: that may spoil."""

    episode_id: int
    show_name: str
    code: str
    opens_at: datetime


@dataclass(frozen=True, slots=True)
class ThreadList:
    """A page of a group's threads, pinned ones first, then by activity.

    Shapes: `shows` = (slug, name) of the shows it follows; `coming` by instant, at most a handful;
    `muted` = those of the shows whose threads this reader has put out of sight for now; `following` = the key after
    which the next page begins.
    """

    group: GroupHead
    threads: tuple[ThreadCard, ...]
    filters: ThreadFilters
    number: int
    pages: int
    shows: tuple[tuple[str, str], ...]
    coming: tuple[ComingCard, ...]
    muted: tuple[tuple[str, str], ...] = ()
    following: str = ""


def thread_list(
    reader: Reader,
    slug: str,
    filters: ThreadFilters,
    page: int,
    now: datetime,
    *,
    after: Key = (),
    words: TitleWords = ENGLISH,
) -> ThreadList:
    """A group's page. Five statements, whatever the size. Who may not read inside gets the head alone.

    Shapes: `after` = what `_key` made of the last thread before the page.
    Raises: `Missing`.
    """
    head = group_head(reader, slug, now)
    if not head.may["read"]:
        return ThreadList(head, (), filters, 1, 1, (), ())
    rows = prepared(
        _in_group(by_kind=filters.kind in set(Kind), by_show=bool(filters.show), onward=bool(after)),
        reader_id=reader.id,
        aside=list(reader.aside),
        now=now,
        group_id=head.id,
        kind=filters.kind,
        show=filters.show,
        before=0 if after else (page - 1) * A_PAGE,
        **_as_parameters(after),
    ).all()
    found = [stored(row) for row in rows]
    before = _before(reader, found, head.following, now)
    sight = before.sight
    total = rows[0].total if rows else 0
    followed = [sight.catalogues[show_id] for show_id in head.following if show_id in sight.catalogues]
    return ThreadList(
        head,
        _cards(reader, found, before, now, words),
        filters,
        page,
        pages_of(total, A_PAGE, page, after),
        tuple((catalogue.slug, catalogue.name) for catalogue in followed),
        _coming([show for show in followed if not _is_muted(sight, show, now)], head.policy, now),
        tuple((show.slug, show.name) for show in followed if _is_muted(sight, show, now)),
        _key(found[-1], rows[-1].moved_at) if rows else "",
    )


_PINNED_FIRST = case((Thread.pinned_at.is_(None), 1), else_=0)


def _key(last: StoredThread, moved_at: datetime) -> str:
    return printed((int(last.pinned_at is None), moment(moved_at), last.id))


def _as_parameters(after: Key) -> dict[str, object]:
    return {"last_pinned": after[0], "last_active": instant_of(after[1]), "last_id": after[2]} if after else {}


def _after() -> ColumnElement[bool]:
    """Threads that stand behind the one of the parameters."""
    active = bindparam("last_active", type_=Thread.active_at.type)
    return past(
        (_PINNED_FIRST, bindparam("last_pinned", type_=Integer), False),
        (Thread.active_at, active, True),
        (Thread.id, bindparam("last_id", type_=Integer), False),
    )


def my_threads(
    reader: Reader, now: datetime, *, limit: int = ON_THE_FIRST_PAGE, words: TitleWords = ENGLISH
) -> tuple[ThreadCard, ...]:
    """The threads of my groups, the liveliest first. Four statements, none for strangers."""
    if reader.is_stranger:
        return ()
    rows = _liveliest_of(reader, now, limit)
    return cards_for(reader, [stored(row) for row in rows], now, words=words)


def lively_of(reader: Reader, since: datetime, now: datetime, *, limit: int) -> tuple[StoredThread, ...]:
    """Threads of the reader's groups in which somebody wrote after `since`, the liveliest first, without any mark of
    the reader's: for what leaves the site. One statement, none for strangers."""
    if reader.is_stranger:
        return ()
    rows = _liveliest_of(reader, now, limit)
    found = [replace(stored(row), read_to=None, entered_key=None, entered_at=None, all_opened_at=None) for row in rows]
    return tuple(one for one in found if one.last_post_at is not None and one.last_post_at > since)


def _liveliest_of(reader: Reader, now: datetime, limit: int) -> Sequence[Any]:
    given = {"reader_id": reader.id, "aside": list(reader.aside), "now": now, "limit": limit}
    return prepared(_mine(db.engine.dialect.name), **given).all()


@cache
def _mine(dialect: str) -> Select[Any]:
    lively = threads_for_anybody().where(Thread.id.in_(_liveliest(dialect)))
    return lively.order_by(Thread.active_at.desc(), Thread.id.desc())


def _liveliest(dialect: str) -> Select[Any]:
    """Ids of the liveliest threads of all groups of `reader_id`, from a handful of each: no other row is read."""
    limit, one = bindparam("limit", type_=Integer), aliased(Thread)
    each = select(one.id, one.active_at) if dialect == "postgresql" else select(one.id)
    shown = (listed(of=one), in_sight(one), not_aside(of=one))
    each = each.where(one.group_id == Membership.group_id, *shown).correlate(Membership)
    each = each.order_by(one.active_at.desc(), one.id.desc()).limit(limit)
    mine = select(Membership).where(Membership.person_id == bindparam("reader_id"))
    if dialect == "postgresql":
        beside = each.lateral()
        some: Any = beside.columns
        found = mine.join(beside, true()).with_only_columns(some.id)
    else:  # SQLite has no lateral joins, and looks into lists of ids instead
        some = aliased(Thread)
        found = mine.join(some, some.id.in_(each)).with_only_columns(some.id)
    return found.order_by(some.active_at.desc(), some.id.desc()).limit(limit)


def cards_for(
    reader: Reader, found: Sequence[StoredThread], now: datetime, *, words: TitleWords = ENGLISH
) -> tuple[ThreadCard, ...]:
    """Cards of threads that this reader may know of, in their order. Three statements, none for no threads."""
    return _cards(reader, found, _before(reader, found, (), now), now, words)


def listed(now: datetime | None = None, of: type[Thread] = Thread) -> ColumnElement[bool]:
    """Threads that are open, or were and have posts that wait for a new date; not those that went into another one.

    Shapes: without `now` the statement has a parameter of that name.
    """
    due = of.opens_at <= (bindparam("now") if now is None else now)
    return and_(of.merged_into_id.is_(None), or_(of.opened_at.is_not(None), due, of.slipped_at.is_not(None)))


def not_aside(of: type[Thread] = Thread) -> ColumnElement[bool]:
    """Threads that nobody among the parameter `aside` began."""
    return or_(of.author_id.is_(None), of.author_id.not_in(bindparam("aside", expanding=True)))


@cache
def _in_group(*, by_kind: bool, by_show: bool, onward: bool) -> Select[Any]:
    shows = select(Show.id).where(Show.slug == bindparam("show")).scalar_subquery()
    return (
        threads_for_anybody(func.count().over().label("total"), Thread.active_at.label("moved_at"))
        .where(
            Thread.group_id == bindparam("group_id"),
            listed(),
            in_sight(),
            not_aside(),
            Thread.kind == bindparam("kind") if by_kind else true(),
            Thread.show_id == shows if by_show else true(),
            _after() if onward else true(),
        )
        .order_by(_PINNED_FIRST, Thread.active_at.desc(), Thread.id)  # a drop: first episode first
        .limit(A_PAGE)
        .offset(bindparam("before", type_=Integer))
    )


class _Before(NamedTuple):
    """What a list looks like to its reader. Shapes: `odd` by id of the thread."""

    sight: Clearance
    odd: Mapping[int, Tally]


def _before(reader: Reader, found: Sequence[StoredThread], following: Sequence[int], now: datetime) -> _Before:
    """The reader before all the shows of a list, and what is odd in its threads. Two statements."""
    odd = tallies(reader, found)
    locked = (one.show_ids() for one in odd.values())
    show_ids = frozenset(following).union(*(one.show_ids for one in found), *locked)
    entered = frozenset().union(*(one.entered for one in found))
    return _Before(clearance(reader, show_ids, now, entered), odd)


def _cards(
    reader: Reader, found: Sequence[StoredThread], before: _Before, now: datetime, words: TitleWords
) -> tuple[ThreadCard, ...]:
    people = people_cards(one.last_post_by_id for one in found if one.last_post_by_id not in reader.aside)
    size, (sight, odd) = current_settings().posts_a_page, before
    return tuple(
        thread_card(one, sight, people, now, posts_a_page=size, words=words, tally=odd.get(one.id, NOTHING_ODD))
        for one in found
    )


def _is_muted(sight: Clearance, show: Catalogue, now: datetime) -> bool:
    place = sight.progress.get(show.show_id)
    return place is not None and place.muted_until is not None and place.muted_until > now


def _coming(followed: Sequence[Catalogue], policy: SpoilerPolicy, now: datetime) -> tuple[ComingCard, ...]:
    until = now + timedelta(days=COMING_DAYS)
    coming = [
        ComingCard(episode.id, catalogue.name, catalogue.code(episode.id, now), instant)
        for catalogue in followed
        for episode in catalogue.episodes
        if (instant := policy.opens_at(episode, catalogue)) is not None and now < instant <= until
    ]
    return tuple(sorted(coming, key=lambda one: (one.opens_at, one.episode_id))[:COMING])
