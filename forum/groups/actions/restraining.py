"""Holding a member back for a while: slowly, or not at all. Decided by moderators as the outcome of a case."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy import select

from forum.domain.errors import Denied
from forum.domain.people import GroupRole, Reader
from forum.domain.permissions import Action, require
from forum.groups.actions.joining import show_out
from forum.groups.actions.standing import allowed, note
from forum.groups.models import GroupBan, GroupRestraint, Membership
from forum.groups.queries.facts import active_ban
from forum.infra.db import db, transaction
from forum.infra.once import insert_once


def may_restrain(actor: Reader, group_id: int, person_id: int, now: datetime) -> GroupRole | None:
    """Ask the rules; the group's row is held then. Returns what the person is in the group.

    Raises: `Missing`; `Denied`, also about oneself and those of no lower role.
    """
    actor_id, facts = allowed(actor, Action.GROUP_BAN, group_id, now)
    role = db.session.scalar(
        select(Membership.role).where(Membership.group_id == group_id, Membership.person_id == person_id)
    )
    target = GroupRole(role) if role else None
    require(actor, Action.GROUP_BAN, replace(facts, target_role=target))
    if person_id == actor_id or target is GroupRole.OWNER:
        raise Denied("outranked")
    return target


def restrain_member(
    actor: Reader, group_id: int, person_id: int, now: datetime, *, kind: str, ends_at: datetime
) -> int:
    """Let somebody write slowly ("slow") or not at all ("mute") until then. Returns the restraint's id.

    Raises: `Missing`; `Denied`.
    """
    with transaction():
        may_restrain(actor, group_id, person_id, now)
        row = GroupRestraint(group_id=group_id, person_id=person_id, kind=kind, begins_at=now, ends_at=ends_at)
        db.session.add(row)
        note(group_id, actor.id or 0, "restrained", now, person_id=person_id, detail=kind)
        db.session.flush()
        return row.id


def ban_until(
    actor: Reader, group_id: int, person_id: int, ends_at: datetime, now: datetime
) -> tuple[int | None, str | None]:
    """Show somebody out until then, without a letter of its own: the decision has one.

    Returns: the id of the ban, None where a longer one stands already, and what they were in the group.
    Raises: `Missing`; `Denied`.
    """
    with transaction():
        role = may_restrain(actor, group_id, person_id, now)
        standing = active_ban(person_id, group_id, now)
        if standing is not None and standing.ends_at >= ends_at:
            return None, None
        ban = GroupBan(group_id=group_id, person_id=person_id, reason="", banned_at=now, ends_at=ends_at)
        ban.banned_by_id = actor.id or 0
        db.session.add(ban)
        show_out(person_id, group_id)
        note(group_id, actor.id or 0, "banned", now, person_id=person_id)
        db.session.flush()
        return ban.id, role.value if role else None


def release_member(restraint_id: int, now: datetime) -> None:
    """End a restraint early. The caller has the right."""
    with transaction():
        row = db.session.get(GroupRestraint, restraint_id)
        if row is not None and row.lifted_at is None:
            row.lifted_at = now


def readmit_member(actor: Reader, ban_id: int, role: str | None, now: datetime) -> None:
    """End a ban that should not have been, and give back the place in the group. The caller has the right."""
    with transaction():
        ban = db.session.get(GroupBan, ban_id)
        if ban is None:
            return
        if ban.lifted_at is None:
            ban.lifted_at, ban.lifted_by_id = now, actor.id
            note(ban.group_id, actor.id or 0, "unbanned", now, person_id=ban.person_id)
        if role is not None:
            insert_once(Membership(group_id=ban.group_id, person_id=ban.person_id, role=role, joined_at=now))
