"""Which groups a reader may know of and read: the SQL twins of `permissions.may_know` and `permissions.may_read`."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Integer, ScalarSelect, bindparam, exists, func, null, or_, select, true

from forum.domain.people import GroupRole, Reader
from forum.domain.permissions import Joining
from forum.groups.models import Group, GroupBan, GroupRestraint, Membership


def _who(reader: Reader | None) -> Any:
    """The reader's id; without one the parameter `reader_id`, for statements put together once for everybody."""
    return bindparam("reader_id", type_=Integer) if reader is None else reader.id or null()


def is_member(reader: Reader | None = None) -> ColumnElement[bool]:
    """Whether the reader, or the parameter `reader_id`, belongs to the group of the outer query."""
    return exists().where(Membership.group_id == Group.id, Membership.person_id == _who(reader))


def knowable(reader: Reader) -> ColumnElement[bool]:
    """Groups that exist for this reader."""
    return true() if reader.is_staff else or_(Group.listed, is_member(reader))


def readable(reader: Reader) -> ColumnElement[bool]:
    """Groups whose threads this reader may read."""
    if reader.is_staff:
        return true()
    return or_(Group.listed & (Group.joining == Joining.OPEN.value), is_member(reader))


def own_role(reader: Reader | None = None) -> ScalarSelect[str | None]:
    """The role of the reader, or of the parameter `reader_id`, in the group of the outer query."""
    return (
        select(Membership.role)
        .where(Membership.group_id == Group.id, Membership.person_id == _who(reader))
        .correlate(Group)
        .scalar_subquery()
    )


def banned_now(reader: Reader | None = None, now: datetime | None = None) -> ColumnElement[bool]:
    """Whether the reader, or the parameter `reader_id`, is shown out of the group of the outer query.

    Shapes: without `now` the statement has a parameter of that name.
    """
    return exists().where(
        GroupBan.group_id == Group.id,
        GroupBan.person_id == _who(reader),
        GroupBan.lifted_at.is_(None),
        GroupBan.ends_at > (bindparam("now") if now is None else now),
    )


def restrained_now(reader: Reader | None = None, now: datetime | None = None) -> ScalarSelect[str | None]:
    """How the reader, or the parameter `reader_id`, is held back from writing in the group of the outer query.

    Shapes: "mute", which is the graver, "slow" or None; without `now` the statement has a parameter of that name.
    """
    return (
        select(func.min(GroupRestraint.kind))
        .where(
            GroupRestraint.group_id == Group.id,
            GroupRestraint.person_id == _who(reader),
            GroupRestraint.lifted_at.is_(None),
            GroupRestraint.ends_at > (bindparam("now") if now is None else now),
        )
        .correlate(Group)
        .scalar_subquery()
    )


def owner_count() -> ScalarSelect[int]:
    """How many owners the group of the outer query has."""
    return (
        select(func.count(Membership.id))
        .where(Membership.group_id == Group.id, Membership.role == GroupRole.OWNER.value)
        .correlate(Group)
        .scalar_subquery()
    )
