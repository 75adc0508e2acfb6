"""Who may answer appeals, so that none waits for nobody."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import exists, or_, select

from forum.accounts.models import IS_STAFF, Person
from forum.groups.models import GroupBan, Membership
from forum.infra.db import db
from forum.moderation.locking import deciders_appealed_to
from forum.moderation.models import Case, CaseDecision, Flag
from forum.moderation.queries.sifting import MODERATORS
from forum.moderation.records import Appeal
from forum.posts.models import Post
from forum.threads.models import Thread

AT_ONCE = 500


def waiting_appeals(made_until: datetime, now: datetime) -> tuple[Counter[int], int]:
    """What waits for an answer: how many for each person who may give one, and how many for nobody.

    Shapes: the oldest 500 of those made until that instant; ids of people.
    """
    rows = db.session.execute(
        select(Appeal.person_id, CaseDecision.decided_by_id, CaseDecision.proposed_by_id, Case.id, Thread.group_id)
        .join(CaseDecision, CaseDecision.id == Appeal.decision_id)
        .join(Case, Case.id == CaseDecision.case_id)
        .outerjoin(Post, Post.id == Case.post_id)
        .outerjoin(Thread, Thread.id == Post.thread_id)
        .where(Appeal.answered_at.is_(None), Appeal.made_at <= made_until)
        .order_by(Appeal.id)
        .limit(AT_ONCE)
    ).all()
    may = {group_id: answerers(group_id, now) for group_id in {row.group_id for row in rows}}
    out = involved({row.id for row in rows})
    waiting: Counter[int] = Counter()
    stuck = 0
    for row in rows:
        free = may[row.group_id] - out[row.id] - {row.person_id, row.decided_by_id, row.proposed_by_id}
        waiting.update(free)
        stuck += not free
    return waiting, stuck


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


def free_to_answer(case: Case, decision: CaseDecision, now: datetime) -> frozenset[int]:
    """Who may answer appeals of a decision but for whoever asks: the SQL twin of the rule for `appeal:answer`."""
    place = select(Thread.group_id).join(Post, Post.thread_id == Thread.id).where(Post.id == case.post_id)
    people = answerers(db.session.scalar(place), now)
    return people - involved([case.id])[case.id] - {decision.decided_by_id, decision.proposed_by_id}


def involved(case_ids: Collection[int]) -> Mapping[int, frozenset[int | None]]:
    """Whom a case is about, who reported it, and whose decision is appealed in what it is about: they decide nothing
    of it."""
    found: dict[int, set[int | None]] = {number: set() for number in case_ids}
    cases = db.session.scalars(select(Case).where(Case.id.in_(case_ids))).all()
    for case in cases:
        found[case.id].add(case.author_id)
    for number, person in db.session.execute(select(Flag.case_id, Flag.person_id).where(Flag.case_id.in_(case_ids))):
        found[number].add(person)
    for number, deciders in deciders_appealed_to(cases).items():
        found[number] |= deciders
    return {number: frozenset(people) for number, people in found.items()}
