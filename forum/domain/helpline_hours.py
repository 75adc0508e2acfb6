"""When a line answers: from the hours that its sources state to "open now", in the line's own zone.

Never a guess: hours that cannot be read whole, and countries with several zones, say nothing at all.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

ZONES: Mapping[str, str] = {
    "AR": "America/Argentina/Buenos_Aires",
    "AT": "Europe/Vienna",
    "BD": "Asia/Dhaka",
    "BE": "Europe/Brussels",
    "CH": "Europe/Zurich",
    "CO": "America/Bogota",
    "CR": "America/Costa_Rica",
    "CZ": "Europe/Prague",
    "DE": "Europe/Berlin",
    "DK": "Europe/Copenhagen",
    "ES": "Europe/Madrid",
    "FI": "Europe/Helsinki",
    "FR": "Europe/Paris",
    "GB": "Europe/London",
    "GR": "Europe/Athens",
    "HK": "Asia/Hong_Kong",
    "HU": "Europe/Budapest",
    "IE": "Europe/Dublin",
    "IL": "Asia/Jerusalem",
    "IN": "Asia/Kolkata",
    "IS": "Atlantic/Reykjavik",
    "IT": "Europe/Rome",
    "JP": "Asia/Tokyo",
    "KE": "Africa/Nairobi",
    "KR": "Asia/Seoul",
    "LK": "Asia/Colombo",
    "LU": "Europe/Luxembourg",
    "LV": "Europe/Riga",
    "MY": "Asia/Kuala_Lumpur",
    "NL": "Europe/Amsterdam",
    "NO": "Europe/Oslo",
    "NZ": "Pacific/Auckland",
    "PH": "Asia/Manila",
    "PL": "Europe/Warsaw",
    "PT": "Europe/Lisbon",
    "RS": "Europe/Belgrade",
    "SE": "Europe/Stockholm",
    "SG": "Asia/Singapore",
    "SI": "Europe/Ljubljana",
    "TH": "Asia/Bangkok",
    "TW": "Asia/Taipei",
    "UA": "Europe/Kyiv",
    "UY": "America/Montevideo",
    "ZA": "Africa/Johannesburg",
}
"""The zone of a country's lines, where the country has one for all of its mainland. Source: IANA zone1970.tab."""

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_DAY = "|".join(_DAYS)
_HOURS = re.compile(
    rf"(?:(?P<first>{_DAY})(?:-(?P<last>{_DAY}))? )?"
    r"(?P<from>\d\d:\d\d)-(?P<to>\d\d:\d\d)(?: daily)?(?P<more> ?[(;].*)?",
    re.IGNORECASE,
)
_ALWAYS = re.compile(r"24/7( ?\(.*\))?")


@dataclass(frozen=True, slots=True)
class Opening:
    """Whether a line answers at an instant.

    Shapes: `always` for one that never closes; `opens_at` is the next beginning in the line's own zone, None while it
    is open.
    """

    is_open: bool
    always: bool = False
    opens_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class _Week:
    days: frozenset[int]
    start: time
    length: timedelta
    has_more: bool


def opening(hours: str | None, country: str, now: datetime) -> Opening | None:
    """Whether a line with these hours answers at `now`; None when nobody can tell.

    Shapes: `hours` as the sources state them, "24/7", "16:00-21:00 daily", "Mon-Sat 14:00-20:00", with a note in
    brackets or behind a semicolon. Where a note speaks of more hours, a line is never called closed.
    """
    if hours is None:
        return None
    if _ALWAYS.fullmatch(hours):
        return Opening(is_open=True, always=True)
    week, zone = _read(hours), ZONES.get(country)
    if week is None or zone is None:
        return None
    local = now.astimezone(ZoneInfo(zone))
    begins = [_at(local + timedelta(days=ahead), week.start) for ahead in range(-1, 8)]
    begins = [one for one in begins if one.weekday() in week.days]
    if any(one <= local < one + week.length for one in begins):
        return Opening(is_open=True)
    if week.has_more:
        return None
    return Opening(is_open=False, opens_at=next(one for one in begins if one > local))


def _read(hours: str) -> _Week | None:
    found = _HOURS.fullmatch(hours)
    if found is None:
        return None
    start, end = _minutes(found["from"]), _minutes(found["to"])
    if start is None or end is None or start >= 24 * 60:
        return None
    first = _DAYS.index((found["first"] or "mon").lower())
    last = _DAYS.index((found["last"] or found["first"] or "sun").lower())
    days = frozenset((first + step) % 7 for step in range((last - first) % 7 + 1))
    length = timedelta(minutes=(end - start) % (24 * 60) or 24 * 60)
    return _Week(days, time(start // 60, start % 60), length, bool(found["more"]))


def _minutes(clock: str) -> int | None:
    """Minutes since midnight; 24:00 is the end of the day."""
    hour, minute = int(clock[:2]), int(clock[3:])
    return hour * 60 + minute if minute < 60 and (hour < 24 or (hour, minute) == (24, 0)) else None


def _at(day: datetime, start: time) -> datetime:
    return day.replace(hour=start.hour, minute=start.minute, second=0, microsecond=0)
