"""Releases for calendars of others: coming ones and those of the last weeks, by codes, never by title."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, or_, select

from forum.domain.errors import Missing
from forum.domain.people import Reader
from forum.domain.spoilers import Clearance
from forum.infra.db import db
from forum.presenting.show_views import Eyes, calendar_entries
from forum.presenting.shows import CalendarEntry
from forum.shows.models import ProgressMark, Show
from forum.shows.queries.rows import clearance_of, with_places

BACK = timedelta(days=30)
AHEAD = timedelta(days=180)
MOST_SHOWS = 300
MOST_ENTRIES = 1_000


def openings_of_show(slug: str, now: datetime) -> tuple[str, tuple[CalendarEntry, ...]]:
    """The name of a show and its releases. One statement.

    Raises: `Missing`.
    """
    rows = db.session.execute(with_places(Reader.stranger()).where(Show.slug == slug[:200])).all()
    if not rows:
        raise Missing
    return rows[0].name, _entries(Reader.stranger(), rows, now)


def openings_of_shows(show_ids: Collection[int], now: datetime) -> tuple[CalendarEntry, ...]:
    """Releases of these shows. One statement, none for no shows."""
    stranger = Reader.stranger()
    return _openings(stranger, with_places(stranger).where(Show.id.in_(show_ids)), now) if show_ids else ()


def openings_for(reader: Reader, show_ids: Collection[int], now: datetime) -> tuple[CalendarEntry, ...]:
    """Releases of the shows in which the reader has a place, and of these. One statement."""
    placed = select(ProgressMark.show_id).where(ProgressMark.person_id == reader.id)
    wanted = with_places(reader).where(or_(Show.id.in_(placed), Show.id.in_(show_ids)))
    return _openings(reader, wanted, now)


def _openings(reader: Reader, wanted: Select[*tuple[Any, ...]], now: datetime) -> tuple[CalendarEntry, ...]:
    rows = db.session.execute(wanted.order_by(Show.name_folded, Show.id).limit(MOST_SHOWS)).all()
    return _entries(reader, rows, now)


def _entries(reader: Reader, rows: Any, now: datetime) -> tuple[CalendarEntry, ...]:
    sight = clearance_of(reader, rows)
    eyes = [Eyes.of(sight, show_id, now) for show_id in sight.catalogues if not _is_muted(sight, show_id, now)]
    found = [entry for one in eyes for entry in calendar_entries(one, now - BACK, now + AHEAD)]
    return tuple(found[:MOST_ENTRIES])


def _is_muted(sight: Clearance, show_id: int, now: datetime) -> bool:
    """The reader wants to hear nothing of this show until a date."""
    place = sight.progress.get(show_id)
    return place is not None and place.muted_until is not None and place.muted_until > now
