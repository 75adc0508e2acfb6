"""A thread with its first post."""

from __future__ import annotations

from datetime import datetime

from forum.domain.errors import Invalid, Waits
from forum.domain.people import Reader
from forum.domain.permissions import Action, GroupFacts
from forum.domain.policies import SpoilerPolicy
from forum.groups.models import Group
from forum.groups.queries import group_facts
from forum.infra.db import db, transaction
from forum.infra.hearing import Spoken, speak
from forum.infra.jobs import announce
from forum.infra.weighing import Sent, Weighed, weigh
from forum.posts.actions.needing import fold, is_to_be_folded
from forum.posts.actions.submitting import claim, fingerprint
from forum.posts.actions.writing import add_post, forget_draft, id_of, keep_waiting, refuse_hurry
from forum.posts.forms import ThreadForm, ThreadKind
from forum.posts.models import Post
from forum.posts.places import group_place
from forum.posts.scoping import Composed, ScopeReader, Subject, composed, thread_subject
from forum.threads.actions.detected import cover_title
from forum.threads.models import Thread


def start_thread(actor: Reader, group_id: int, form: ThreadForm, now: datetime, *, vetted: bool = False) -> int:
    """Open a conversation with its first post. Returns the post's id.

    The thread's scope closes the post as it will close every other one in it.
    Shapes: `vetted` = a moderator has looked at it already.
    Raises: `Missing`; `Denied`; `Invalid` with codes per field; `Conflict` when the key was used otherwise; `Waits`
    when a moderator looks at it first.
    """
    with transaction():
        facts = group_facts(actor, group_id, now)
        folded = is_to_be_folded(actor, facts, f"{form.title}\n{form.body}", Action.THREAD_START)
        if not vetted:
            refuse_hurry(actor, facts, form.body, now)
        claimed = claim(id_of(actor), form.submission_key, fingerprint(group_place(group_id), form.model_dump()), now)
        if isinstance(claimed, int):
            return claimed
        subject, text = _composed_thread(form, db.session.get_one(Group, group_id).policy(), now)
        weighed = Weighed() if vetted or folded else weigh(_sent_thread(actor, facts, form, text, now))
        forget_draft(id_of(actor), group_place(group_id))
        if weighed.waiting_id is None:
            post = _started(actor, group_id, form, (subject, text), now, folded=folded)
            weighed.then(post.id)
            if claimed is not None:
                claimed.post_id = post.id
            announce("thread.started", thread_id=post.thread_id, group_id=group_id)
            return post.id
        keep_waiting(claimed, weighed.waiting_id)
    raise Waits(weighed.waiting_id)


def _sent_thread(actor: Reader, facts: GroupFacts, form: ThreadForm, text: Composed, now: datetime) -> Sent:
    return Sent(
        actor=actor,
        role=facts.role,
        group_id=facts.id,
        thread_id=None,
        form=form.model_dump(mode="json"),
        text=text.source,
        document=text.document.to_json(),
        now=now,
        title=form.title,
    )


def _composed_thread(form: ThreadForm, policy: SpoilerPolicy, now: datetime) -> tuple[Subject, Composed]:
    """What a thread is about, and its first text. Every fault of the form is told at once."""
    typed = form.model_dump(mode="json")
    faults: dict[str, tuple[str, ...]] = {}
    if form.kind is ThreadKind.ARTICLE and not form.link:
        faults["link"] = ("required",)
    try:
        subject = thread_subject(form.show, form.scope, now, policy)
    except Invalid as fault:
        raise Invalid({**faults, **fault.errors}, typed) from None
    try:
        text = composed(form.body, ScopeReader(subject.gate, now, policy=policy), typed)
    except Invalid as fault:
        raise Invalid({**faults, **fault.errors}, typed, **fault.facts) from None
    if faults:
        raise Invalid(faults, typed)
    return subject, text


def _started(
    actor: Reader, group_id: int, form: ThreadForm, about: tuple[Subject, Composed], now: datetime, *, folded: bool
) -> Post:
    """The thread's row and its first post. Shapes: `folded` = its author alone reads words and title for now."""
    subject, text = about
    thread = Thread(
        group_id=group_id,
        kind=form.kind.value,
        show_id=subject.show_id,
        gate=subject.gate.to_json() if subject.gate else None,
        title=form.title,
        link=form.link if form.kind is ThreadKind.ARTICLE else None,
        author_id=actor.id,
        created_at=now,
        opens_at=now,
        opened_at=now,
        active_at=now,
        last_position=0,
        post_count=0,
    )
    db.session.add(thread)
    db.session.flush()
    post = add_post(actor, thread, text, now)
    if folded:
        fold(post)
        cover_title(thread.id, now)
    speak(Spoken(thread.id, post.id, actor.id, text.source, form.title))
    return post
