"""Readers' places when a file gives episodes other numbers: they follow the episodes."""

from __future__ import annotations

from sqlalchemy import select

from forum.domain.catalogue import Catalogue
from forum.domain.progress import Progress, carried
from forum.infra.db import db
from forum.infra.rows import holding
from forum.shows.kept import place_of, values_of
from forum.shows.models import ProgressMark
from forum.shows.queries.clearances import progress_of

AT_ONCE = 500


def carry_places(before: Catalogue, after: Catalogue) -> None:
    """Keep by id what everybody has seen of the show, inside the running transaction.

    Places are read only when some pointer means other episodes than before. The step that may be taken back is carried
    as well.
    """
    if not _is_moved(before, after):
        return
    own = select(ProgressMark).where(ProgressMark.show_id == before.show_id).order_by(ProgressMark.id)
    marks = db.session.scalars(holding(own).execution_options(yield_per=AT_ONCE))
    for mark in marks:
        _carry(mark, before, after)


def _is_moved(before: Catalogue, after: Catalogue) -> bool:
    orders = ("aired", *before.orders)
    pointers = (Progress(one.id, order, rewatch_id=one.id, as_new=True) for order in orders for one in before.episodes)
    return any(carried(pointer, before, after) != pointer for pointer in pointers)


def _carry(mark: ProgressMark, before: Catalogue, after: Catalogue) -> None:
    stood = progress_of(mark)
    place = carried(stood, before, after)
    if place != stood:
        mark.through_id, mark.order, mark.rewatch_id = place.through_id, place.order, place.rewatch_id
        mark.ticked = sorted(place.ticked)
    if mark.before is not None:
        mark.before = values_of(carried(place_of(mark.before), before, after))
