"""What the worker does for this room: the index follows what is written, within moments. Handlers may run twice."""

from __future__ import annotations

from datetime import datetime

from forum.infra.jobs import handles
from forum.search.actions import index_posts, index_posts_of, index_show, index_thread


@handles("post.written")
@handles("post.amended")
@handles("post.sealed")
@handles("post.unsealed")
@handles("post.removed")
@handles("post.restored")
@handles("post.moved")
@handles("post.withdrawn")
def follow_a_post(payload: dict[str, object], now: datetime) -> None:  # noqa: ARG001 - a handler's signature
    """A post has other words, other gates, or none any more."""
    index_posts([int(str(payload["post_id"]))])


@handles("posts.echoed")
def follow_answers(payload: dict[str, object], now: datetime) -> None:  # noqa: ARG001 - a handler's signature
    """What these posts answer was sealed, covered or moved, or is not any more."""
    ids = payload["post_ids"]
    index_posts([int(str(one)) for one in ids] if isinstance(ids, list) else [])


@handles("thread.started")
@handles("thread.opened")
def follow_a_new_thread(payload: dict[str, object], now: datetime) -> None:  # noqa: ARG001 - a handler's signature
    """A thread has a title."""
    index_thread(int(str(payload["thread_id"])))


@handles("thread.regated")
@handles("thread.tended")
def follow_a_thread(payload: dict[str, object], now: datetime) -> None:  # noqa: ARG001 - a handler's signature
    """A thread has another gate, title or group. Its texts were closed anew before: rooms are asked from below."""
    thread_id = int(str(payload["thread_id"]))
    index_thread(thread_id)
    if payload.get("what", "moved") == "moved":
        index_posts_of(thread_id)


@handles("episode.changed")
def follow_a_show(payload: dict[str, object], now: datetime) -> None:  # noqa: ARG001 - a handler's signature
    """A show has other episodes."""
    index_show(int(str(payload["show_id"])))
