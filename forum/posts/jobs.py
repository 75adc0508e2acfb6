"""What the worker does for this room. Handlers may run twice."""

from __future__ import annotations

from datetime import datetime

from forum.infra.jobs import every, handles
from forum.posts.actions.amending import recompose_thread
from forum.posts.actions.submitting import forget_submissions


@handles("thread.regated")
def close_texts_anew(payload: dict[str, object], now: datetime) -> None:
    """A thread is about something else now: so are its texts."""
    recompose_thread(int(str(payload["thread_id"])), now)


@every(minutes=60)
def forget_old_submissions(now: datetime) -> None:
    """Drop keys that nobody will send again."""
    forget_submissions(now)
