"""How far a decision reaches: other waiting cases of the same author or thread, each decided by itself."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select

from forum.domain.errors import Missing
from forum.domain.flags import WAITING, Extent
from forum.domain.people import Reader
from forum.domain.permissions import Action, judge
from forum.infra.db import db
from forum.infra.rows import LARGEST_ID
from forum.moderation.locking import facts_of, locked_case
from forum.moderation.models import Case
from forum.moderation.targets import POST
from forum.posts.models import Post
from forum.threads.models import Thread

AT_ONCE = 100
"""So many cases one decision reaches."""


def held_in_reach(case_id: int, extent: Extent) -> tuple[Case, list[Case]]:
    """The case and the others that a decision would reach, held until the transaction ends.

    Shapes: taken in one order by everybody, so that two decisions never wait for each other.
    Raises: `Missing`.
    """
    if extent is Extent.THIS:
        return locked_case(case_id), []
    asked = db.session.get(Case, case_id) if 0 < case_id <= LARGEST_ID else None
    if asked is None:
        raise Missing
    held = [locked_case(number) for number in sorted({case_id, *_found(asked, extent)})]
    return next(one for one in held if one.id == case_id), [one for one in held if one.id != case_id]


def decidable(actor: Reader, others: Iterable[Case], now: datetime) -> tuple[list[Case], list[int]]:
    """Those that the actor may decide now, and the numbers of those left out: decided meanwhile, in other hands, about
    the actor, or of a post that is gone."""
    taken, skipped = [], []
    for other in others:
        if _may(actor, other, now):
            taken.append(other)
        else:
            skipped.append(other.id)
    return taken, skipped


def _found(case: Case, extent: Extent) -> list[int]:
    if case.post_id is None:
        return []
    here = select(Thread.id, Thread.group_id).join(Post, Post.thread_id == Thread.id).where(Post.id == case.post_id)
    row = db.session.execute(here).one()
    thread_id, group_id = row.id, row.group_id
    wanted = (
        select(Case.id)
        .join(Post, Post.id == Case.post_id)
        .join(Thread, Thread.id == Post.thread_id)
        .where(Case.id != case.id, Case.target_kind == POST, Case.state.in_([one.value for one in WAITING]))
    )
    match extent:
        case Extent.THREAD:
            wanted = wanted.where(Thread.id == thread_id)
        case Extent.AUTHOR_THREAD:
            wanted = wanted.where(Thread.id == thread_id, Case.author_id == case.author_id)
        case _:
            wanted = wanted.where(Thread.group_id == group_id, Case.author_id == case.author_id)
    return list(db.session.scalars(wanted.order_by(Case.id).limit(AT_ONCE)))


def _may(actor: Reader, other: Case, now: datetime) -> bool:
    facts = facts_of(actor, other, now)
    held = facts.claimed_by_id is not None and facts.claimed_by_id != actor.id
    post = db.session.get_one(Post, other.post_id)
    return post.stands and not held and not facts.decided and judge(actor, Action.CASE_DECIDE, facts).allowed
