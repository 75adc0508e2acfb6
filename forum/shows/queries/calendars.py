"""What comes out when: the calendar, and the next releases for the first page."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import BindParameter, CompoundSelect, Row, Select, bindparam, or_, select, union

from forum.domain.people import Reader
from forum.infra.db import prepared
from forum.presenting.show_views import CALENDAR_SPAN, Eyes, calendar_days, calendar_entries
from forum.presenting.shows import CalendarEntry, CalendarPage
from forum.shows.models import Episode, ProgressMark, ReleaseWindow, Show
from forum.shows.queries.rows import clearance_of, with_places

MARGIN = timedelta(days=3)  # a date may stand for an instant a day and a half away
MOST_SHOWS = 300
NEXT = 6

Bounds = tuple[BindParameter[Any], BindParameter[Any]]


def calendar(reader: Reader, now: datetime, *, mine: bool = False) -> CalendarPage:
    """Releases of two weeks back and two ahead, by the reader's days; `mine` = only of shows with a stated place."""
    since, until = now - CALENDAR_SPAN, now + CALENDAR_SPAN
    rows = _shows(reader, since, until)
    stated = [row for row in rows if row.is_stated]
    entries = _entries(reader, stated if mine else rows, since, until, now)
    return CalendarPage(calendar_days(entries, now, ZoneInfo(reader.timezone)), mine, bool(stated))


def upcoming(reader: Reader, now: datetime) -> tuple[CalendarEntry, ...]:
    """The next few releases: of the reader's own shows if there are any, else of all. One statement."""
    until = now + CALENDAR_SPAN
    rows = _shows(reader, now, until)
    entries = _entries(reader, [row for row in rows if row.is_stated] or rows, now, until, now)
    ahead = [entry for entry in entries if entry.at is None or entry.at > now]
    return tuple(sorted(ahead, key=_when)[:NEXT])


def _when(entry: CalendarEntry) -> tuple[datetime, str]:
    midnight = datetime.combine(entry.airdate or date.max, time(), UTC)
    return entry.at or midnight, entry.show_name


def _shows(reader: Reader, since: datetime, until: datetime) -> Sequence[Row[Any]]:
    """The shows with releases between two instants, those in which the reader has a place first."""
    first, last = since - MARGIN, until + MARGIN
    given = {"since": first, "until": last, "first_day": first.date(), "last_day": last.date()}
    return prepared(_with_releases(), reader_id=reader.id, **given).all()


def _entries(
    reader: Reader, rows: Sequence[Row[Any]], since: datetime, until: datetime, now: datetime
) -> list[CalendarEntry]:
    """The releases of these shows between two instants."""
    clearance = clearance_of(reader, rows)
    eyes = [Eyes.of(clearance, show_id, now) for show_id in clearance.catalogues]
    return [entry for one in eyes if not one.is_muted for entry in calendar_entries(one, since, until)]


@cache
def _with_releases() -> Select[Any]:
    dated = with_places().where(Show.id.in_(_dated()))
    return dated.order_by(ProgressMark.id.is_(None), Show.name_folded, Show.id).limit(MOST_SHOWS)


def _dated() -> CompoundSelect[tuple[int]]:
    """Shows that something is dated of within bounds; the catalogue itself decides what exactly."""
    days: Bounds = (bindparam("first_day"), bindparam("last_day"))
    instants: Bounds = (bindparam("since"), bindparam("until"))
    aired = or_(Episode.airdate.between(*days), Episode.airstamp.between(*instants))
    stated = or_(ReleaseWindow.on.between(*days), ReleaseWindow.instant.between(*instants))
    return union(
        select(Episode.show_id).where(aired),
        select(ReleaseWindow.show_id).where(ReleaseWindow.withdrawn_at.is_(None), stated),
    )
