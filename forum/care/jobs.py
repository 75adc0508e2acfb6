"""What the worker does for this room. Handlers may run twice."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import undefer

from forum.care import listening
from forum.care.actions.retention import forget_accesses, forget_cases, forget_messages
from forum.care.paging import call_pager, mail_that_words_wait, mail_those_on_call, page_what_waits
from forum.domain.caring import Call
from forum.infra.db import db, transaction
from forum.infra.hearing import UNHEARD, Spoken, listened
from forum.infra.jobs import every, handles
from forum.posts.models import Post
from forum.threads.models import Thread


@handles("care.page")
def on_page(payload: dict[str, object], now: datetime) -> None:  # noqa: ARG001 - a handler's signature
    """Somebody of the team is needed."""
    mail_those_on_call(int(str(payload["case_id"])), _about(payload))


@handles("care.webhook")
def on_urgent(payload: dict[str, object], now: datetime) -> None:  # noqa: ARG001 - a handler's signature
    """Somebody is needed at once."""
    call_pager(int(str(payload["case_id"])), _about(payload))


def _about(payload: dict[str, object]) -> Call:
    """What was announced before calls had a reason told of a case that waits."""
    return Call(str(payload.get("about", Call.WAITS)))


@handles("care.written")
def on_written(payload: dict[str, object], now: datetime) -> None:  # noqa: ARG001 - a handler's signature
    """The team wrote to somebody."""
    mail_that_words_wait(int(str(payload["message_id"])))


@handles(UNHEARD)
def on_unheard(payload: dict[str, object], now: datetime) -> None:  # noqa: ARG001 - a handler's signature
    """Words that could not be looked at when they were written."""
    thread = db.session.get(Thread, int(str(payload["thread_id"])))
    number = payload.get("post_id")
    if thread is None:
        return
    found = (
        select(Post).where(Post.id == number)
        if number
        else select(Post).where(Post.thread_id == thread.id, Post.position == 1)
    )
    post = db.session.scalar(found.options(undefer(Post.source)))
    if post is None:
        return
    title = thread.title if post.position == 1 else None
    spoken = Spoken(thread.id, post.id, post.author_id, post.source, title, tuple(thread.topics), edited=True)
    with transaction():
        listening.take_in(listened(spoken))


@every(minutes=5)
def page_again(now: datetime) -> None:
    """What nobody has looked at in time, and follow-ups that are due."""
    page_what_waits(now)


@every(minutes=60)
def forget(now: datetime) -> None:
    """What is kept no longer."""
    forget_cases(now)
    forget_messages(now)
    forget_accesses(now)
