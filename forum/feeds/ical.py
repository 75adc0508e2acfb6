"""Releases as iCalendar (RFC 5545): codes and instants, no titles, no words of people."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event

from forum.presenting.shows import CalendarEntry

ASK_AGAIN = timedelta(hours=6)
LASTS = timedelta(hours=1)
"""How long an opening looks in a calendar; nothing ends then."""


def calendar_of(entries: Iterable[CalendarEntry], name: str, base_url: str, host: str, zone: str = "UTC") -> bytes:
    """A calendar of these releases, on the clock of `zone`. The same entries make the same bytes at any time.

    Shapes: an instant is an hour in that zone; a date alone is a whole day, wherever one is.
    """
    made = Calendar()
    made.add("prodid", "-//Watercooler//Openings//EN")
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    made.add("method", "PUBLISH")
    made.add("name", name)
    made.add("x-wr-calname", name)
    made.add("x-wr-timezone", zone)
    made.add("refresh-interval", ASK_AGAIN, parameters={"VALUE": "DURATION"})
    made.add("x-published-ttl", "PT6H")
    listed = sorted(entries, key=lambda one: (_when(one), one.id))
    for entry in listed:
        made.add_component(_event(entry, base_url, host, ZoneInfo(zone)))
    if zone != "UTC" and listed:
        years = _when(listed[0]).year, _when(listed[-1]).year
        made.add_missing_timezones(first_date=date(years[0] - 1, 1, 1), last_date=date(years[1] + 2, 1, 1))
    return bytes(made.to_ical())


def _event(entry: CalendarEntry, base_url: str, host: str, zone: ZoneInfo) -> Event:
    event = Event()
    event.add("uid", f"episode-{entry.id}@{host}")
    event.add("summary", f"{entry.show_name} {_code(entry)}")
    if entry.at is not None:
        event.add("dtstart", entry.at.astimezone(zone))
        event.add("dtend", (entry.at + LASTS).astimezone(zone))
    else:
        event.add("dtstart", _day(entry))
        event.add("dtend", _day(entry) + timedelta(days=1))
    event.add("dtstamp", _when(entry))
    event.add("url", f"{base_url}/episodes/{entry.id}")
    event.add("categories", [entry.show_name])
    event.add("transp", "TRANSPARENT")
    return event


def _code(entry: CalendarEntry) -> str:
    return f"{entry.code} - {entry.last_code}" if entry.last_code else entry.code


def _when(entry: CalendarEntry) -> datetime:
    return entry.at or datetime.combine(_day(entry), time(12), UTC)


def _day(entry: CalendarEntry) -> date:
    return entry.airdate or date(9999, 1, 1)  # an entry without instant always has a date
