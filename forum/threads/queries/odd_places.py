"""What is not simply one more post for everybody, in the threads of a list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import (
    Integer,
    Row,
    Select,
    and_,
    bindparam,
    column,
    func,
    literal,
    null,
    or_,
    select,
    table,
    union_all,
)

from forum.domain.gates import Gate
from forum.domain.people import Reader
from forum.infra.db import db, prepared
from forum.presenting.threads import StoredThread
from forum.presenting.threads.counting import COUNTED, OddPlaces, Tally
from forum.rendering.ways import NO_WORDS, OPEN, Ways
from forum.threads.models import Lock, OddPlace, ReadMark, Thread

NEW, MINE, LOCK = "new", "mine", "lock"
_POSTS = table("posts", column("thread_id"), column("position"), column("author_id"))
"""Whose posts stand where. Their room lies above this one, so the table is named and its model is not."""


def tallies(reader: Reader, found: Sequence[StoredThread]) -> Mapping[int, Tally]:
    """What must be taken off the counts of these threads, by their ids. One statement, none for no threads."""
    if not found:
        return {}
    locks = {int(number) for one in found for number in one.locked}
    if reader.is_stranger and not locks:
        return {}
    given: dict[str, Any] = {"threads": [one.id for one in found], "locks": list(locks), "reader_id": reader.id}
    if reader.aside:
        given["aside"] = list(reader.aside)
    rows = prepared(_odd(aside=bool(reader.aside)), **given).all()
    ways = {row.lock_id: ways_of(row.ways) for row in rows if row.ways is not None}
    return {one.id: _tally(one, rows, ways) for one in found}


def locks_after(thread_id: int, position: int) -> Mapping[int, Ways]:
    """The locks that are on a thread's posts after a place. One statement."""
    there = select(OddPlace.lock_id).where(OddPlace.thread_id == thread_id, OddPlace.position > position)
    rows = db.session.execute(select(Lock.id, Lock.ways).where(Lock.id.in_(there)))
    return {row.id: ways_of(row.ways) for row in rows}


def ways_of(stored: Sequence[Sequence[Mapping[str, Any]]]) -> Ways:
    """A stored lock."""
    return frozenset(frozenset(map(Gate.from_json, way)) for way in stored)


def _tally(thread: StoredThread, rows: Sequence[Row[Any]], ways: Mapping[int, Ways]) -> Tally:
    own = [row for row in rows if row.thread_id == thread.id]
    odd = [OddPlaces(row.how_many, row.first, bool(row.is_mine), _way_in(row, ways)) for row in own if row.what == NEW]
    mine = {row.lock_id: row.how_many for row in own if row.what == MINE}
    return Tally(odd, mine, {int(number): ways.get(int(number), NO_WORDS) for number in thread.locked})


def _way_in(row: Row[Any], ways: Mapping[int, Ways]) -> Ways:
    if row.is_gone:
        return NO_WORDS
    return OPEN if row.lock_id is None else ways.get(row.lock_id, NO_WORDS)


@cache
def _odd(*, aside: bool) -> Any:
    """Odd places after the reader's marks, alike ones together; the reader's own behind locks; what the locks are.

    Shapes: `aside` = with the places of people whom the reader has put aside, which are never new to them.
    """
    reader_id = bindparam("reader_id", type_=Integer)
    here = OddPlace.thread_id.in_(bindparam("threads", expanding=True))
    is_mine = func.coalesce(OddPlace.author_id == reader_id, literal(False))
    mark = and_(ReadMark.thread_id == OddPlace.thread_id, ReadMark.person_id == reader_id)
    grouped = (OddPlace.thread_id, OddPlace.lock_id, OddPlace.is_gone, is_mine)
    new = (
        select(
            literal(NEW).label("what"),
            *grouped[:3],
            is_mine.label("is_mine"),
            func.count().label("how_many"),
            func.min(OddPlace.position).label("first"),
        )
        .join(Thread, Thread.id == OddPlace.thread_id)
        .outerjoin(ReadMark, mark)
        .where(here, reader_id.is_not(None))
        .where(OddPlace.position > func.coalesce(ReadMark.position, 0))
        .where(OddPlace.position > Thread.last_position - COUNTED)
        .group_by(*grouped)
    )
    mine = (
        select(
            literal(MINE),
            OddPlace.thread_id,
            OddPlace.lock_id,
            literal(False),
            literal(True),
            func.count(),
            literal(0),
        )
        .where(here, OddPlace.author_id == reader_id, OddPlace.lock_id.is_not(None))
        .group_by(OddPlace.thread_id, OddPlace.lock_id)
    )
    if aside:
        places = union_all(
            _not_of(new, OddPlace.author_id), mine, _of_people_put_aside(ReadMark.person_id == reader_id)
        ).subquery()
    else:
        places = union_all(new, mine).subquery()
    named = select(
        literal(LOCK), literal(0), Lock.id, literal(False), literal(False), literal(0), literal(0), Lock.ways
    ).where(Lock.id.in_(bindparam("locks", expanding=True)))
    found = select(*places.c, Lock.ways).outerjoin(Lock, Lock.id == places.c.lock_id)
    return union_all(found, named)


def _put_aside() -> Any:
    return bindparam("aside", expanding=True)


def _not_of(places: Select[Any], author_id: Any) -> Select[Any]:
    """They are counted once, wherever else they are odd."""
    return places.where(or_(author_id.is_(None), author_id.not_in(_put_aside())))


def _of_people_put_aside(mark: Any) -> Any:
    """As nobody's words. At most `COUNTED` places of a thread are looked at."""
    here = _POSTS.c.thread_id == Thread.id
    return (
        select(
            literal(NEW),
            Thread.id,
            null(),
            literal(True),
            literal(False),
            func.count(),
            func.min(_POSTS.c.position),
        )
        .select_from(Thread)
        .outerjoin(ReadMark, and_(ReadMark.thread_id == Thread.id, mark))
        .join(_POSTS, here)
        .where(Thread.id.in_(bindparam("threads", expanding=True)), _POSTS.c.author_id.in_(_put_aside()))
        .where(_POSTS.c.position > func.coalesce(ReadMark.position, 0))
        .where(_POSTS.c.position > Thread.last_position - COUNTED)
        .group_by(Thread.id)
    )
