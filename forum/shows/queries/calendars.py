"""What comes out when: the calendar, and the next releases for the first page."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import CompoundSelect, or_, select, union

from forum.domain.people import Reader
from forum.infra.db import db
from forum.presenting.show_views import CALENDAR_SPAN, Eyes, calendar_days, calendar_entries
from forum.presenting.shows import CalendarEntry, CalendarPage
from forum.shows.models import Episode, ProgressMark, ReleaseWindow, Show
from forum.shows.queries.rows import clearance_of, with_places

MARGIN = timedelta(days=3)  # a date may stand for an instant a day and a half away
MOST_SHOWS = 300
NEXT = 6


def calendar(reader: Reader, now: datetime, *, mine: bool = False) -> CalendarPage:
    """Releases of two weeks back and two ahead, by the reader's days; `mine` = only of shows with a stated place."""
    entries, has_place = _entries(reader, now - CALENDAR_SPAN, now + CALENDAR_SPAN, now, mine=mine)
    return CalendarPage(calendar_days(entries, now, ZoneInfo(reader.timezone)), mine, has_place)


def upcoming(reader: Reader, now: datetime) -> tuple[CalendarEntry, ...]:
    """The next few releases: of the reader's own shows if there are any, else of all."""
    mine, has_place = _entries(reader, now, now + CALENDAR_SPAN, now, mine=not reader.is_stranger)
    entries = mine
    if not has_place and not reader.is_stranger:
        entries, _ = _entries(reader, now, now + CALENDAR_SPAN, now, mine=False)
    ahead = [entry for entry in entries if entry.at is None or entry.at > now]
    return tuple(sorted(ahead, key=_when)[:NEXT])


def _when(entry: CalendarEntry) -> tuple[datetime, str]:
    midnight = datetime.combine(entry.airdate or date.max, time(), UTC)
    return entry.at or midnight, entry.show_name


def _entries(
    reader: Reader, since: datetime, until: datetime, now: datetime, *, mine: bool
) -> tuple[list[CalendarEntry], bool]:
    """The releases between two instants, and whether the reader has a place anywhere among those shows."""
    wanted = with_places(reader).where(Show.id.in_(_dated(since - MARGIN, until + MARGIN)))
    if mine:
        wanted = wanted.where(ProgressMark.id.is_not(None))
    rows = db.session.execute(wanted.order_by(Show.name_folded, Show.id).limit(MOST_SHOWS)).all()
    clearance = clearance_of(reader, rows)
    eyes = [Eyes.of(clearance, show_id, now) for show_id in clearance.catalogues]
    found = [entry for one in eyes for entry in calendar_entries(one, since, until)]
    return found, any(row.is_stated for row in rows)


def _dated(since: datetime, until: datetime) -> CompoundSelect[tuple[int]]:
    """Shows that something is dated of within these bounds; the catalogue itself decides what exactly."""
    days, instants = (since.date(), until.date()), (since, until)
    aired = or_(Episode.airdate.between(*days), Episode.airstamp.between(*instants))
    stated = or_(ReleaseWindow.on.between(*days), ReleaseWindow.instant.between(*instants))
    return union(
        select(Episode.show_id).where(aired),
        select(ReleaseWindow.show_id).where(ReleaseWindow.withdrawn_at.is_(None), stated),
    )
