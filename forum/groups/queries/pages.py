"""The pages of groups: the index, the head of each page, the rules."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Integer, Row, Select, bindparam, func, select, true

from forum.domain.errors import Missing
from forum.domain.people import GroupRole, Reader
from forum.domain.permissions import Action, GroupFacts, judge, may_know, require
from forum.groups.models import (
    POLICY,
    FollowedShow,
    Group,
    GroupRules,
    JoinRequest,
    Membership,
    RuleAcceptance,
    policy_of,
)
from forum.groups.queries.facts import anybodys_standing, facts_of, group_facts, is_address
from forum.groups.visibility import is_member, knowable, own_role
from forum.infra.db import db, prepared
from forum.infra.paging import Key, pages_of, past, printed
from forum.presenting.groups import GroupCard, GroupHead, RulesCard, about_html, about_line, group_may

A_PAGE = 30


def group_head(reader: Reader, slug: str, now: datetime) -> GroupHead:
    """The head of a group's pages, with its followed shows. One statement.

    Raises: `Missing` when there is none, or none for this reader.
    """
    rows = prepared(_heads(), slug=slug, reader_id=reader.id, now=now).all() if is_address(slug) else ()
    if not rows:
        raise Missing
    facts = facts_of(rows[0])
    if not may_know(reader, facts):
        raise Missing
    return _head(reader, facts, rows, now)


@cache
def _heads() -> Select[Any]:
    about = (Group.rules_version, Group.questions, *_CARD, *POLICY, *_head_columns(), FollowedShow.show_id)
    heads = select(*anybodys_standing(), *about).outerjoin(FollowedShow, FollowedShow.group_id == Group.id)
    return heads.where(Group.slug == bindparam("slug")).order_by(FollowedShow.id)


def _head_columns() -> tuple[Any, ...]:
    asking = bindparam("reader_id", type_=Integer)
    waiting = select(func.count(JoinRequest.id)).where(
        JoinRequest.group_id == Group.id, JoinRequest.decided_at.is_(None)
    )
    accepted = select(func.max(RuleAcceptance.version)).where(
        RuleAcceptance.group_id == Group.id, RuleAcceptance.person_id == asking
    )
    return (
        Group.member_count.label("members"),
        waiting.correlate(Group).scalar_subquery().label("waiting"),
        waiting.where(JoinRequest.person_id == asking).correlate(Group).scalar_subquery().label("asked"),
        accepted.correlate(Group).scalar_subquery().label("accepted"),
    )


def _head(reader: Reader, facts: GroupFacts, rows: Sequence[Row[Any]], now: datetime) -> GroupHead:
    first = rows[0]
    may = group_may(reader, facts)
    return GroupHead(
        card=_card(first, first.own_role, now),
        facts=facts,
        about_html=about_html(first.document, now),
        rules_version=first.rules_version,
        accepted_version=first.accepted or 0,
        asked=bool(first.asked),
        requests=first.waiting if may["decide"] else None,
        questions=tuple(first.questions),
        following=tuple(row.show_id for row in rows if row.show_id is not None),
        may=may,
        policy=policy_of(first),
    )


_CARD = (Group.id, Group.slug, Group.name, Group.document, Group.listed, Group.joining)


def _card(row: Row[Any], role: str | None, now: datetime) -> GroupCard:
    """The card of a row of `_CARD` and `members`."""
    return GroupCard(
        row.id,
        row.slug,
        row.name,
        about_line(row.document, now),
        row.listed,
        row.joining,
        row.members,
        role,
    )


@dataclass(frozen=True, slots=True)
class GroupsIndex:
    """Shapes: `mine` by name; `others` by size; `pages` of the others, at least 1; `following` = the key after which
    the next page begins."""

    mine: tuple[GroupCard, ...]
    others: tuple[GroupCard, ...]
    number: int
    pages: int
    may_start: bool
    following: str = ""


def groups_index(reader: Reader, page: int, now: datetime, *, after: Key = ()) -> GroupsIndex:
    """My groups, and the ones I could look into. Two statements, one for strangers.

    Shapes: `after` = size and id of the last group before the page.
    """
    rows = db.session.execute(
        select(
            *_CARD,
            Group.member_count.label("members"),
            own_role(reader).label("role"),
            func.count().over().label("total"),
        )
        .where(knowable(reader), ~is_member(reader), _behind(*after) if after else true())
        .order_by(Group.member_count.desc(), Group.id)  # the oldest of equals first: names change
        .limit(A_PAGE)
        .offset(0 if after else (page - 1) * A_PAGE)
    ).all()
    total = rows[0].total if rows else 0
    return GroupsIndex(
        _own_groups(reader, now),
        tuple(_card(row, row.role, now) for row in rows),
        page,
        pages_of(total, A_PAGE, page, after),
        judge(reader, Action.GROUP_START, GroupFacts(0)).allowed,
        printed((rows[-1].members, rows[-1].id)) if rows else "",
    )


def _behind(members: int, group_id: int) -> ColumnElement[bool]:
    return past((Group.member_count, members, True), (Group.id, group_id, False))


def _own_groups(reader: Reader, now: datetime) -> tuple[GroupCard, ...]:
    if reader.is_stranger:
        return ()
    return tuple(_card(row, row.role, now) for row in prepared(_own(), reader_id=reader.id))


@cache
def _own() -> Select[Any]:
    columns = select(*_CARD, Group.member_count.label("members"), own_role().label("role"))
    return columns.where(is_member()).order_by(Group.name_folded, Group.id)


def cards_of_groups(
    reader: Reader, where: Sequence[ColumnElement[bool]], limit: int, now: datetime
) -> tuple[GroupCard, ...]:
    """Cards of groups, by name. The caller says which, and sees to it that the reader may know of them."""
    columns = select(*_CARD, Group.member_count.label("members"), own_role(reader).label("role"))
    rows = db.session.execute(columns.where(*where).order_by(Group.name_folded, Group.id).limit(limit))
    return tuple(_card(row, row.role, now) for row in rows)


def listed_groups(reader: Reader, now: datetime, limit: int = 12) -> tuple[GroupCard, ...]:
    """My groups by name; for a stranger, or a member of none, the largest listed ones. One statement, or two."""
    return _own_groups(reader, now) or groups_index(reader, 1, now).others[:limit]


def rules(reader: Reader, group_id: int, now: datetime, version: int | None = None) -> RulesCard:
    """A version of a group's rules, the newest unless one is named. Version 0 and no lines while it has none.

    Raises: `Missing`, also for a version that never was.
    """
    group_facts(reader, group_id, now)
    row = db.session.scalar(
        select(GroupRules)
        .where(GroupRules.group_id == group_id, GroupRules.version == version if version else true())
        .order_by(GroupRules.version.desc())
        .limit(1)
    )
    if row is None and version:
        raise Missing("rules")
    return RulesCard(row.version, tuple(row.lines), row.written_at) if row else RulesCard(0, ())


def source(reader: Reader, slug: str, now: datetime) -> str:
    """The description as it was typed, for the settings form.

    Raises: `Missing`; `Denied`.
    """
    facts = group_facts(reader, slug, now)
    require(reader, Action.GROUP_EDIT, facts)
    return db.session.scalar(select(Group.description).where(Group.id == facts.id)) or ""


def member_ids(group_id: int, roles: Sequence[GroupRole] = ()) -> list[int]:
    """The ids of a group's members, for jobs that tell them something; of those roles alone when some are named."""
    wanted = select(Membership.person_id).where(Membership.group_id == group_id).order_by(Membership.person_id)
    return list(db.session.scalars(wanted.where(Membership.role.in_(roles)) if roles else wanted))


def group_names(reader: Reader, group_ids: Sequence[int]) -> dict[int, tuple[str, str]]:
    """Slug and name by id, of the groups among these that the reader may know of."""
    if not group_ids:
        return {}
    rows = db.session.execute(select(Group.id, Group.slug, Group.name).where(Group.id.in_(group_ids), knowable(reader)))
    return {row.id: (row.slug, row.name) for row in rows}
