"""What is set upon a thread: the answer to a question, and the hard topics it touches."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from forum.domain.people import Reader
from forum.domain.permissions import Action
from forum.infra.db import transaction
from forum.infra.jobs import announce
from forum.threads.actions.held import held, note
from forum.threads.models import What


def mark_answer(actor: Reader, thread_id: int, post_id: int, now: datetime) -> None:
    """This post answers the question. The caller, in the posts room, has made sure that it stands in the thread.

    Raises: `Missing`; `Denied` to all but the asker and moderators, and where nothing was asked.
    """
    with transaction():
        thread = held(actor, Action.THREAD_ANSWER, thread_id, now)
        if thread.answer_post_id != post_id:
            thread.answer_post_id = post_id
            note(thread, actor, What.ANSWERED, now, post_id=post_id)
            announce("thread.answered", thread_id=thread_id, post_id=post_id)


def clear_answer(actor: Reader, thread_id: int, now: datetime) -> None:
    """The question is open again.

    Raises: `Missing`; `Denied`.
    """
    with transaction():
        thread = held(actor, Action.THREAD_ANSWER, thread_id, now)
        if thread.answer_post_id is not None:
            note(thread, actor, What.UNANSWERED, now, post_id=thread.answer_post_id)
            thread.answer_post_id = None


def note_topics(actor: Reader, thread_id: int, topics: Iterable[str], reason: str, now: datetime) -> None:
    """Say which hard topics a thread touches, on top of those its episode has. Shapes: codes the caller has checked.

    Raises: `Missing`; `Denied`.
    """
    with transaction():
        thread = held(actor, Action.THREAD_NOTE, thread_id, now)
        wanted = sorted(set(topics))
        if wanted != thread.topics:
            note(thread, actor, What.NOTED, now, reason, **{"from": list(thread.topics), "to": wanted})
            thread.topics = wanted
