"""Nods to posts."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete

from forum.domain.errors import Denied
from forum.domain.people import Reader
from forum.domain.permissions import Action, require
from forum.infra.db import db, transaction
from forum.infra.once import insert_once
from forum.posts.finding import post_and_facts
from forum.posts.forms import Nod
from forum.posts.models import Reaction


def react(actor: Reader, post_id: int, kind: Nod, now: datetime) -> bool:
    """Nod to a post. Returns whether it is a new nod: the same one twice counts once.

    Raises: `Missing`; `Denied`.
    """
    with transaction():
        person_id = _allowed(actor, post_id, now)
        return insert_once(Reaction(post_id=post_id, person_id=person_id, kind=kind.value, reacted_at=now))


def unreact(actor: Reader, post_id: int, kind: Nod, now: datetime) -> None:
    """Take a nod back. Raises: `Missing`; `Denied`."""
    with transaction():
        person_id = _allowed(actor, post_id, now)
        db.session.execute(
            delete(Reaction).where(
                Reaction.post_id == post_id, Reaction.person_id == person_id, Reaction.kind == kind.value
            )
        )


def turn_nod(actor: Reader, post_id: int, kind: Nod, now: datetime) -> bool:
    """Give a nod, or take it back when it was given. Returns whether it is given now."""
    with transaction():
        if react(actor, post_id, kind, now):
            return True
        unreact(actor, post_id, kind, now)
        return False


def _allowed(actor: Reader, post_id: int, now: datetime) -> int:
    _, facts = post_and_facts(actor, post_id, now)
    require(actor, Action.POST_REACT, facts)
    if actor.id is None:
        raise Denied("sign-in")
    return actor.id
