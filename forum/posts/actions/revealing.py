"""Asking to see what is hidden, veil by veil or by entering a thread, and hiding it again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, func, select, update

from forum.domain.errors import Denied, Missing
from forum.domain.people import Reader
from forum.domain.spoilers import Outcome
from forum.infra.db import db, transaction
from forum.infra.once import insert_once
from forum.infra.rows import LARGEST_ID, holding
from forum.posts.models import VEIL_KEY, Post, Reveal
from forum.posts.pressing import veils_of
from forum.posts.queries.pages import room_of
from forum.posts.queries.rows import StoredPost, marks_on, posts_selected, stored_post
from forum.threads import actions as threads
from forum.threads.models import ReadMark
from forum.threads.queries import stored_thread

THREAD = "thread"


def reveal(actor: Reader, keys: Sequence[str], now: datetime) -> None:
    """Lift these veils for the actor, all of them or none. Lifted twice is lifted once.

    Shapes: keys as they stand in the page; a key "thread:..." enters that thread.
    Raises: `Missing` for a veil that does not stand before the actor; `Denied` for one that a click does not open.
    """
    with transaction():
        person_id = _signed_in(actor)
        for number in sorted({subject_of(key)[1] for key in keys if subject_of(key)[0] == THREAD}):
            enter_thread(actor, number, now)
        wanted = list(dict.fromkeys(key for key in keys if subject_of(key)[0] != THREAD))
        for post in _posts(wanted):
            _lift(actor, person_id, post, [key for key in wanted if subject_of(key)[1] == post.id], now)


def hide_again(actor: Reader, keys: Sequence[str], now: datetime) -> None:
    """Let these veils down again. What was not lifted stays as it is."""
    with transaction():
        person_id = _signed_in(actor)
        for kind, number in map(subject_of, keys):
            if kind == THREAD:
                leave_thread(actor, number, now)
        hidden = db.session.scalars(
            update(Reveal)
            .where(Reveal.person_id == person_id, Reveal.veil_key.in_(list(keys)))
            .values(withdrawn_at=func.coalesce(Reveal.withdrawn_at, now))
            .returning(Reveal.veil_key)
        ).all()
        _reseal(actor, person_id, [key for key in dict.fromkeys(keys) if key not in hidden], now)


def _reseal(actor: Reader, person_id: int, keys: Sequence[str], now: datetime) -> None:
    """Note what was opened with all of its thread and is to be hidden again. Other keys change nothing."""
    for key in keys:
        kind, number = subject_of(key)
        if kind == THREAD:
            continue
        post = db.session.get(Post, number)
        found = stored_thread(actor, post.thread_id, now)[0] if post is not None else None
        if post is not None and found is not None and found.all_opened_at is not None:
            insert_once(
                Reveal(
                    person_id=person_id,
                    thread_id=post.thread_id,
                    post_id=post.id,
                    veil_key=key,
                    revealed_at=found.all_opened_at,
                    withdrawn_at=now,
                )
            )


def open_all(actor: Reader, thread_id: int, now: datetime) -> None:
    """Open all in a thread that is out now, whatever page it stands on: one act, remembered for the thread.

    What is not out stays hidden, and what comes out later is asked for anew.
    Raises: `Missing`; `Denied` to strangers, and to those who stand before its door.
    """
    with transaction():
        person_id = _signed_in(actor)
        threads.open_all(actor, thread_id, now)
        again = Reveal.person_id == person_id, Reveal.thread_id == thread_id, Reveal.withdrawn_at.is_not(None)
        db.session.execute(delete(Reveal).where(*again))


def close_all(actor: Reader, thread_id: int, now: datetime) -> None:
    """Cover everything in a thread again, also what was opened one by one."""
    with transaction():
        person_id = _signed_in(actor)
        threads.close_all(actor, thread_id, now)
        mine = Reveal.person_id == person_id, Reveal.thread_id == thread_id, Reveal.withdrawn_at.is_(None)
        db.session.execute(update(Reveal).where(*mine).values(withdrawn_at=now))


def enter_thread(actor: Reader, thread_id: int, now: datetime) -> None:
    """Read a thread although one is behind: all in it that its own episode covers, and no more.

    Raises: `Missing`; `Denied` to strangers, and before everything it is about is out.
    """
    threads.enter_thread(actor, thread_id, now)


def leave_thread(actor: Reader, thread_id: int, now: datetime) -> None:
    """Stand before its door again. The row keeps when it was entered last."""
    with transaction():
        db.session.execute(
            update(ReadMark)
            .where(ReadMark.person_id == _signed_in(actor), ReadMark.thread_id == thread_id)
            .values(entered_key=None, read_at=now)
        )


def subject_of(key: str) -> tuple[str, int]:
    """What a veil's key is about: a post or a thread, and its id.

    Raises: `Missing` for what is no key.
    """
    parts = key.split(":")
    number = parts[1] if parts[0] == THREAD and len(parts) > 1 else parts[0]
    if len(key) > VEIL_KEY or len(parts) < 3 or not number.isascii() or not number.isdigit() or len(number) > 19:
        raise Missing
    if not 0 < int(number) <= LARGEST_ID:
        raise Missing
    return (THREAD if parts[0] == THREAD else "post"), int(number)


def _posts(keys: Sequence[str]) -> list[StoredPost]:
    numbers = {subject_of(key)[1] for key in keys}
    rows = db.session.execute(posts_selected().where(Post.id.in_(numbers)).order_by(Post.id)).all() if numbers else []
    if len(rows) != len(numbers):
        raise Missing
    return [stored_post(row) for row in rows]


def _lift(actor: Reader, person_id: int, post: StoredPost, keys: Sequence[str], now: datetime) -> None:
    marks = marks_on(actor, [post.id])
    room = room_of(actor, stored_thread(actor, post.thread_id, now), [post], marks, now)
    if not room.facts.open:
        raise Denied("not-open-yet")
    veils = veils_of(post.document, room.place, post_id=post.id, author_id=post.author_id)
    for key in keys:
        if key not in veils:
            raise Missing
        if veils[key] is Outcome.HIDDEN:
            raise Denied("not-released")
        if veils[key] is Outcome.CLICK:
            _note(person_id, post, key, now)


def _note(person_id: int, post: StoredPost, key: str, now: datetime) -> None:
    fresh = Reveal(person_id=person_id, thread_id=post.thread_id, post_id=post.id, veil_key=key, revealed_at=now)
    if insert_once(fresh):
        return
    known = db.session.scalars(
        holding(select(Reveal).where(Reveal.person_id == person_id, Reveal.veil_key == key))
    ).one()
    if known.withdrawn_at is not None:
        known.revealed_at, known.withdrawn_at = now, None


def _signed_in(actor: Reader) -> int:
    if actor.id is None:
        raise Denied("sign-in")
    return actor.id
