"""What words that were found in a thread do to it: the notice for its topics, a neutral title while a person looks."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import exists, select

from forum.domain.people import Reader
from forum.infra.db import db
from forum.infra.jobs import announce
from forum.shows.queries import catalogues
from forum.threads.actions.held import held_row, note
from forum.threads.models import Thread, ThreadEvent, What

MACHINE = Reader.stranger()


def raise_topics(thread_id: int, topics: Collection[str], rule: str, now: datetime) -> None:
    """Add topics that the thread does not have yet. What people took away once is not put back.

    Shapes: `rule` = what readers may know of why, "" for nothing.
    """
    thread = held_row(thread_id)
    missing = set(topics) - set(thread.topics)
    if not missing or not missing - _inherited(thread) or _was_tended(thread_id):
        return
    wanted = sorted({*thread.topics, *missing})
    note(thread, MACHINE, What.NOTED, now, rule, **{"from": list(thread.topics), "to": wanted})
    thread.topics = wanted


def cover_title(thread_id: int, now: datetime) -> None:
    """A neutral title until a person has decided. Covered twice is covered once."""
    thread = held_row(thread_id)
    if thread.neutral_at is None:
        thread.neutral_at, thread.neutral_by_id = now, None
        announce("thread.tended", thread_id=thread.id, what=What.NEUTRALISED.value)


def uncover_title(thread_id: int) -> None:
    """The written title again, where no person covered it."""
    thread = held_row(thread_id)
    if thread.neutral_at is not None and thread.neutral_by_id is None:
        thread.neutral_at = None
        announce("thread.tended", thread_id=thread.id, what=What.GIVEN_BACK.value)


def _inherited(thread: Thread) -> frozenset[str]:
    if thread.show_id is None:
        return frozenset()
    catalogue = catalogues([thread.show_id]).get(thread.show_id)
    return catalogue.topics_of(thread.episode_id, thread.season) if catalogue else frozenset()


def _was_tended(thread_id: int) -> bool:
    by_people = ThreadEvent.what == What.NOTED.value, ThreadEvent.actor_id.is_not(None)
    return bool(db.session.scalar(select(exists().where(ThreadEvent.thread_id == thread_id, *by_people))))
