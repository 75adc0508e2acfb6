"""Who stands where: the rules that the others are made of. Each answers "" or the code of a reason against it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from forum.domain.people import GroupRole, Reader
from forum.domain.permissions.facts import CaseFacts, Facts, GroupFacts, Joining, PostFacts, ThreadFacts

Rule = Callable[[Reader, Facts], str]


RANK: Mapping[GroupRole | None, int] = {
    None: 0,
    GroupRole.MEMBER: 1,
    GroupRole.STEWARD: 2,
    GroupRole.MODERATOR: 3,
    GroupRole.OWNER: 4,
}


def group_of(facts: Facts) -> GroupFacts | None:
    """The group that the target belongs to."""
    match facts:
        case GroupFacts():
            return facts
        case ThreadFacts() | CaseFacts():
            return facts.group
        case PostFacts():
            return facts.thread.group
        case _:
            return None


def ranks(actor: Reader, facts: Facts, role: GroupRole) -> bool:
    """Whether the actor stands at least this high in the group concerned; site staff stand above every group."""
    group = group_of(facts)
    return actor.is_staff or (group is not None and not group.banned and RANK[group.role] >= RANK[role])


def may_read(actor: Reader, group: GroupFacts) -> bool:
    """A listed group with open doors is read by all; the others by their members and by site staff."""
    if actor.is_staff or group.role is not None:
        return True
    return group.listed and group.joining is Joining.OPEN


def may_know(actor: Reader, group: GroupFacts) -> bool:
    """A hidden group exists for its members and for site staff alone."""
    return group.listed or actor.is_staff or group.role is not None


def member(actor: Reader, facts: Facts) -> str:
    """At least a member, neither banned nor suspended."""
    if actor.suspended:
        return "suspended"
    group = group_of(facts)
    if group is not None and group.banned:
        return "banned"
    if not ranks(actor, facts, GroupRole.MEMBER):
        return "members-only"
    return ""


def least(role: GroupRole) -> Rule:
    """The rule that asks for this role or a higher one."""

    def rule(actor: Reader, facts: Facts) -> str:
        return standing(actor) or ("" if ranks(actor, facts, role) else f"{role.value}s-only")

    return rule


def standing(actor: Reader) -> str:
    """A suspended account reads and does nothing else."""
    return "suspended" if actor.suspended else ""


def read(actor: Reader, facts: Facts) -> str:
    """`may_read`, as a rule."""
    group = group_of(facts)
    return "" if group is not None and may_read(actor, group) else "members-only"
