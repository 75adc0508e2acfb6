"""What those who look after a group see: members, requests, invitations, bans, and what was done."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import ColumnElement, Row, Select, case, func, select, true
from sqlalchemy.orm import aliased

from forum.accounts.models import Person
from forum.domain.errors import Missing
from forum.domain.people import GroupRole, Reader
from forum.domain.permissions import Action, GroupFacts, judge, may_read, require
from forum.groups.models import (
    FollowedShow,
    Group,
    GroupBan,
    GroupEvent,
    GroupRules,
    Invitation,
    JoinRequest,
    Membership,
)
from forum.groups.queries.facts import fault_of, group_facts, invited_facts
from forum.infra.db import db
from forum.infra.paging import Key, past, printed
from forum.presenting.groups import (
    BanCard,
    EventCard,
    InvitationCard,
    InvitedPage,
    MemberCard,
    RequestCard,
    RulesCard,
    about_html,
)
from forum.shows.models import Show

A_PAGE = 50
_ROLES = tuple(GroupRole)
_BY_RANK = case({role.value: rank for rank, role in enumerate(reversed(_ROLES))}, value=Membership.role)


@dataclass(frozen=True, slots=True)
class MembersPage:
    """Shapes: `members` highest role first, then by handle; `pages` at least 1; `following` = the key after which the
    next page begins."""

    members: tuple[MemberCard, ...]
    number: int
    pages: int
    total: int
    following: str = ""


def members(reader: Reader, group_id: int, page: int, now: datetime, *, after: Key = ()) -> MembersPage:
    """Who belongs to a group. Two statements.

    Shapes: `after` = rank and id of the last member before the page.
    Raises: `Missing`; `Denied` for those who may not read inside.
    """
    facts = group_facts(reader, group_id, now)
    require(reader, Action.GROUP_READ, facts)
    everybody = select(func.count()).select_from(Membership).where(Membership.group_id == facts.id)
    rows = db.session.execute(
        _members_of(facts)
        .add_columns(everybody.scalar_subquery().label("total"), _BY_RANK.label("rank"))
        .where(_behind(*after) if after else true())
        .order_by(_BY_RANK, Person.handle_folded)
        .limit(A_PAGE)
        .offset(0 if after else (page - 1) * A_PAGE)
    ).all()
    total = rows[0].total if rows else 0
    cards = [_member_card(reader, facts, row) for row in rows]
    following = printed((rows[-1].rank, rows[-1].person_id)) if rows else ""
    return MembersPage(tuple(cards), page, max(1, -(-total // A_PAGE)), total, following)


def _behind(rank: int, person_id: int) -> ColumnElement[bool]:
    """Members after one who had that rank when the page before was made."""
    handle = select(Person.handle_folded).where(Person.id == person_id).scalar_subquery()
    return past((_BY_RANK, rank, False), (Person.handle_folded, handle, False))


def member(reader: Reader, group_id: int, handle: str, now: datetime) -> MemberCard:
    """The member who goes by this name.

    Raises: `Missing` when nobody in the group does; `Denied` for those who may not read inside.
    """
    facts = group_facts(reader, group_id, now)
    require(reader, Action.GROUP_READ, facts)
    row = db.session.execute(_members_of(facts).where(Person.handle_folded == handle.casefold())).one_or_none()
    if row is None:
        raise Missing
    return _member_card(reader, facts, row)


def _members_of(facts: GroupFacts) -> Select[int, str, datetime, str]:
    members = select(Membership.person_id, Membership.role, Membership.joined_at, Person.handle)
    return members.join(Person, Person.id == Membership.person_id).where(Membership.group_id == facts.id)


def _member_card(reader: Reader, facts: GroupFacts, row: Row[int, str, datetime, str]) -> MemberCard:
    role = GroupRole(row.role)
    bound = row.person_id == reader.id and facts.sole_owner  # there must be an owner
    may_rank = not bound and judge(reader, Action.GROUP_ASSIGN_ROLE, facts).allowed
    may_ban = row.person_id != reader.id and judge(reader, Action.GROUP_BAN, replace(facts, target_role=role)).allowed
    return MemberCard(row.person_id, row.handle, role, row.joined_at, _ROLES if may_rank else (), may_ban)


def member_handle(reader: Reader, group_id: int, handle: str, now: datetime) -> int:
    """The id of the member who goes by this name.

    Raises: `Missing` when nobody in the group does, or the reader may not look.
    """
    facts = group_facts(reader, group_id, now)
    if not may_read(reader, facts):
        raise Missing
    found = db.session.scalar(
        select(Membership.person_id)
        .join(Person, Person.id == Membership.person_id)
        .where(Membership.group_id == facts.id, Person.handle_folded == handle.casefold())
    )
    if found is None:
        raise Missing
    return found


def requests(reader: Reader, group_id: int, now: datetime) -> tuple[RequestCard, ...]:
    """Who asks to come in, the oldest first.

    Raises: `Missing`; `Denied`.
    """
    facts = group_facts(reader, group_id, now)
    require(reader, Action.GROUP_DECIDE_REQUEST, facts)
    rows = db.session.execute(
        select(JoinRequest.id, JoinRequest.asked_at, JoinRequest.answers, Person.handle)
        .join(Person, Person.id == JoinRequest.person_id)
        .where(JoinRequest.group_id == facts.id, JoinRequest.decided_at.is_(None))
        .order_by(JoinRequest.asked_at, JoinRequest.id)
        .limit(100)
    )
    return tuple(
        RequestCard(row.id, row.handle, row.asked_at, tuple((one["question"], one["answer"]) for one in row.answers))
        for row in rows
    )


def invitations(reader: Reader, group_id: int, now: datetime) -> tuple[InvitationCard, ...]:
    """A group's links, the newest first.

    Raises: `Missing`; `Denied`.
    """
    facts = group_facts(reader, group_id, now)
    require(reader, Action.GROUP_INVITE, facts)
    rows = db.session.execute(
        select(Invitation, Person.handle)
        .join(Person, Person.id == Invitation.made_by_id)
        .where(Invitation.group_id == facts.id)
        .order_by(Invitation.id.desc())
        .limit(50)
    )
    return tuple(_invitation_card(row[0], row.handle, now) for row in rows)


def _invitation_card(made: Invitation, handle: str, now: datetime) -> InvitationCard:
    state = fault_of(made, now).removeprefix("invitation-") or "open"
    return InvitationCard(made.id, made.token, made.places, made.used, handle, made.made_at, made.expires_at, state)


def invited_page(reader: Reader, token: str, now: datetime) -> InvitedPage:
    """What the holder of a link may see of the group: its name, description and rules, even when it is hidden.

    Raises: `Missing` for an unknown link; `Conflict` for one that is no longer good.
    """
    _, facts = invited_facts(reader, token, now)
    group, lines, written_at = db.session.execute(
        select(Group, GroupRules.lines, GroupRules.written_at)
        .outerjoin(GroupRules, (GroupRules.group_id == Group.id) & (GroupRules.version == Group.rules_version))
        .where(Group.id == facts.id)
    ).one()
    return InvitedPage(
        group.slug,
        group.name,
        about_html(group.document, now),
        RulesCard(group.rules_version, tuple(lines or ()), written_at),
        judge(reader, Action.GROUP_USE_INVITATION, facts),
    )


def bans(reader: Reader, group_id: int, now: datetime) -> tuple[BanCard, ...]:
    """Who is shown out now, and until when.

    Raises: `Missing`; `Denied`.
    """
    rows = db.session.execute(_bans(reader, group_id, now).order_by(GroupBan.ends_at, GroupBan.id).limit(200))
    return tuple(BanCard(row.id, row.handle, row.reason, row.ends_at) for row in rows)


def ban(reader: Reader, group_id: int, ban_id: int, now: datetime) -> BanCard:
    """One of them.

    Raises: `Missing`, also when it is over; `Denied`.
    """
    row = db.session.execute(_bans(reader, group_id, now).where(GroupBan.id == ban_id)).one_or_none()
    if row is None:
        raise Missing
    return BanCard(row.id, row.handle, row.reason, row.ends_at)


def _bans(reader: Reader, group_id: int, now: datetime) -> Select[int, str, datetime, str]:
    facts = group_facts(reader, group_id, now)
    require(reader, Action.GROUP_BAN, facts)
    bans = select(GroupBan.id, GroupBan.reason, GroupBan.ends_at, Person.handle)
    return bans.join(Person, Person.id == GroupBan.person_id).where(
        GroupBan.group_id == facts.id, GroupBan.lifted_at.is_(None), GroupBan.ends_at > now
    )


def events(reader: Reader, group_id: int, now: datetime) -> tuple[EventCard, ...]:
    """What was done to the group and its members, the newest first.

    Raises: `Missing`; `Denied` for all but its moderators.
    """
    facts = group_facts(reader, group_id, now)
    require(reader, Action.GROUP_BAN, facts)
    person = aliased(Person)
    rows = db.session.execute(
        select(GroupEvent, Person.handle.label("actor"), person.handle.label("person"))
        .join(Person, Person.id == GroupEvent.actor_id, isouter=True)
        .join(person, person.id == GroupEvent.person_id, isouter=True)
        .where(GroupEvent.group_id == facts.id)
        .order_by(GroupEvent.happened_at.desc(), GroupEvent.id.desc())
        .limit(50)
    )
    return tuple(
        EventCard(row[0].what, row.actor, row.person, row[0].detail, row[0].reason, row[0].happened_at) for row in rows
    )


@dataclass(frozen=True, slots=True)
class ShowChoices:
    """Shapes: (slug, name) pairs by name."""

    followed: tuple[tuple[str, str], ...]
    others: tuple[tuple[str, str], ...]


def show_choices(reader: Reader, group_id: int, now: datetime) -> ShowChoices:
    """The shows a group follows, and those it could.

    Raises: `Missing`; `Denied`.
    """
    facts = group_facts(reader, group_id, now)
    require(reader, Action.GROUP_FOLLOW_SHOW, facts)
    own = (FollowedShow.show_id == Show.id) & (FollowedShow.group_id == facts.id)
    rows = db.session.execute(
        select(Show.slug, Show.name, FollowedShow.id.label("own"))
        .outerjoin(FollowedShow, own)
        .order_by(Show.name_folded, Show.id)
    ).all()
    return ShowChoices(
        tuple((row.slug, row.name) for row in rows if row.own is not None),
        tuple((row.slug, row.name) for row in rows if row.own is None),
    )
