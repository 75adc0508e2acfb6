"""Which post answers a question."""

from __future__ import annotations

from datetime import datetime

from forum.domain.errors import Conflict
from forum.domain.people import Reader
from forum.infra.db import transaction
from forum.posts.finding import post_and_facts
from forum.threads import actions as threads


def take_answer(actor: Reader, post_id: int, now: datetime) -> None:
    """This post answers the question that its thread asks.

    Raises: `Missing`; `Denied` to all but the asker and moderators; `Conflict` "gone", and "asks-itself" for the post
    that is the question.
    """
    with transaction():
        post, _ = post_and_facts(actor, post_id, now)
        if not post.stands:
            raise Conflict("gone")
        if post.position == 1:
            raise Conflict("asks-itself")
        threads.mark_answer(actor, post.thread_id, post.id, now)
