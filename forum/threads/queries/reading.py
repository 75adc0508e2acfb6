"""Rows of threads as values: the columns every reading query selects, and what is made of them."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from sqlalchemy import Integer, Row, Select, and_, bindparam, null, select

from forum.domain.gates import Gate
from forum.domain.people import Reader
from forum.groups.models import POLICY, Group, policy_of
from forum.presenting.threads import StoredThread
from forum.threads.models import ReadMark, Thread

_MARKS: dict[str, Any] = {
    "read_to": ReadMark.position,
    "entered_key": ReadMark.entered_key,
    "entered_at": ReadMark.entered_at,
    "all_opened_at": ReadMark.all_opened_at,
}
_FOUND: dict[str, Any] = {
    "group_id": Group.id,
    "group_slug": Group.slug,
    "group_name": Group.name,
    "neutral": Thread.neutral_at.is_not(None),
}
"""What is no column of threads by the same name."""

_NAMES = tuple(one.name for one in fields(StoredThread) if one.name not in (*_MARKS, "policy"))
_COLUMNS = tuple((_FOUND[name] if name in _FOUND else getattr(Thread, name)).label(f"thread_{name}") for name in _NAMES)
"""Their labels leave plain names to what a caller adds; `stored` takes them by their place."""


def threads_for(reader: Reader, *more: Any) -> Select[Any]:
    """Threads with their groups and this reader's marks. The caller says which groups the reader may read."""
    return _with_marks(null() if reader.is_stranger else reader.id, more)


def threads_for_anybody(*more: Any) -> Select[Any]:
    """The same for the parameter `reader_id`, None for strangers: for statements that are put together once."""
    return _with_marks(bindparam("reader_id", type_=Integer), more)


def _with_marks(reader_id: Any, more: tuple[Any, ...]) -> Select[Any]:
    marks = tuple(column.label(name) for name, column in _MARKS.items())
    own = and_(ReadMark.thread_id == Thread.id, ReadMark.person_id == reader_id)
    found = select(*_COLUMNS, *marks, *POLICY, *more).select_from(Thread).join(Group, Group.id == Thread.group_id)
    return found.outerjoin(ReadMark, own)


def stored(row: Row[Any]) -> StoredThread:
    """The values of a row of `threads_for`."""
    values: dict[str, Any] = dict(zip(_NAMES, row, strict=False))  # what a caller added comes after them
    values["gate"] = Gate.from_json(values["gate"]) if values["gate"] is not None else None
    values["topics"] = tuple(values["topics"])
    return StoredThread(**values, **{name: getattr(row, name) for name in _MARKS}, policy=policy_of(row))
