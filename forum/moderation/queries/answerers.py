"""Who may answer appeals, so that none waits for nobody."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import exists, or_, select

from forum.accounts.models import IS_STAFF, Person
from forum.groups.models import GroupBan, Membership
from forum.infra.db import db
from forum.moderation.models import Case, CaseDecision
from forum.moderation.queries.sifting import MODERATORS
from forum.moderation.records import Appeal
from forum.posts.models import Post
from forum.threads.models import Thread


def answerers(group_id: int | None, now: datetime) -> frozenset[int]:
    """Moderators and owners of the group, and the staff of the site; of what stands in no group, the staff alone.

    Shapes: ids of people; who took part in a decision is to be taken out by the caller.
    """
    free = Person.active, or_(Person.suspended_until.is_(None), Person.suspended_until <= now)
    people = set(db.session.scalars(select(Person.id).where(IS_STAFF, *free)))
    if group_id is not None:
        shown_out = exists().where(
            GroupBan.group_id == group_id,
            GroupBan.person_id == Person.id,
            GroupBan.lifted_at.is_(None),
            GroupBan.ends_at > now,
        )
        keepers = select(Membership.person_id).join(Person, Person.id == Membership.person_id)
        here = Membership.group_id == group_id, Membership.role.in_(MODERATORS)
        people.update(db.session.scalars(keepers.where(*here, ~shown_out, *free)))
    return frozenset(people)


def nobody_may_answer(appeal: Appeal, decision: CaseDecision, now: datetime) -> bool:
    """Whether everybody who could answer took part in the decision, or asks."""
    place = (
        select(Thread.group_id)
        .join(Post, Post.thread_id == Thread.id)
        .join(Case, Case.post_id == Post.id)
        .where(Case.id == decision.case_id)
    )
    people = answerers(db.session.scalar(place), now)
    return not people - {appeal.person_id, decision.decided_by_id, decision.proposed_by_id}
