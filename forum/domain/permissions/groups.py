"""Rules about groups and who belongs to them."""

from __future__ import annotations

from forum.domain.people import GroupRole, Reader
from forum.domain.permissions.facts import Facts, Joining
from forum.domain.permissions.ranks import RANK, group_of, least, standing


def join(actor: Reader, facts: Facts) -> str:
    return use_invitation(actor, facts) or _way_in(facts, Joining.OPEN, "not-open")


def ask(actor: Reader, facts: Facts) -> str:
    return use_invitation(actor, facts) or _way_in(facts, Joining.REQUEST, "not-by-request")


def use_invitation(actor: Reader, facts: Facts) -> str:
    """An invitation opens every group, but not to somebody who was shown out of it."""
    group = group_of(facts)
    if group is None or group.banned:
        return "banned"
    return "already-member" if group.role is not None else standing(actor)


def _way_in(facts: Facts, joining: Joining, refused: str) -> str:
    group = group_of(facts)
    return "" if group is not None and group.joining is joining else refused


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
