"""Where a reader stands with a show: its stewards look after its dates and books."""

from __future__ import annotations

from sqlalchemy import exists, select

from forum.domain.people import Reader
from forum.domain.permissions import ShowFacts
from forum.infra.db import db
from forum.shows.models import ShowSteward


def facts_for(reader: Reader, show_id: int, *, claimant_id: int | None = None) -> ShowFacts:
    """What the rules need to know of a show, for this reader. One statement, none for strangers and staff."""
    return ShowFacts(show_id, _is_steward(reader, show_id), claimant_id)


def _is_steward(reader: Reader, show_id: int) -> bool:
    if reader.is_stranger or reader.is_staff:
        return False
    own = exists().where(
        ShowSteward.show_id == show_id, ShowSteward.person_id == reader.id, ShowSteward.dismissed_at.is_(None)
    )
    return bool(db.session.scalar(select(own)))


def stewarded(reader: Reader) -> frozenset[int]:
    """The shows that this reader looks after. One statement, none for strangers. Staff looks after all of them."""
    if reader.is_stranger:
        return frozenset()
    own = select(ShowSteward.show_id).where(ShowSteward.person_id == reader.id, ShowSteward.dismissed_at.is_(None))
    return frozenset(db.session.scalars(own))
