"""Rows of threads as values: the columns every reading query selects, and what is made of them."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row, Select, and_, null, select

from forum.domain.people import Reader
from forum.groups.models import Group
from forum.presenting.threads import StoredThread
from forum.threads.models import ReadMark, Thread


def threads_for(reader: Reader, *more: Any) -> Select[Any]:
    """Threads with their groups and this reader's marks. The caller says which groups the reader may read."""
    if reader.is_stranger:
        marks: tuple[Any, ...] = (null().label("read_to"), null().label("entered_key"))
        return select(Thread, Group, *marks, *more).join(Group, Group.id == Thread.group_id)
    marks = (ReadMark.position.label("read_to"), ReadMark.entered_key.label("entered_key"))
    own = and_(ReadMark.thread_id == Thread.id, ReadMark.person_id == reader.id)
    return select(Thread, Group, *marks, *more).join(Group, Group.id == Thread.group_id).outerjoin(ReadMark, own)


def stored(row: Row[Any]) -> StoredThread:
    """The values of a row of `threads_for`."""
    rows: tuple[Any, ...] = tuple(row)
    thread: Thread = rows[0]
    group: Group = rows[1]
    return StoredThread(
        id=thread.id,
        group_id=group.id,
        group_slug=group.slug,
        group_name=group.name,
        kind=thread.kind,
        created_at=thread.created_at,
        show_id=thread.show_id,
        season=thread.season,
        episode_id=thread.episode_id,
        hub_first_id=thread.hub_first_id,
        gate=thread.gate_now(),
        title=thread.title,
        neutral=thread.neutral_at is not None,
        link=thread.link,
        author_id=thread.author_id,
        opens_at=thread.opens_at,
        opened_at=thread.opened_at,
        slipped_at=thread.slipped_at,
        locked_at=thread.locked_at,
        lock_reason=thread.lock_reason,
        pinned_at=thread.pinned_at,
        post_count=thread.post_count,
        last_position=thread.last_position,
        last_post_at=thread.last_post_at,
        last_post_by_id=thread.last_post_by_id,
        topics=tuple(thread.topics),
        answer_post_id=thread.answer_post_id,
        event_count=thread.event_count,
        read_to=row.read_to,
        entered_key=row.entered_key,
    )
