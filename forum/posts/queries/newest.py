"""Where somebody goes on reading: the first new post of a thread that has a word for them."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy import or_, select

from forum.domain.people import Reader
from forum.domain.spoilers import Outcome
from forum.infra.db import db
from forum.infra.settings import current_settings
from forum.posts.models import Post
from forum.presenting.threads import StoredThread, door
from forum.presenting.threads.counting import Tally, is_readable
from forum.shows.queries import clearance
from forum.threads.models import OddPlace
from forum.threads.queries import stored_thread
from forum.threads.queries.odd_places import locks_after


def first_new(reader: Reader, thread_id: int, now: datetime) -> tuple[str, bool]:
    """The page of the first new post, and True; the end of the thread, and False, when there is none for this reader.

    Five statements, whatever the size.
    Raises: `Missing`.
    """
    found, _ = stored_thread(reader, thread_id, now)
    size = current_settings().posts_a_page
    position = None if reader.is_stranger else _first(reader, found, now)
    number = max(1, -(-(position or found.last_position) // size))
    at = f"/t/{thread_id}?page={number}" if number > 1 else f"/t/{thread_id}"
    return (f"{at}#unread", True) if position is not None else (at, False)


def _first(reader: Reader, found: StoredThread, now: datetime) -> int | None:
    """Its position. Places are walked in their order, so the walk ends at the first that is open."""
    locks = locks_after(found.id, found.read_to or 0)
    shows = found.show_ids | Tally(locks=locks).show_ids()
    sight = clearance(reader, shows, now, found.entered)
    sight = replace(sight.under(found.policy), opened_all=found.opened_all)
    if door(found, sight, now).outcome is not Outcome.SHOWN:
        return None
    shut = [lock_id for lock_id, ways in locks.items() if not is_readable(ways, found, sight, now)]
    here = OddPlace.thread_id == Post.thread_id, OddPlace.position == Post.position
    closed = select(OddPlace.id).where(*here, or_(OddPlace.is_gone, OddPlace.lock_id.in_(shut))).exists()
    position: int | None = db.session.scalar(
        select(Post.position)
        .where(Post.thread_id == found.id, Post.position > (found.read_to or 0))
        .where(or_(Post.author_id.is_(None), Post.author_id.not_in([reader.id, *reader.aside])), ~closed)
        .order_by(Post.position)
        .limit(1)
    )
    return position
