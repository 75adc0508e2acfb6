"""What moderators, stewards and authors do with a post that stands: seal, remove, withdraw, and take it back."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from forum.domain.errors import Conflict, Invalid
from forum.domain.gates import Gate
from forum.domain.people import Reader
from forum.domain.permissions import Action, require
from forum.domain.scopes import ScopeError
from forum.infra.db import db, transaction
from forum.infra.jobs import announce
from forum.infra.rows import holding
from forum.posts.actions.amending import ANYTHING, latest_revision
from forum.posts.actions.echoing import follow_echoes
from forum.posts.actions.placing import settle_place
from forum.posts.finding import post_and_facts
from forum.posts.models import Post, PostEvent
from forum.posts.pressing import shut
from forum.posts.scoping import ScopeReader
from forum.threads.models import Thread


def read_seal(actor: Reader, post_id: int, scope: str, now: datetime) -> Gate:
    """The gate that a moderator names for a post, read as a mark in it would be.

    Raises: `Missing`; `Denied`; `Invalid` under "scope".
    """
    post, facts = post_and_facts(actor, post_id, now)
    require(actor, Action.POST_SEAL, facts)
    try:
        return ScopeReader(db.session.get_one(Thread, post.thread_id).gate_now(), now, policy=ANYTHING)(scope)
    except ScopeError as fault:
        raise Invalid({"scope": [fault.code]}, {"scope": scope}) from None


def seal_post(actor: Reader, post_id: int, gate: Gate, reason: str, now: datetime) -> None:
    """Draw the curtain over a whole post; its author still reads it. A seal on a sealed post takes its place.

    Raises: `Missing`; `Denied`; `Conflict` when the post is gone.
    """
    with transaction():
        post = _for(actor, Action.POST_SEAL, post_id, now)
        if not post.stands:
            raise Conflict("gone")
        draw_curtain(post, actor.id, gate, reason, now)


def draw_curtain(post: Post, actor_id: int | None, gate: Gate, reason: str, now: datetime, **detail: Any) -> None:
    """Seal a held post that stands. The caller has the right; nobody's `actor_id` = a rule or readers did it."""
    post.seal, post.sealed_at, post.sealed_by_id, post.sealed_reason = gate.to_json(), now, actor_id, reason
    post.keep(shut(latest_revision(post).read(), post.echo_gate, gate).to_json())
    settle_place(post)
    follow_echoes([post.id], now)
    note_by(post, actor_id, "sealed", reason, now, gate=gate.to_json(), **detail)


def unseal_post(actor: Reader, post_id: int, reason: str, now: datetime) -> None:
    """Lift the curtain again.

    Raises: `Missing`; `Denied`; `Conflict` when there is no seal.
    """
    with transaction():
        post = _for(actor, Action.POST_UNSEAL, post_id, now)
        if post.seal is None:
            raise Conflict("not-sealed")
        lift_curtain(post, actor.id, reason, now)


def lift_curtain(post: Post, actor_id: int | None, reason: str, now: datetime) -> None:
    """Unseal a held post. The caller has the right; nobody's `actor_id` = a seal of readers that was wrong."""
    post.seal = post.sealed_at = post.sealed_by_id = post.sealed_reason = None
    post.keep(shut(latest_revision(post).read(), post.echo_gate, None).to_json())
    settle_place(post)
    follow_echoes([post.id], now)
    note_by(post, actor_id, "unsealed", reason, now)


def remove_post(actor: Reader, post_id: int, rule: str, reason: str, now: datetime) -> None:
    """Take a post away. Its words stay for an appeal, and nobody is shown them.

    Raises: `Missing`; `Denied`; `Conflict` when it is gone already.
    """
    with transaction():
        post = _for(actor, Action.POST_REMOVE, post_id, now)
        if not post.stands:
            raise Conflict("gone")
        post.removed_at, post.removed_by_id, post.removed_rule, post.removed_reason = now, actor.id, rule, reason
        recount(post.thread_id)
        settle_place(post)
        note(post, actor, "removed", reason, now, rule=rule)


def restore_post(actor: Reader, post_id: int, reason: str, now: datetime) -> None:
    """Put a removed post back.

    Raises: `Missing`; `Denied`; `Conflict` when it was not removed, or its text is kept no longer.
    """
    with transaction():
        post = _for(actor, Action.POST_RESTORE, post_id, now)
        if post.removed_at is None:
            raise Conflict("not-removed")
        if post.purged_at is not None:
            raise Conflict("text-gone")
        post.removed_at = post.removed_by_id = post.removed_rule = post.removed_reason = None
        recount(post.thread_id)
        settle_place(post)
        note(post, actor, "restored", reason, now)


def withdraw_post(actor: Reader, post_id: int, now: datetime) -> None:
    """Take one's own post back. Withdrawn twice is withdrawn once.

    Raises: `Missing`; `Denied`.
    """
    with transaction():
        post, facts = post_and_facts(actor, post_id, now, hold=True)
        if facts.withdrawn and facts.author_id == actor.id:
            return
        require(actor, Action.POST_WITHDRAW, facts)
        post.withdrawn_at = now
        recount(post.thread_id)
        settle_place(post)
        note(post, actor, "withdrawn", "", now)


def _for(actor: Reader, action: Action, post_id: int, now: datetime) -> Post:
    post, facts = post_and_facts(actor, post_id, now, hold=True)
    require(actor, action, facts)
    return post


def note(post: Post, actor: Reader, what: str, reason: str, now: datetime, **detail: Any) -> None:
    """Write down and announce what was done to a held post."""
    note_by(post, actor.id, what, reason, now, **detail)


def note_by(post: Post, actor_id: int | None, what: str, reason: str, now: datetime, **detail: Any) -> None:
    """The same for what nobody did, but a rule."""
    event = PostEvent(post_id=post.id, actor_id=actor_id, what=what, reason=reason, detail=detail, happened_at=now)
    db.session.add(event)
    db.session.flush()
    announce(f"post.{what}", post_id=post.id, thread_id=post.thread_id, actor_id=actor_id, event_id=event.id)


def recount(thread_id: int) -> None:
    """The thread's counters from the posts that stand, so that a hidden post is nobody's latest."""
    db.session.flush()
    thread = db.session.scalars(
        holding(select(Thread).where(Thread.id == thread_id)).execution_options(populate_existing=True)
    ).one()
    standing = Post.thread_id == thread_id, Post.withdrawn_at.is_(None), Post.removed_at.is_(None)
    thread.post_count = db.session.scalar(select(func.count(Post.id)).where(*standing)) or 0
    last = db.session.execute(
        select(Post.created_at, Post.author_id)
        .where(*standing)
        .order_by(Post.created_at.desc(), Post.position.desc())
        .limit(1)
    ).one_or_none()
    thread.last_post_at, thread.last_post_by_id = (last.created_at, last.author_id) if last else (None, None)
    thread.active_at = thread.last_post_at or thread.opened_at or thread.created_at
