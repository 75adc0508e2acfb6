"""Places of a thread that are not one more post for everybody: kept in step with its posts, in their transactions.

The caller holds the thread's row.
"""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite

from forum.infra.db import db
from forum.infra.once import insert_once
from forum.rendering.ways import NO_WORDS, OPEN, Way, Ways
from forum.threads.models import Lock, OddPlace, ReadMark, Thread


def place_new_post(thread: Thread, author_id: int, ways: Ways, read_to: int | None, now: datetime) -> None:
    """A post was written at the end of a thread. One statement when whoever is let in may read it, two otherwise.

    Shapes: `read_to` = the place up to which its author had read. Who had read everything has read this as well; for
    all others, and behind a lock, the place is remembered as theirs.
    """
    position = thread.last_position
    if ways == OPEN and (read_to or 0) == position - 1:
        read_through(author_id, thread.id, position, now)
    else:
        _add(thread, position, author_id, ways)


def place_post(thread: Thread, position: int, author_id: int | None, ways: Ways, *, came: bool = False) -> None:
    """A post is to be read by others than before, or `came` from elsewhere to this place."""
    place = OddPlace.thread_id == thread.id, OddPlace.position == position
    known: OddPlace | None = db.session.scalar(select(OddPlace).where(*place))
    if known is None:
        if came or ways != OPEN:
            _add(thread, position, author_id, ways)
        return
    _count(thread, known.lock_id, -1)
    known.author_id, known.lock_id, known.is_gone = author_id, _lock_of(ways), ways == NO_WORDS
    _count(thread, known.lock_id, +1)


def empty_place(thread: Thread, position: int) -> None:
    """A post stands there no more."""
    place_post(thread, position, None, NO_WORDS)


def read_through(person_id: int, thread_id: int, position: int, now: datetime) -> None:
    """Move somebody's mark forward to a place, never back. One statement."""
    dialect = postgresql if db.engine.dialect.name == "postgresql" else sqlite
    mark = dialect.insert(ReadMark).values(person_id=person_id, thread_id=thread_id, position=position, read_at=now)
    further = mark.on_conflict_do_update(
        index_elements=[ReadMark.person_id, ReadMark.thread_id],
        set_={"position": mark.excluded.position, "read_at": mark.excluded.read_at},
        where=ReadMark.position < mark.excluded.position,
    )
    db.session.execute(further)


def _add(thread: Thread, position: int, author_id: int | None, ways: Ways) -> None:
    """Its row. Those of posts that all may read are kept for their authors alone."""
    lock_id = _lock_of(ways)
    facts = {"author_id": author_id, "lock_id": lock_id, "is_gone": ways == NO_WORDS}
    db.session.add(OddPlace(thread_id=thread.id, position=position, **facts))
    _count(thread, lock_id, +1)


def _count(thread: Thread, lock_id: int | None, change: int) -> None:
    if lock_id is None:
        return
    before = thread.locked.get(str(lock_id), 0)
    counts = {**thread.locked, str(lock_id): before + change}
    thread.locked = {number: how_many for number, how_many in counts.items() if how_many > 0}


def _lock_of(ways: Ways) -> int | None:
    """The id of a lock, made when it is new."""
    if ways in (NO_WORDS, OPEN):
        return None
    key = sha256(" ".join(sorted(map(_name, ways))).encode()).hexdigest()
    wanted = select(Lock.id).where(Lock.key == key)
    found: int | None = db.session.scalar(wanted)
    if found is not None:
        return found
    stored = [[gate.to_json() for gate in sorted(way, key=lambda gate: gate.key)] for way in sorted(ways, key=_name)]
    insert_once(Lock(key=key, ways=stored))
    return db.session.scalars(wanted).one()


def _name(way: Way) -> str:
    return "&".join(sorted(gate.key for gate in way))
