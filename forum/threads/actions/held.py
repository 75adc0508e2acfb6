"""A thread's row, held for a change, and the note of what was done."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import select

from forum.domain.errors import Denied, Missing
from forum.domain.people import Reader
from forum.domain.permissions import Action, require
from forum.infra.db import db
from forum.infra.jobs import announce
from forum.infra.rows import holding
from forum.threads.models import Thread, ThreadEvent, What
from forum.threads.queries import thread_facts


def held(actor: Reader, action: Action, thread_id: int, now: datetime) -> Thread:
    """The row, once the rules agree. It is held until the transaction ends.

    Raises: `Missing`; `Denied`.
    """
    require(actor, action, thread_facts(actor, thread_id, now))
    return held_row(thread_id)


def held_row(thread_id: int) -> Thread:
    """The row, for actions that have asked the rules themselves.

    Raises: `Missing`.
    """
    row: Thread | None = db.session.scalar(
        holding(select(Thread).where(Thread.id == thread_id)).execution_options(populate_existing=True)
    )
    if row is None:
        raise Missing
    return row


def signed_in(actor: Reader) -> int:
    """The actor's id.

    Raises: `Denied` for strangers.
    """
    if actor.id is None:
        raise Denied("sign-in")
    return actor.id


def note(thread: Thread, actor: Reader, what: What, now: datetime, reason: str = "", **detail: Any) -> ThreadEvent:
    """Write down and announce what was done to a held thread. Returns the row, whose id comes with the next flush."""
    announce("thread.tended", thread_id=thread.id, what=what.value)
    thread.event_count += 1
    event = ThreadEvent(
        thread_id=thread.id,
        actor_id=actor.id,
        what=what.value,
        reason=reason,
        detail=detail,
        happened_at=now,
    )
    db.session.add(event)
    return event
