"""New versions of a post, and texts that move to another place."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import undefer

from forum.domain.errors import Conflict, Denied, Invalid
from forum.domain.gates import Gate
from forum.domain.labels import label
from forum.domain.people import Reader
from forum.domain.permissions import Action, GroupFacts, PostFacts, judge
from forum.domain.policies import SpoilerPolicy
from forum.groups.models import Group
from forum.infra.db import db, transaction
from forum.infra.hearing import Spoken, speak, speaks_of_need
from forum.infra.jobs import announce
from forum.infra.rows import holding
from forum.infra.weighing import Sent, weigh
from forum.posts.actions.echoing import follow_echoes, follow_thread, forget_quotations, note_quotations
from forum.posts.actions.mentioning import note_mentions
from forum.posts.actions.needing import fold, is_to_be_folded
from forum.posts.actions.placing import settle_place
from forum.posts.actions.writing import revision_of
from forum.posts.covering import read_cover
from forum.posts.echoes import whole_gates
from forum.posts.finding import post_and_facts
from forum.posts.forms import NO_COVER, AmendForm
from forum.posts.models import Post, Revision
from forum.posts.pressing import shut
from forum.posts.scoping import Composed, ScopeReader, composed
from forum.rendering.document import Cover, Document, Veil, rehoused
from forum.rendering.lowering import lowered
from forum.threads.models import Thread

ANYTHING = SpoilerPolicy(leaks=True)
"""For texts that stand already, and for gates that only hide more."""

BARE = ""
"""Among the scopes of a version that was moved: what a mark without a scope meant where it was written."""


def amend_post(actor: Reader, post_id: int, form: AmendForm, now: datetime) -> int:
    """Replace the words of one's own post. Returns the new version; the same words again change nothing.

    Ceilings are frozen anew and never fall unless the author names a lower scope; a moderator's seal stays.
    Raises: `Missing`; `Denied`; `Conflict` when it was edited meanwhile; `Invalid` when the text is refused, and with
    "lower-than-before" when it hides less than before and `form.lower` does not say that this is meant.
    """
    with transaction():
        post, facts = post_and_facts(actor, post_id, now, hold=True)
        folded = _is_to_be_folded(actor, facts, post, form.body)
        if form.version != post.version:
            raise Conflict("edited-meanwhile", version=post.version)
        last = latest_revision(post)
        thread = db.session.get_one(Thread, post.thread_id)
        policy = db.session.get_one(Group, thread.group_id).policy()
        reader = ScopeReader(thread.gate_now(), now, last.scopes, policy=policy)
        cover = _cover(form, last, reader)
        if last.source == form.body and cover == _gate(last.cover):
            return post.version
        text = composed(form.body, reader, form.model_dump(), cover)
        if not form.lower:
            _refuse_lower(last.read(), text.document, reader, form)
        post.source, post.version, post.edited_at = text.source, post.version + 1, now
        post.keep(shut(text.document, post.echo_gate, post.gate).to_json())
        if folded:
            fold(post)
        db.session.add(revision_of(post, text, now))
        settle_place(post)
        _follow(post, thread, last.read(), text, now)
        note_mentions(post.id, facts.author_id or 0, text.document, text.people, edited=True)
        announce("post.amended", post_id=post.id, thread_id=post.thread_id)
        speak(Spoken(post.thread_id, post.id, post.author_id, text.source, edited=True))
        if not folded:
            _weigh_again(actor, post, facts.thread.group, form, text=text, now=now)
        return post.version


def _is_to_be_folded(actor: Reader, facts: PostFacts, post: Post, after: str) -> bool:
    """Words of need may come into a post by an edit that another rule would refuse, once: then people know of them.

    Raises: `Denied`.
    """
    folded = is_to_be_folded(actor, facts, after, Action.POST_AMEND)
    if folded and speaks_of_need(latest_revision(post).source):
        raise Denied(judge(actor, Action.POST_AMEND, facts).reason)
    return folded


def _follow(post: Post, thread: Thread, before: Document, text: Composed, now: datetime) -> None:
    """Other quotes bring other echoes; and what answers this post hides what its author hides now."""
    quoted = forget_quotations(post)
    if note_quotations(post, thread, text.source) or quoted or whole_gates(before) != whole_gates(text.document):
        follow_echoes([post.id], now)


def _weigh_again(
    actor: Reader, post: Post, facts: GroupFacts, form: AmendForm, *, text: Composed, now: datetime
) -> None:
    """A post that stands is never kept waiting, but its new words meet the rules like the first ones."""
    sent = Sent(
        actor=actor,
        role=facts.role,
        group_id=facts.id,
        thread_id=post.thread_id,
        form=form.model_dump(mode="json"),
        text=text.source,
        document={},
        now=now,
        post_id=post.id,
    )
    weigh(sent).then(post.id)


def _cover(form: AmendForm, last: Revision, reader: ScopeReader) -> Gate | None:
    if form.cover == NO_COVER:
        return None
    return read_cover(form.cover, reader, form.model_dump()) if form.cover else _gate(last.cover)


def _refuse_lower(before: Document, after: Document, reader: ScopeReader, form: AmendForm) -> None:
    known = reader.catalogues(before.show_ids() | after.show_ids())
    less = lowered(before, after, known)
    if less:
        named = list(dict.fromkeys(label(gate, known, show=True) for gate in less))
        raise Invalid({"body": ["lower-than-before"]}, form.model_dump(), lowered=named)


def _gate(stored: dict[str, Any] | None) -> Gate | None:
    return Gate.from_json(stored) if stored else None


def latest_revision(post: Post) -> Revision:
    """The newest version of a post, with its source."""
    return db.session.scalars(
        select(Revision)
        .where(Revision.post_id == post.id, Revision.version == post.version)
        .options(undefer(Revision.source))
    ).one()


def recompose_thread(thread_id: int, now: datetime) -> int:
    """Close every text of a thread by the thread's present gate, each version as of the day it was written.

    Returns how many posts there are. Called when a thread's gate has changed. A text that can no longer be read the
    way it was typed keeps its old gates and gets the new one on top: in doubt more is hidden, never less.
    """
    with transaction():
        gate = db.session.get_one(Thread, thread_id).gate_now()
        posts = db.session.scalars(holding(select(Post).where(Post.thread_id == thread_id).order_by(Post.id))).all()
        for post in posts:
            newest = _recompose_post(post, gate)
            post.keep(shut(newest, post.echo_gate, post.gate).to_json())
            settle_place(post)
        follow_thread(thread_id, now)
        return len(posts)


def _recompose_post(post: Post, gate: Gate | None) -> Document:
    """Every version of a post in its thread's present gate. Returns the newest."""
    newest = Document(())
    versions = select(Revision).where(Revision.post_id == post.id).order_by(Revision.version)
    for revision in db.session.scalars(versions.options(undefer(Revision.source))):
        newest = _recomposed(revision, gate)
        revision.document = newest.to_json()
    return newest


def _recomposed(revision: Revision, gate: Gate | None) -> Document:
    if BARE in revision.scopes:
        return rehoused(revision.read(), gate)
    reader = ScopeReader(gate, revision.written_at, revision.scopes, policy=ANYTHING)
    try:
        text = composed(revision.source, reader, {}, _gate(revision.cover))
    except Invalid:
        old = revision.read()
        return (
            old
            if gate is None
            else Document((Veil(gate, old.pieces, block=True, cover=Cover.THREAD),), old.version, old.links)
        )
    revision.scopes = dict(text.scopes)
    return text.document
