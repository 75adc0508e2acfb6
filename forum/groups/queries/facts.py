"""Where a reader stands in a group. A hidden group does not exist for outsiders."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, false, literal, null, select

from forum.domain.errors import Conflict, Missing
from forum.domain.people import Reader
from forum.domain.permissions import Action, GroupFacts, may_know, require
from forum.groups.models import Group, GroupBan, Invitation
from forum.groups.models import group_facts as values_as_facts
from forum.groups.visibility import banned_now, own_role, owner_count, restrained_now
from forum.infra.db import db
from forum.infra.rows import LARGEST_ID

_ADDRESS = re.compile(r"[a-z0-9-]{1,40}")

_TOKEN = re.compile(r"[A-Za-z0-9_-]{10,43}")


def group_facts(reader: Reader, group: int | str, now: datetime) -> GroupFacts:
    """What the rules need to know of a group, for this reader. One statement.

    Shapes: `group` is its id or its slug.
    Raises: `Missing` when there is none, or none for this reader.
    """
    row = db.session.execute(standing(reader, now).where(is_group(group))).one_or_none()
    if row is None:
        raise Missing
    facts = facts_of(row)
    if not may_know(reader, facts):
        raise Missing
    return facts


def readable_facts(reader: Reader, group: int | str, now: datetime) -> GroupFacts:
    """The same for a reader who wants to read on inside.

    Raises: `Missing`; `Denied` for outsiders of a group that they may know of, but not read.
    """
    facts = group_facts(reader, group, now)
    require(reader, Action.GROUP_READ, facts)
    return facts


def facts_of(row: Row[Any]) -> GroupFacts:
    """The facts of a row that `standing_columns` are part of."""
    is_banned, owners = bool(row.is_banned), row.owners
    facts = values_as_facts(
        row.facts_id, row.facts_listed, row.facts_joining, row.own_role, banned=is_banned, owners=owners
    )
    return replace(facts, restraint=row.restraint) if row.restraint else facts


_GROUP = (Group.id.label("facts_id"), Group.listed.label("facts_listed"), Group.joining.label("facts_joining"))


def standing_columns(reader: Reader, now: datetime) -> tuple[Any, ...]:
    """The group of a query and the reader's place in it: for `facts_of`."""
    return strangers_standing() if reader.is_stranger else _standing_of(reader, now)


def anybodys_standing() -> tuple[Any, ...]:
    """The same for the parameters `reader_id` (None for strangers) and `now`: for statements put together once."""
    return _standing_of(None, None)


def strangers_standing() -> tuple[Any, ...]:
    """The same for whoever belongs to no group."""
    nothing = (
        null().label("own_role"),
        false().label("is_banned"),
        null().label("restraint"),
        literal(0).label("owners"),
    )
    return (*_GROUP, *nothing)


def _standing_of(reader: Reader | None, now: datetime | None) -> tuple[Any, ...]:
    return (
        *_GROUP,
        own_role(reader).label("own_role"),
        banned_now(reader, now).label("is_banned"),
        restrained_now(reader, now).label("restraint"),
        owner_count().label("owners"),
    )


def known_id(number: int) -> int:
    """A number that can be an id.

    Raises: `Missing` for every other one.
    """
    if not 0 < number <= LARGEST_ID:
        raise Missing
    return number


def standing(reader: Reader, now: datetime, *columns: Any) -> Select[Any]:
    """A selection of these columns with the reader's place in the group it will be about."""
    return select(*columns, *standing_columns(reader, now))


def is_address(slug: str) -> bool:
    """Whether a group can have this address at all."""
    return _ADDRESS.fullmatch(slug) is not None


def is_group(group: int | str) -> Any:
    """The group of that id or slug. What cannot be either is never asked of the database."""
    if isinstance(group, str):
        return Group.slug == group if is_address(group) else false()
    return Group.id == group if 0 < group <= LARGEST_ID else false()


def active_ban(person_id: int, group_id: int, now: datetime) -> GroupBan | None:
    """The ban that keeps somebody out now: for actions of this room alone, a row is not for readers."""
    return db.session.scalar(
        select(GroupBan)
        .where(
            GroupBan.group_id == group_id,
            GroupBan.person_id == person_id,
            GroupBan.lifted_at.is_(None),
            GroupBan.ends_at > now,
        )
        .order_by(GroupBan.ends_at.desc())
        .limit(1)
    )


def invited_facts(reader: Reader, token: str, now: datetime) -> tuple[Invitation, GroupFacts]:
    """The invitation of a link and the facts of its group, even of a hidden one: for this room alone.

    Raises: `Missing` for an unknown link; `Conflict` for one that is no longer good, except to members.
    """
    row = db.session.execute(
        standing(reader, now, Invitation)
        .join(Group, Group.id == Invitation.group_id)
        .where(Invitation.token == token if _TOKEN.fullmatch(token) else false())
    ).one_or_none()
    if row is None:
        raise Missing
    facts = facts_of(row)
    fault = fault_of(row[0], now)
    if fault and facts.role is None:
        raise Conflict(fault)
    return row[0], facts


def fault_of(invitation: Invitation, now: datetime) -> str:
    """Why a link is no longer good; "" while it is."""
    if invitation.revoked_at is not None:
        return "invitation-revoked"
    if invitation.expires_at <= now:
        return "invitation-expired"
    return "invitation-used" if invitation.used >= invitation.places else ""
