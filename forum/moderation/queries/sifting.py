"""What of the queue somebody wants to see, as conditions of a statement."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, or_, select, true

from forum.accounts import handles
from forum.accounts.models import Person
from forum.domain.flags import WAITING, CaseState
from forum.domain.people import GroupRole, Reader
from forum.domain.queueing import AGES, URGENT, Age, Urgency
from forum.groups.models import Group, Membership
from forum.groups.visibility import banned_now
from forum.moderation.desk_models import CasePass, HandOver
from forum.moderation.models import Case, Flag
from forum.presenting.moderation import QueueFilter
from forum.shows.models import Show
from forum.threads.models import Thread

MODERATORS = (GroupRole.MODERATOR.value, GroupRole.OWNER.value)


def moderated(reader: Reader, now: datetime) -> ColumnElement[bool]:
    """Groups whose cases this reader may read: the SQL twin of the rule for `case:read`."""
    if reader.is_staff:
        return true()
    return and_(
        exists().where(
            Membership.group_id == Group.id, Membership.person_id == reader.id, Membership.role.in_(MODERATORS)
        ),
        ~banned_now(reader, now),
    )


def waiting() -> ColumnElement[bool]:
    """Cases that still need somebody."""
    return Case.state.in_([state.value for state in WAITING])


def passed_by(reader: Reader) -> ColumnElement[bool]:
    """Cases that this moderator left to others, as long as they wait this time."""
    return exists().where(
        CasePass.person_id == reader.id, CasePass.case_id == Case.id, CasePass.opened_at == Case.opened_at
    )


def handed_to(reader: Reader) -> ColumnElement[bool]:
    """Cases that a colleague left to this moderator, as long as they wait this time."""
    return exists().where(
        HandOver.to_id == reader.id, HandOver.case_id == Case.id, HandOver.opened_at == Case.opened_at
    )


def sifted(reader: Reader, wanted: QueueFilter, now: datetime) -> list[ColumnElement[bool]]:
    """The conditions of a filter. A word that it does not know narrows nothing."""
    conditions = [Case.state == CaseState.DECIDED.value if wanted.decided else waiting()]
    if wanted.group:
        conditions.append(Group.slug == wanted.group)
    if wanted.show:
        conditions.append(Thread.show_id == select(Show.id).where(Show.slug == wanted.show).scalar_subquery())
    if wanted.author:
        known = select(Person.id).where(Person.handle_folded == handles.folded(wanted.author))
        conditions.append(Case.author_id == known.scalar_subquery())
    if wanted.thread:
        conditions.append(Thread.id == wanted.thread)
    if wanted.reason:
        conditions.append(exists().where(Flag.case_id == Case.id, Flag.reason == wanted.reason))
    if wanted.age in set(Age):
        conditions.append(Case.opened_at <= now - AGES[Age(wanted.age)])
    if wanted.mine:
        held = and_(Case.claimed_by_id == reader.id, Case.claimed_until > now)
        conditions.append(held if wanted.decided else or_(held, and_(handed_to(reader), ~passed_by(reader))))
    if not wanted.decided:
        conditions += _urgent(wanted.urgency, now)
        if not wanted.mine:
            conditions.append(passed_by(reader) if wanted.passed else ~passed_by(reader))
    return conditions


def _urgent(urgency: str, now: datetime) -> list[ColumnElement[bool]]:
    """Between the bounds of its level."""
    first, following = now - URGENT[Urgency.FIRST], now - URGENT[Urgency.NEXT]
    match urgency:
        case Urgency.FIRST:
            return [Case.place_at <= first]
        case Urgency.NEXT:
            return [Case.place_at > first, Case.place_at <= following]
        case Urgency.LATER:
            return [Case.place_at > following]
    return []
