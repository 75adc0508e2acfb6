"""A thread as the rules see it, for one reader."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam

from forum.domain.catalogue import Catalogue
from forum.domain.errors import Missing
from forum.domain.people import Reader
from forum.domain.permissions import GroupFacts, ThreadFacts, may_read
from forum.groups.queries.facts import anybodys_standing, facts_of
from forum.infra.db import prepared
from forum.infra.rows import LARGEST_ID
from forum.presenting.threads import FROM_CALENDAR, StoredThread, is_open
from forum.shows.queries import catalogues
from forum.threads.models import Thread
from forum.threads.queries.reading import stored, threads_for_anybody


def stored_thread(reader: Reader, thread_id: int, now: datetime) -> tuple[StoredThread, GroupFacts]:
    """A thread's values and the reader's place in its group, in one statement. For queries and actions above.

    Raises: `Missing` when there is none, or none for this reader.
    """
    if not 0 < thread_id <= LARGEST_ID:
        raise Missing
    row = prepared(_one(), thread_id=thread_id, reader_id=reader.id, now=now).one_or_none()
    if row is None:
        raise Missing
    group = facts_of(row)
    if not may_read(reader, group):
        raise Missing
    return stored(row), group


@cache
def _one() -> Select[Any]:
    return threads_for_anybody(*anybodys_standing()).where(Thread.id == bindparam("thread_id"))


def thread_facts(reader: Reader, thread_id: int, now: datetime) -> ThreadFacts:
    """What the rules need to know of a thread, for this reader. One statement, two for threads of the calendar.

    Raises: `Missing` when there is none, or none for this reader.
    """
    found, group = stored_thread(reader, thread_id, now)
    known = catalogues(found.show_ids) if found.kind in FROM_CALENDAR else {}
    return facts_from(found, group, known, now)


def facts_from(found: StoredThread, group: GroupFacts, known: Mapping[int, Catalogue], now: datetime) -> ThreadFacts:
    """The same from what was read before. Shapes: `known` holds the thread's show when the calendar opens it."""
    return ThreadFacts(
        id=found.id,
        group=group,
        author_id=found.author_id,
        kind=found.kind,
        open=is_open(found, known.get(found.show_id or 0), now),
        locked=found.locked_at is not None,
        merged=found.merged_into_id is not None,
    )
