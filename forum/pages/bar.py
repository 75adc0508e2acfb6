"""What the bar on top of every page knows about its reader, in one statement."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import BindParameter, Select, bindparam, exists, func, literal, select
from sqlalchemy.exc import SQLAlchemyError

from forum.domain.people import GroupRole, Reader
from forum.groups.models import Membership
from forum.infra.db import db, prepared
from forum.notifications.models import Notification
from forum.posts.models import Draft


@dataclass(frozen=True, slots=True)
class ReaderBar:
    """Shapes: `unread` counts notifications not yet read; `moderates` and `drafts` open the links to these."""

    unread: int = 0
    moderates: bool = False
    drafts: bool = False


def reader_bar(reader: Reader) -> ReaderBar:
    """The bar for this reader. Strangers cost no statement; a database that fails costs the bar, not the error page."""
    if reader.id is None:
        return ReaderBar()
    try:
        row = prepared(_bar(), reader_id=reader.id).one()
    except SQLAlchemyError:
        db.session.rollback()
        return ReaderBar()
    return ReaderBar(unread=row.unread, moderates=reader.is_staff or row.moderates is not None, drafts=row.drafts)


@cache
def _bar() -> Select[Any]:
    person: BindParameter[int] = bindparam("reader_id")
    unread = select(func.count()).select_from(Notification)
    unread = unread.where(Notification.person_id == person, Notification.read_at.is_(None))
    keeping = (GroupRole.MODERATOR, GroupRole.OWNER)
    moderating = select(literal(1)).where(Membership.person_id == person, Membership.role.in_(keeping)).limit(1)
    writing = exists().where(Draft.person_id == person)
    return select(
        unread.scalar_subquery().label("unread"),
        moderating.scalar_subquery().label("moderates"),
        writing.label("drafts"),
    )
