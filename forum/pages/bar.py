"""What the bar on top of every page knows about its reader, in one statement."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import exists, func, literal, select
from sqlalchemy.exc import SQLAlchemyError

from forum.domain.people import GroupRole, Reader
from forum.groups.models import Membership
from forum.infra.db import db
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
    unread = (
        select(func.count())
        .select_from(Notification)
        .where(Notification.person_id == reader.id, Notification.read_at.is_(None))
        .scalar_subquery()
    )
    moderating = (
        select(literal(1))
        .where(Membership.person_id == reader.id, Membership.role.in_((GroupRole.MODERATOR, GroupRole.OWNER)))
        .limit(1)
        .scalar_subquery()
    )
    writing = exists().where(Draft.person_id == reader.id)
    try:
        count, moderates, drafts = db.session.execute(select(unread, moderating, writing)).one()
    except SQLAlchemyError:
        db.session.rollback()
        return ReaderBar()
    return ReaderBar(unread=count, moderates=reader.is_staff or moderates is not None, drafts=drafts)
