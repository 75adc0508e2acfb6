"""Posts that belong elsewhere: into another thread, behind that thread's gate, with their authors' own marks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import groupby
from types import MappingProxyType
from typing import Any

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

_AT_THE_END: Mapping[int, int] = MappingProxyType({})


def move_post(actor: Reader, post_id: int, form: MovePostForm, now: datetime) -> None:
    """Into another thread, at its end. Its address stays; answers to it keep leading to it.

    The new thread's gate takes the place of the old one's around it; its author's marks keep meaning what they meant.
    Raises: `Missing`; `Denied` without the right at both ends; `Invalid` under "thread" for one that is not there, not
    open yet, or its own; `Conflict` "gone" for a post that does not stand, "opening-post" for that which began a
    conversation.
    """
    with transaction():
        post, facts = post_and_facts(actor, post_id, now, hold=True)
        require(actor, Action.POST_MOVE, aimed(actor, facts, form.thread, form.model_dump(), now))
        here, there = held_in_order(post.thread_id, form.thread)
        if not post.stands:
            raise Conflict("gone")
        if post.position == 1 and here.kind not in FROM_CALENDAR:
            raise Conflict("opening-post")
        note_thread(here, actor, What.POST_LEFT, now, form.reason[:REASON])
        note_thread(there, actor, What.POST_CAME, now, form.reason[:REASON])
        carry_over(actor, [post], (here, there), form.reason, now)


REASON = 300
"""So much of a reason the notes of threads hold."""


def aimed(actor: Reader, facts: PostFacts, thread_id: int, typed: Mapping[str, Any], now: datetime) -> PostFacts:
    """The facts with the group of the thread it shall go to.

    Raises: `Denied`; `Invalid` under "thread".
    """
    require(actor, Action.POST_MOVE, facts)
    if thread_id == facts.thread.id:
        raise Invalid({"thread": ["same-thread"]}, dict(typed))
    try:
        target = thread_facts(actor, thread_id, now)
    except Missing:
        raise Invalid({"thread": ["unknown-thread"]}, dict(typed)) from None
    if not target.open:
        raise Denied("not-open-yet")
    return replace(facts, thread=replace(facts.thread, target=target.group))


def held_in_order(here_id: int, there_id: int) -> tuple[Thread, Thread]:
    """Both rows, held until the end; always the lower id first, so that two moves never wait for each other. Whoever
    holds posts as well holds them before."""
    rows = {number: held_row(number) for number in sorted((here_id, there_id))}
    return rows[here_id], rows[there_id]


def carry_over(
    actor: Reader,
    posts: Sequence[Post],
    ends: tuple[Thread, Thread],
    reason: str,
    now: datetime,
    *,
    places: Mapping[int, int] = _AT_THE_END,
    **detail: Any,
) -> None:
    """Held posts of one held thread to the end of another one, in this order; the caller has the right at both ends.

    Shapes: `places` by id for posts that go back to where they stood before; `detail` goes into each post's event.
    """
    here, there = ends
    ids = [post.id for post in posts]
    _rehouse(posts, here.gate_now(), there.gate_now())
    for post in posts:
        empty_place(here, post.position)
        if post.id not in places:
            there.last_position += 1
        post.thread_id, post.position = there.id, places.get(post.id, there.last_position)
    db.session.execute(update(Reveal).where(Reveal.post_id.in_(ids)).values(thread_id=there.id))
    if here.answer_post_id in ids:
        note_thread(here, actor, What.UNANSWERED, now, post_id=here.answer_post_id)
        here.answer_post_id = None
    for thread_id in sorted((here.id, there.id)):
        recount(thread_id)
    for post in posts:
        place_post(there, post.position, post.author_id, ways_of(post), came=True)
        note(post, actor, "moved", reason, now, **{"from": here.id, "to": there.id}, **detail)
    follow_echoes(ids, now)


def _rehouse(posts: Iterable[Post], before: Gate | None, after: Gate | None) -> None:
    """Every version of them behind the gate of their new thread."""
    known = {post.id: post for post in posts}
    wanted = select(Revision).where(Revision.post_id.in_(known)).order_by(Revision.post_id, Revision.version)
    for post_id, revisions in groupby(db.session.scalars(wanted).all(), key=lambda one: one.post_id):
        newest = Document(())
        for revision in revisions:
            newest = rehoused(revision.read(), after)
            revision.document = newest.to_json()
            if before is not None and BARE not in revision.scopes:
                revision.scopes = {BARE: before.to_json(), **revision.scopes}
        post = known[post_id]
        post.keep(shut(newest, post.echo_gate, post.gate).to_json())
