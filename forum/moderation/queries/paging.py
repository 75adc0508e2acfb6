"""The queue a page at a time: from where the page before ended, whatever others decided meanwhile."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, or_

from forum.domain.queueing import Spot
from forum.moderation.models import Case
from forum.moderation.queries.routing import comes_after
from forum.presenting.moderation import QueueFilter


def paged(query: Select[Any], wanted: QueueFilter, rank: ColumnElement[int], size: int) -> Select[Any]:
    """In the order of the queue; one row more than a page, to know of a next.

    Shapes: `rank` = 0 for what this reader may read unasked, 1 for the rest.
    """
    spot = Spot.read(wanted.after) if wanted.after else None
    if wanted.decided:
        if spot is not None:
            at = Case.decided_at
            query = query.where(or_(at < spot.at, and_(at == spot.at, Case.id < spot.case_id)))
        return query.order_by(Case.decided_at.desc(), Case.id.desc()).limit(size + 1)
    if spot is not None:
        query = query.where(comes_after(spot, rank))
    return query.order_by(rank, Case.place_at, Case.id).limit(size + 1)


def spot_of(row: Row[Any], *, decided: bool) -> str:
    """Where a page that ends with this row goes on."""
    at = row.Case.decided_at if decided else row.Case.place_at
    return str(Spot(at, row.Case.id, not decided and bool(row.rank))) if at is not None else ""
