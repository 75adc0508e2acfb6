"""Where the actor stands, read inside the transaction that acts on it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from forum.domain.errors import Denied, Missing
from forum.domain.people import Reader
from forum.domain.permissions import Action, GroupFacts, require
from forum.groups.models import Group, GroupEvent
from forum.groups.queries import group_facts
from forum.infra.db import db
from forum.infra.rows import holding


def signed_in(actor: Reader) -> int:
    """The actor's id.

    Raises: `Denied` for strangers.
    """
    if actor.id is None:
        raise Denied("sign-in")
    return actor.id


def allowed(actor: Reader, action: Action, group_id: int, now: datetime) -> tuple[int, GroupFacts]:
    """The actor's id and the facts, once the rules agree. The group's row is held until the transaction ends.

    Holding it makes two owners who leave at once, or two people on the last place, come one after the other.
    Raises: `Missing`; `Denied`.
    """
    if db.session.scalar(holding(select(Group.id).where(Group.id == group_id))) is None:
        raise Missing
    facts = group_facts(actor, group_id, now)
    require(actor, action, facts)
    return signed_in(actor), facts


def note(
    group_id: int,
    actor_id: int,
    what: str,
    now: datetime,
    *,
    person_id: int | None = None,
    detail: str = "",
    reason: str = "",
) -> None:
    """Write down what was done, inside the running transaction."""
    db.session.add(
        GroupEvent(
            group_id=group_id,
            actor_id=actor_id,
            person_id=person_id,
            what=what,
            detail=detail,
            reason=reason,
            happened_at=now,
        )
    )
