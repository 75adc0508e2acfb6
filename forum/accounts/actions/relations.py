"""Putting another member aside, and taking that back. The other one is never told."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, func, select

from forum.accounts.forms import RelationForm
from forum.accounts.models import Person, Relation
from forum.domain.errors import Conflict, Denied, Missing
from forum.domain.people import Reader
from forum.infra.db import db, transaction
from forum.infra.once import insert_once

MOST = 500
"""So many people can be put aside: the list is read with its owner on every page."""


def relate(actor: Reader, other_id: int, form: RelationForm, now: datetime) -> None:
    """Block, mute, or neither any more. Said twice, it is done once.

    Raises: `Missing` for nobody; `Denied` for strangers and about oneself; `Conflict` when the list is full.
    """
    if actor.id is None:
        raise Denied("sign-in")
    if actor.id == other_id:
        raise Denied("own")
    with transaction():
        if db.session.get(Person, other_id) is None:
            raise Missing
        pair = (Relation.person_id == actor.id, Relation.other_id == other_id)
        if form.kind == "none":
            db.session.execute(delete(Relation).where(*pair))
            return
        count = select(func.count(Relation.id)).where(Relation.person_id == actor.id, Relation.other_id != other_id)
        if (db.session.scalar(count) or 0) >= MOST:
            raise Conflict("too-many-aside")
        row = Relation(person_id=actor.id, other_id=other_id, kind=form.kind, since=now)
        if not insert_once(row):
            known = db.session.scalars(select(Relation).where(*pair)).one()
            known.kind = form.kind
