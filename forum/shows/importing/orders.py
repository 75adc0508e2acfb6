"""Importing another order of a show's episodes."""

from __future__ import annotations

from sqlalchemy import select

from forum.infra.db import db
from forum.infra.rows import holding
from forum.shows.importing.places import carry_places
from forum.shows.importing.report import Change, Report, What
from forum.shows.models import Episode, Show, ShowOrder
from forum.shows.queries.catalogues import catalogues
from forum.shows.reading.faults import Fault, ImportRefused
from forum.shows.reading.parsed import OrderFile


def order_of(read: OrderFile) -> Report:
    """Set the order inside the running transaction.

    Raises: `ImportRefused` for a show or an episode that is not in the catalogue.
    """
    show = db.session.scalar(holding(select(Show).where(Show.source_id == read.show_source_id)))
    if show is None:
        raise ImportRefused([Fault(read.name, "show.id", "unknown-show", str(read.show_source_id))])
    rows = db.session.execute(select(Episode.source_id, Episode.id).where(Episode.show_id == show.id))
    ours = {row.source_id: row.id for row in rows}
    unknown = [one for one in read.source_ids if one not in ours]
    if unknown:
        raise ImportRefused([Fault(read.name, "alternateepisodes", "unknown-episode", str(one)) for one in unknown])
    before = catalogues([show.id])[show.id]
    changes = _set(show, read.order, [ours[one] for one in read.source_ids])
    if changes:
        db.session.flush()
        carry_places(before, catalogues([show.id])[show.id])
    return Report(read.name, show.slug, show.name, created=False, changes=tuple(changes))


def _set(show: Show, name: str, ids: list[int]) -> list[Change]:
    known = db.session.scalar(select(ShowOrder).where(ShowOrder.show_id == show.id, ShowOrder.name == name))
    if known is not None and known.ids == ids:
        return []
    if known is None:
        db.session.add(ShowOrder(show_id=show.id, name=name, ids=ids))
    else:
        known.ids = ids
    show.touch()
    return [Change(What.ADDED if known is None else What.CHANGED, f"order: {name}", "", f"{len(ids)} episodes")]
