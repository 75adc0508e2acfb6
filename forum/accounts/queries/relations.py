"""Whom somebody has put aside, and who is apart from whom."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, or_, select, true

from forum.accounts.models import Person, Relation
from forum.domain.errors import Denied
from forum.domain.people import Reader, SiteRole
from forum.infra.db import db
from forum.presenting.accounts import AsideCard, PersonCard


def relations_of(reader: Reader) -> tuple[AsideCard, ...]:
    """Whom the reader has put aside, by name. One statement.

    Raises: `Denied` for strangers.
    """
    if reader.is_stranger:
        raise Denied("sign-in")
    rows = db.session.execute(
        select(Person.id, Person.handle, Person.site_role, Relation.kind, Relation.since)
        .join(Relation, Relation.other_id == Person.id)
        .where(Relation.person_id == reader.id)
        .order_by(Person.handle_folded)
    )
    return tuple(AsideCard(PersonCard(r.id, r.handle, SiteRole(r.site_role)), r.kind, r.since) for r in rows)


def apart_from(author_id: int | None, person_ids: Collection[int]) -> set[int]:
    """Those among these people who hear nothing of this author's posts.

    Shapes: who blocks or mutes the author, and whom the author blocks. One statement, none for no author.
    """
    if author_id is None or not person_ids:
        return set()
    ids = list(person_ids)
    theirs = and_(Relation.other_id == author_id, Relation.person_id.in_(ids))
    own = and_(Relation.person_id == author_id, Relation.other_id.in_(ids), Relation.kind == "block")
    rows = db.session.execute(select(Relation.person_id, Relation.other_id).where(or_(theirs, own)))
    return {row.other_id if row.person_id == author_id else row.person_id for row in rows}


def not_shut_out(reader: Reader, author: Any) -> ColumnElement[bool]:
    """Where the author has not blocked the reader: for what is looked up by the author."""
    if reader.is_stranger:
        return true()
    block = (Relation.person_id == author, Relation.other_id == reader.id, Relation.kind == "block")
    return ~exists().where(*block)
