"""Whether a page that was left open still shows what it should: a question and an answer without a word of any post."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from forum.domain.people import Reader
from forum.posts.queries.pages import WATCHED, room_from, watch_of
from forum.presenting.posts import Watch
from forum.shows.queries import clearance
from forum.threads.queries import stored_thread


def watch(reader: Reader, thread_id: int, show_ids: Collection[int], now: datetime) -> Watch:
    """What a page of this thread would be made from now. Two statements.

    Shapes: `show_ids` = the shows that the page's texts are about.
    Raises: `Missing`.
    """
    there = stored_thread(reader, thread_id, now)
    shows = there[0].show_ids | frozenset(list(show_ids)[:WATCHED])
    return watch_of(room_from(reader, there, clearance(reader, shows, now, there[0].entered), now))
