"""What the worker does for this room. Handlers may run twice."""

from __future__ import annotations

from datetime import datetime

from forum.infra.jobs import every, handles
from forum.posts.actions.amending import recompose_thread
from forum.posts.actions.echoing import follow_echoes
from forum.posts.actions.submitting import forget_submissions


@handles("thread.regated")
def close_texts_anew(payload: dict[str, object], now: datetime) -> None:
    """A thread is about something else now: so are its texts."""
    recompose_thread(int(str(payload["thread_id"])), now)


@handles("post.written")
@handles("post.amended")
@handles("post.sealed")
@handles("post.unsealed")
@handles("post.moved")
def close_answers_again(payload: dict[str, object], now: datetime) -> None:
    """The action did it already; an answer that was written in the very same moment is found here."""
    follow_echoes([int(str(payload["post_id"]))], now)


@every(minutes=60)
def forget_old_submissions(now: datetime) -> None:
    """Drop keys that nobody will send again."""
    forget_submissions(now)
