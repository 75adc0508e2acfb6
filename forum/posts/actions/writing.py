"""New posts: a reply, and what every new post brings with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Integer, Select, and_, bindparam, delete, exists, select

from forum.domain.catalogue import Catalogue
from forum.domain.errors import Denied, Invalid, Missing, Waits
from forum.domain.people import GroupRole, Reader
from forum.domain.permissions import GroupFacts, ThreadFacts, may_read
from forum.domain.policies import SpoilerPolicy
from forum.domain.sanctions import SLOW_PAUSE
from forum.groups.queries.facts import anybodys_standing, facts_of
from forum.infra.db import db, prepared, transaction
from forum.infra.hearing import Spoken, speak, speaks_of_need
from forum.infra.jobs import announce, announced_together
from forum.infra.rows import HELD, LARGEST_ID
from forum.infra.weighing import Sent, Weighed, weigh
from forum.posts.actions.echoing import follow_echoes, note_quotations
from forum.posts.actions.mentioning import note_mentions
from forum.posts.actions.needing import fold, is_to_be_folded
from forum.posts.actions.placing import ways_of
from forum.posts.actions.submitting import claim, fingerprint
from forum.posts.covering import chosen_cover
from forum.posts.forms import ReplyForm
from forum.posts.models import Draft, Post, Revision, Submission
from forum.posts.places import thread_place
from forum.posts.pressing import read_document
from forum.posts.scoping import Composed, ScopeReader, composed
from forum.presenting.threads import Kind
from forum.rendering.document import authored
from forum.shows.queries import catalogues
from forum.threads.actions.placing import place_new_post
from forum.threads.models import Thread
from forum.threads.queries.facts import facts_from
from forum.threads.queries.reading import stored, threads_for_anybody


@dataclass(frozen=True, slots=True)
class Written:
    """Where a post stands that was just written.

    Shapes: `inherits` = it is covered because what it answers is; `heard` = rooms above may have a word for its author.
    """

    post_id: int
    thread_id: int
    position: int
    inherits: bool = False
    heard: bool = False


class Held(NamedTuple):
    """A thread whose row is held, as its rules and scopes see it.

    Shapes: `read_to` = the actor's mark in it; `has_draft` = something that the actor began for it is kept; `answered`
    = the post of it that was asked for.
    """

    thread: Thread
    facts: ThreadFacts
    known: Mapping[int, Catalogue]
    policy: SpoilerPolicy
    read_to: int | None
    has_draft: bool
    answered: Post | None


def reply(actor: Reader, thread_id: int, form: ReplyForm, now: datetime) -> int:
    """Write a post in a thread. Returns its id; the same submission sent again returns the first one.

    Raises: `Missing`; `Denied`; `Invalid` when the text is refused; `Conflict` when the key was used otherwise.
    """
    return write_reply(actor, thread_id, form, now).post_id


def write_reply(actor: Reader, thread_id: int, form: ReplyForm, now: datetime, *, vetted: bool = False) -> Written:
    """The same, for who wants to know where the post stands.

    Shapes: `vetted` = a moderator has looked at it already.
    Raises: also `Waits` when a moderator looks at it first; then it is kept, and is no post.
    """
    with transaction():
        held = held_for_writing(actor, thread_id, now, answers=form.reply_to)
        thread = held.thread
        folded = is_to_be_folded(actor, held.facts, form.body)
        if not vetted:
            refuse_hurry(actor, held.facts.group, form.body, now)
        sent = fingerprint(thread_place(thread_id), form.model_dump())
        claimed = claim(id_of(actor), form.submission_key, sent, now)
        if isinstance(claimed, int):
            return _written(db.session.get_one(Post, claimed))
        answered = held.answered
        if form.reply_to is not None and answered is None:
            raise Invalid({"reply_to": ["not-an-option"]})
        reader = ScopeReader(thread.gate_now(), now, None, held.known, held.policy)
        text = _reply_text(form, reader, answered)
        as_sent = sent_reply(actor, thread, held.facts.group.role, form, text=text, now=now)
        weighed = Weighed() if vetted or folded else weigh(as_sent)
        if held.has_draft:
            forget_draft(id_of(actor), thread_place(thread_id))
        if weighed.waiting_id is None:
            post = add_post(actor, thread, text, now, None if folded else answered, read_to=held.read_to)
            if folded:
                fold(post)
            heard = speak(Spoken(thread.id, post.id, actor.id, text.source, topics=thread.topics))
            weighed.then(post.id)
            if claimed is not None:
                claimed.post_id = post.id
            inherits = post.echo is not None or (not form.cover and text.cover is not None)
            return _written(post, inherits=inherits, heard=heard)
        keep_waiting(claimed, weighed.waiting_id)
    raise Waits(weighed.waiting_id)


def sent_reply(
    actor: Reader, thread: Thread, role: GroupRole | None, form: ReplyForm, *, text: Composed, now: datetime
) -> Sent:
    """A reply as it is weighed."""
    return Sent(
        actor=actor,
        role=role,
        group_id=thread.group_id,
        thread_id=thread.id,
        form=form.model_dump(mode="json"),
        text=text.source,
        document=text.document.to_json(),
        now=now,
        opened_at=thread.opened_at if thread.kind == Kind.EPISODE else None,
    )


def keep_waiting(claimed: Submission | None, waiting_id: int) -> None:
    """What was sent with this key waits there."""
    if claimed is not None:
        claimed.waiting_id = waiting_id


def refuse_hurry(actor: Reader, group: GroupFacts, body: str, now: datetime) -> None:
    """Whoever was told to write slowly waits between two posts, but not with words of need.

    Raises: `Denied` with "slow-down".
    """
    if group.restraint != "slow":
        return
    newest = select(Post.created_at).where(Post.author_id == actor.id).order_by(Post.id.desc()).limit(1)
    last = db.session.scalar(newest)
    if last is not None and last > now - SLOW_PAUSE and not speaks_of_need(body):
        raise Denied("slow-down")


def _reply_text(form: ReplyForm, reader: ScopeReader, answered: Post | None) -> Composed:
    """The answer behind what the author of the post that it answers hides, or behind more.

    What others put over that post does not become this author's choice: it comes and goes with it (`echoing`).
    """
    typed = form.model_dump()
    heard = read_document(answered.id, answered.document) if answered is not None else None
    cover = chosen_cover(form.cover, reader, typed, heard)
    if not form.cover and heard is not None:
        cover = chosen_cover("", reader, typed, authored(heard))
    return composed(form.body, reader, typed, cover)


def held_for_writing(actor: Reader, thread_id: int, now: datetime, *, answers: int | None = None) -> Held:
    """A thread's row, held until the end of the transaction: two replies at once get two places. Two statements.

    Shapes: `answers` = the id of a post that should stand in it.
    Raises: `Missing` when there is none, or none for the actor.
    """
    if not 0 < thread_id <= LARGEST_ID:
        raise Missing
    asked = {"thread_id": thread_id, "place": thread_place(thread_id), "answers": answers}
    row = db.session.execute(_held(), {**asked, "reader_id": actor.id, "now": now}).one_or_none()
    if row is None:
        raise Missing
    group = facts_of(row)
    if not may_read(actor, group):
        raise Missing
    found = stored(row)
    known = catalogues(found.show_ids)
    facts = facts_from(found, group, known, now)
    return Held(row.Thread, facts, known, found.policy, found.read_to, row.has_draft, row.Post)


@cache
def _held() -> Select[Any]:
    began = exists().where(Draft.person_id == bindparam("reader_id"), Draft.place == bindparam("place"))
    one = threads_for_anybody(*anybodys_standing(), Thread, began.label("has_draft"), Post)
    answers = bindparam("answers", type_=Integer)
    one = one.outerjoin(Post, and_(Post.id == answers, Post.thread_id == Thread.id))
    one = one.where(Thread.id == bindparam("thread_id"))
    return one.with_for_update(of=Thread, **HELD).execution_options(populate_existing=True)


def _written(post: Post, *, inherits: bool = False, heard: bool = False) -> Written:
    return Written(post.id, post.thread_id, post.position, inherits, heard)


def add_post(
    actor: Reader,
    thread: Thread,
    text: Composed,
    now: datetime,
    answered: Post | None = None,
    *,
    read_to: int | None = None,
) -> Post:
    """The post at the end of a thread whose row is held, with its first revision, and everybody's counters.

    Shapes: `read_to` = the place up to which its author had read.
    """
    thread.last_position += 1
    thread.post_count += 1
    thread.last_post_at = thread.active_at = now
    thread.last_post_by_id = actor.id
    post = Post(
        thread_id=thread.id,
        position=thread.last_position,
        author_id=actor.id,
        reply_to_id=answered.id if answered else None,
        source=text.source,
        document=text.document.to_json(),
        version=1,
        created_at=now,
    )
    db.session.add(post)
    db.session.flush()
    db.session.add(revision_of(post, text, now))
    place_new_post(thread, id_of(actor), ways_of(post), read_to, now)
    is_echo = answered is not None and (answered.seal or answered.echo) is not None
    if note_quotations(post, thread, text.source) or is_echo:
        follow_echoes([post.id], now)
    with announced_together():
        note_mentions(post.id, id_of(actor), text.document, text.people, edited=False)
        announce("post.written", post_id=post.id, thread_id=thread.id)
        if answered is not None and answered.author_id not in (None, actor.id):
            announce("post.replied", post_id=post.id, person_id=answered.author_id, to_post_id=answered.id)
    return post


def revision_of(post: Post, text: Composed, now: datetime) -> Revision:
    """The version of a post that was just composed."""
    return Revision(
        post_id=post.id,
        version=post.version,
        source=text.source,
        document=text.document.to_json(),
        scopes=dict(text.scopes),
        cover=text.cover.to_json() if text.cover else None,
        author_id=post.author_id,
        written_at=now,
    )


_FORGETTING = delete(Draft).where(Draft.person_id == bindparam("person_id"), Draft.place == bindparam("place"))


def forget_draft(person_id: int, place: str) -> None:
    """What was begun there has been sent."""
    prepared(_FORGETTING, person_id=person_id, place=place)


def id_of(actor: Reader) -> int:
    """The id of whoever is signed in. Raises: `Denied`."""
    if actor.id is None:
        raise Denied("sign-in")
    return actor.id
