"""A post that belongs elsewhere: into another thread, behind that thread's gate, with its author's own marks."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy import select, update

from forum.domain.errors import Conflict, Denied, Invalid, Missing
from forum.domain.gates import Gate
from forum.domain.people import Reader
from forum.domain.permissions import Action, PostFacts, require
from forum.infra.db import db, transaction
from forum.posts.actions.amending import BARE
from forum.posts.actions.echoing import follow_echoes
from forum.posts.actions.placing import ways_of
from forum.posts.actions.tending import note, recount
from forum.posts.finding import post_and_facts
from forum.posts.forms import MovePostForm
from forum.posts.models import Post, Reveal, Revision
from forum.posts.pressing import shut
from forum.presenting.threads import FROM_CALENDAR
from forum.rendering.document import Document, rehoused
from forum.threads.actions.held import held_row
from forum.threads.actions.held import note as note_thread
from forum.threads.actions.placing import empty_place, place_post
from forum.threads.models import Thread, What
from forum.threads.queries import thread_facts


def move_post(actor: Reader, post_id: int, form: MovePostForm, now: datetime) -> None:
    """Into another thread, at its end. Its address stays; answers to it keep leading to it.

    The new thread's gate takes the place of the old one's around it; its author's marks keep meaning what they meant.
    Raises: `Missing`; `Denied` without the right at both ends; `Invalid` under "thread" for one that is not there, not
    open yet, or its own; `Conflict` "gone" for a post that does not stand, "opening-post" for that which began a
    conversation.
    """
    with transaction():
        post, facts = post_and_facts(actor, post_id, now, hold=True)
        require(actor, Action.POST_MOVE, _aimed(actor, facts, form, now))
        here, there = _held_in_order(post.thread_id, form.thread)
        if not post.stands:
            raise Conflict("gone")
        if post.position == 1 and here.kind not in FROM_CALENDAR:
            raise Conflict("opening-post")
        _rehouse(post, here.gate_now(), there.gate_now())
        empty_place(here, post.position)
        there.last_position += 1
        post.thread_id, post.position = there.id, there.last_position
        db.session.execute(update(Reveal).where(Reveal.post_id == post.id).values(thread_id=there.id))
        if here.answer_post_id == post.id:
            here.answer_post_id = None
            note_thread(here, actor, What.UNANSWERED, now, post_id=post.id)
        note_thread(here, actor, What.POST_LEFT, now, form.reason[:REASON])
        note_thread(there, actor, What.POST_CAME, now, form.reason[:REASON])
        for thread_id in sorted((here.id, there.id)):
            recount(thread_id)
        place_post(there, post.position, post.author_id, ways_of(post), came=True)
        note(post, actor, "moved", form.reason, now, **{"from": here.id, "to": there.id})
        follow_echoes([post.id], now)


REASON = 300
"""So much of a reason the notes of threads hold."""


def _aimed(actor: Reader, facts: PostFacts, form: MovePostForm, now: datetime) -> PostFacts:
    """The facts with the group of the thread it shall go to."""
    typed = form.model_dump()
    require(actor, Action.POST_MOVE, facts)
    if form.thread == facts.thread.id:
        raise Invalid({"thread": ["same-thread"]}, typed)
    try:
        target = thread_facts(actor, form.thread, now)
    except Missing:
        raise Invalid({"thread": ["unknown-thread"]}, typed) from None
    if not target.open:
        raise Denied("not-open-yet")
    return replace(facts, thread=replace(facts.thread, target=target.group))


def _held_in_order(here_id: int, there_id: int) -> tuple[Thread, Thread]:
    """Both rows, held until the end; always the lower id first, so that two moves never wait for each other."""
    rows = {number: held_row(number) for number in sorted((here_id, there_id))}
    return rows[here_id], rows[there_id]


def _rehouse(post: Post, before: Gate | None, after: Gate | None) -> None:
    """Every version of it behind the gate of its new thread."""
    newest = Document(())
    for revision in db.session.scalars(select(Revision).where(Revision.post_id == post.id).order_by(Revision.version)):
        newest = rehoused(revision.read(), after)
        revision.document = newest.to_json()
        if before is not None and BARE not in revision.scopes:
            revision.scopes = {BARE: before.to_json(), **revision.scopes}
    post.keep(shut(newest, post.echo_gate, post.gate).to_json())
