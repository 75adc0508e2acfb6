"""What the bar on top of every page knows about its reader, in one statement."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import BindParameter, Select, bindparam, exists, func, literal, select
from sqlalchemy.exc import SQLAlchemyError

from forum.care.models import CareMember, CareMessage
from forum.domain.people import GroupRole, Reader
from forum.groups.models import Membership
from forum.infra.db import db, prepared
from forum.notifications.models import Notification
from forum.posts.models import Draft


@dataclass(frozen=True, slots=True)
class ReaderBar:
    """Shapes: `unread` counts notifications not yet read, `letters` messages of the team; the others open links."""

    unread: int = 0
    moderates: bool = False
    drafts: bool = False
    letters: int = 0
    cares: bool = False


def reader_bar(reader: Reader) -> ReaderBar:
    """The bar for this reader. Strangers cost no statement; a database that fails costs the bar, not the error page."""
    if reader.id is None:
        return ReaderBar()
    try:
        row = prepared(_bar(), reader_id=reader.id).one()
    except SQLAlchemyError:
        db.session.rollback()
        return ReaderBar()
    return ReaderBar(
        unread=row.unread + row.letters,
        moderates=reader.is_staff or row.moderates is not None,
        drafts=row.drafts,
        letters=row.letters,
        cares=row.cares,
    )


@cache
def _bar() -> Select[Any]:
    person: BindParameter[int] = bindparam("reader_id")
    unread = select(func.count()).select_from(Notification)
    unread = unread.where(Notification.person_id == person, Notification.read_at.is_(None))
    keeping = (GroupRole.MODERATOR, GroupRole.OWNER)
    moderating = select(literal(1)).where(Membership.person_id == person, Membership.role.in_(keeping)).limit(1)
    writing = exists().where(Draft.person_id == person)
    letters = (
        select(func.count())
        .select_from(CareMessage)
        .where(CareMessage.person_id == person, CareMessage.seen_at.is_(None), CareMessage.closed_at.is_(None))
    )
    caring = exists().where(CareMember.person_id == person, CareMember.ended_at.is_(None))
    return select(
        unread.scalar_subquery().label("unread"),
        moderating.scalar_subquery().label("moderates"),
        writing.label("drafts"),
        letters.scalar_subquery().label("letters"),
        caring.label("cares"),
    )
