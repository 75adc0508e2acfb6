"""Rules about groups and who belongs to them."""

from __future__ import annotations

from forum.domain.people import GroupRole, Reader
from forum.domain.permissions.facts import Facts, Joining
from forum.domain.permissions.ranks import RANK, group_of, least, standing


def join(actor: Reader, facts: Facts) -> str:
    group = group_of(facts)
    if group is None or group.banned:
        return "banned"
    if group.role is not None:
        return "already-member"
    return standing(actor) or ("" if group.joining is Joining.OPEN else "not-open")


def ask(actor: Reader, facts: Facts) -> str:
    group = group_of(facts)
    if group is None or group.banned:
        return "banned"
    if group.role is not None:
        return "already-member"
    return standing(actor) or ("" if group.joining is Joining.REQUEST else "not-by-request")


def use_invitation(actor: Reader, facts: Facts) -> str:
    """An invitation opens every group, but not to somebody who was shown out of it."""
    group = group_of(facts)
    if group is None or group.banned:
        return "banned"
    return "already-member" if group.role is not None else standing(actor)


def ban(actor: Reader, facts: Facts) -> str:
    """Nobody shows out an equal: moderators settle that with the owner, owners with the site."""
    refused = least(GroupRole.MODERATOR)(actor, facts)
    group = group_of(facts)
    if refused or group is None or actor.is_staff:
        return refused
    return "outranked" if RANK[group.target_role] >= RANK[group.role] else ""


def leave(_actor: Reader, facts: Facts) -> str:
    group = group_of(facts)
    if group is None or group.role is None:
        return "members-only"
    return "last-owner" if group.role is GroupRole.OWNER and group.sole_owner else ""
