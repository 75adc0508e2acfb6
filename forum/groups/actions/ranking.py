"""Who is what in a group, and who is shown out for a while."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import select

from forum.domain.errors import Conflict, Denied, Missing
from forum.domain.people import GroupRole, Reader
from forum.domain.permissions import Action, require
from forum.groups.actions.joining import show_out
from forum.groups.actions.standing import allowed, note, signed_in
from forum.groups.forms import BanForm
from forum.groups.models import GroupBan, JoinRequest, Membership
from forum.groups.queries.facts import active_ban, group_facts, known_id
from forum.infra.db import db, transaction
from forum.infra.jobs import announce


def assign_role(actor: Reader, group_id: int, person_id: int, role: GroupRole, now: datetime) -> None:
    """Make a member a steward, moderator, owner or plain member.

    Raises: `Missing` when they are no member; `Denied`; `Conflict` when the group would be left without an owner.
    """
    with transaction():
        actor_id, _ = allowed(actor, Action.GROUP_ASSIGN_ROLE, group_id, now)
        member = _membership(group_id, person_id)
        if member.role == role.value:
            return
        if member.role == GroupRole.OWNER.value and _owners(group_id) == 1:
            raise Conflict("last-owner")
        note(group_id, actor_id, "role", now, person_id=person_id, detail=f"{member.role} -> {role.value}")
        member.role = role.value


def ban_member(actor: Reader, group_id: int, person_id: int, form: BanForm, now: datetime) -> int:
    """Show somebody out until a date; they may come back after it. Returns the ban's id.

    Raises: `Missing`; `Denied`, also to those of no higher role; `Conflict` when the person is out already.
    """
    with transaction():
        actor_id, facts = allowed(actor, Action.GROUP_BAN, group_id, now)
        target = _role_of(group_id, person_id)
        require(actor, Action.GROUP_BAN, replace(facts, target_role=target))
        if person_id == actor_id:
            raise Denied("outranked")
        if target is GroupRole.OWNER and _owners(group_id) == 1:
            raise Conflict("last-owner")
        if active_ban(person_id, group_id, now) is not None:
            raise Conflict("already-banned")
        ends_at = now + timedelta(days=form.days)
        ban = GroupBan(
            group_id=group_id,
            person_id=person_id,
            reason=form.reason,
            banned_at=now,
            banned_by_id=actor_id,
            ends_at=ends_at,
        )
        db.session.add(ban)
        _close_request(group_id, person_id, actor_id, now)
        show_out(person_id, group_id)
        note(group_id, actor_id, "banned", now, person_id=person_id, detail=str(form.days), reason=form.reason)
        db.session.flush()
        announce("member.banned", ban_id=ban.id)
        return ban.id


def lift_ban(actor: Reader, group_id: int, ban_id: int, now: datetime) -> None:
    """End a ban early. Doing it twice is doing it once.

    Raises: `Missing`; `Denied`.
    """
    with transaction():
        facts = group_facts(actor, group_id, now)
        require(actor, Action.GROUP_BAN, facts)
        ban = db.session.scalar(select(GroupBan).where(GroupBan.id == known_id(ban_id), GroupBan.group_id == group_id))
        if ban is None:
            raise Missing
        if ban.lifted_at is None:
            ban.lifted_at, ban.lifted_by_id = now, actor.id
            note(group_id, signed_in(actor), "unbanned", now, person_id=ban.person_id)


def _membership(group_id: int, person_id: int) -> Membership:
    member: Membership | None = db.session.scalar(
        select(Membership).where(Membership.group_id == group_id, Membership.person_id == person_id)
    )
    if member is None:
        raise Missing
    return member


def _role_of(group_id: int, person_id: int) -> GroupRole | None:
    role = db.session.scalar(
        select(Membership.role).where(Membership.group_id == group_id, Membership.person_id == person_id)
    )
    return GroupRole(role) if role else None


def _owners(group_id: int) -> int:
    rows = select(Membership.id).where(Membership.group_id == group_id, Membership.role == GroupRole.OWNER.value)
    return len(db.session.scalars(rows).all())


def _close_request(group_id: int, person_id: int, actor_id: int, now: datetime) -> None:
    waiting = db.session.scalar(
        select(JoinRequest).where(
            JoinRequest.group_id == group_id, JoinRequest.person_id == person_id, JoinRequest.decided_at.is_(None)
        )
    )
    if waiting is not None:
        waiting.outcome, waiting.decided_at, waiting.decided_by_id = "declined", now, actor_id
