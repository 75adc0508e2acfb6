"""What a reader has opened: each veil and each thread, why they can see it, for their own eyes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, func, or_, true

from forum.domain.crisis import Directory, notice
from forum.domain.errors import Denied
from forum.domain.labels import label
from forum.domain.people import Reader
from forum.groups.models import Group
from forum.groups.queries.facts import facts_of, standing_columns
from forum.groups.visibility import readable
from forum.infra.db import db
from forum.infra.paging import Key, instant_of, moment, past, printed
from forum.posts.models import Post, Reveal
from forum.posts.queries.pages import Room, room_from
from forum.posts.queries.rows import StoredPost, posts_selected, show_ids_of, stored_post
from forum.presenting.posts import ENGLISH, OpenedThreadCard, PageWords, RevealedCard, RevealedPage
from forum.rendering.redact import Closed, Opened, Printed, redact
from forum.shows.queries import clearance
from forum.threads.models import ReadMark, Thread
from forum.threads.queries.reading import stored, threads_for

A_PAGE = 30
LAST_PAGE = 100
THREADS = 30


def revealed_page(
    reader: Reader, page: int, directory: Directory, now: datetime, *, after: Key = (), words: PageWords = ENGLISH
) -> RevealedPage:
    """What this reader has opened and not covered again, newest first. Five statements.

    Threads that they may not read any more are left out; so is every word of the posts.
    Shapes: `after` = moment and id of the last one before the page.
    Raises: `Denied` to strangers.
    """
    if reader.id is None:
        raise Denied("sign-in")
    number = min(max(1, page), LAST_PAGE)
    rows = _reveals(reader, number, after)
    entered = _threads_opened(reader, now) if number == 1 else ()
    posts = [stored_post(row) for row in rows[:A_PAGE]]
    threads = [*entered, *_threads(reader, {post.thread_id for post in posts}, now)]
    there = {found.id: (found, facts_of(row)) for row in threads for found in (stored(row),)}
    shows = show_ids_of(posts).union(*(thread.show_ids for thread, _ in there.values()))
    keys = frozenset(row.veil_key for row in rows).union(*(thread.entered for thread, _ in there.values()))
    sight = clearance(reader, shows, now, keys)
    rooms = {one: room_from(reader, both, sight, now, words=words) for one, both in there.items()}
    return RevealedPage(
        reveals=tuple(
            _card(post, row, rooms[post.thread_id])
            for post, row in zip(posts, rows, strict=False)
            if post.thread_id in rooms
        ),
        threads=tuple(card for row in entered for card in _opened(rooms[stored(row).id])),
        number=number,
        has_more=len(rows) > A_PAGE and number < LAST_PAGE,
        notice=notice(
            directory, frozenset().union(*(room.topics for room in rooms.values())), reader.country, reader.language
        ),
        following=printed((moment(rows[:A_PAGE][-1].revealed_at), rows[:A_PAGE][-1].reveal_id)) if rows else "",
    )


def _reveals(reader: Reader, number: int, after: Key) -> Sequence[Row[Any]]:
    later: ColumnElement[bool] = true()
    if after:
        later = past((Reveal.revealed_at, instant_of(after[0]), True), (Reveal.id, after[1], True))
    return db.session.execute(
        posts_selected(Reveal.veil_key, Reveal.revealed_at, Reveal.id.label("reveal_id"))
        .join(Reveal, Reveal.post_id == Post.id)
        .join(Thread, Thread.id == Post.thread_id)
        .join(Group, Group.id == Thread.group_id)
        .where(Reveal.person_id == reader.id, Reveal.withdrawn_at.is_(None), readable(reader), later)
        .order_by(Reveal.revealed_at.desc(), Reveal.id.desc())
        .limit(A_PAGE + 1)
        .offset(0 if after else (number - 1) * A_PAGE)
    ).all()


def _threads_opened(reader: Reader, now: datetime) -> Sequence[Row[Any]]:
    """Threads that were entered, or opened as a whole, the latest first."""
    opened = func.coalesce(ReadMark.all_opened_at, ReadMark.entered_at)
    return db.session.execute(
        threads_for(reader, *standing_columns(reader, now))
        .where(or_(ReadMark.entered_key.is_not(None), ReadMark.all_opened_at.is_not(None)), readable(reader))
        .order_by(opened.desc(), Thread.id.desc())
        .limit(THREADS)
    ).all()


def _threads(reader: Reader, thread_ids: set[int], now: datetime) -> Sequence[Row[Any]]:
    if not thread_ids:
        return ()
    return db.session.execute(
        threads_for(reader, *standing_columns(reader, now)).where(Thread.id.in_(list(thread_ids)), readable(reader))
    ).all()


def _card(post: StoredPost, row: Row[Any], room: Room) -> RevealedCard:
    veil = _veil(post, row.veil_key, room)
    hidden = veil is None or isinstance(veil, Closed) or not room.facts.open
    return RevealedCard(
        key=row.veil_key,
        thread_id=post.thread_id,
        thread_title=room.title,
        post_id=post.id,
        position=post.position,
        revealed_at=row.revealed_at,
        label=label(veil.gate, room.sight.catalogues, show=True, words=room.words.press.labels) if veil else "",
        why="hidden" if hidden else "revealed" if veil is not None and _asked(veil) else "covered",
    )


def _asked(veil: Closed | Opened) -> bool:
    return isinstance(veil, Opened) and veil.by_request


def _veil(post: StoredPost, key: str, room: Room) -> Closed | Opened | None:
    if post.document is None:
        return None
    redacted = redact(
        post.document,
        room.sight,
        room.now,
        post_id=post.id,
        author_id=post.author_id,
        thread_id=post.thread_id,
    )
    return next((veil for veil in _veils(redacted.pieces) if veil.veil_key == key), None)


def _veils(pieces: tuple[Printed, ...]) -> Iterator[Closed | Opened]:
    for piece in pieces:
        if isinstance(piece, Closed | Opened):
            yield piece
        if isinstance(piece, Opened):
            yield from _veils(piece.inside)


def _opened(room: Room) -> Iterator[OpenedThreadCard]:
    found = room.thread
    about = label(found.gate, room.sight.catalogues, show=True) if found.gate is not None else ""
    if found.all_opened_at is not None:
        yield OpenedThreadCard(found.id, room.title, about, found.all_opened_at, "all")
    if found.entered and found.entered_at is not None:
        yield OpenedThreadCard(found.id, room.title, about, found.entered_at, "entered")
