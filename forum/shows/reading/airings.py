"""Bringing airdate, airtime and airstamp of one row together."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from forum.domain.releases import local_instant, zone_named

# A programme day may begin 26 hours before noon UTC of its date (UTC+14) and, with the hours after midnight that
# still belong to it, end 48 hours after.
FARTHEST = timedelta(hours=50)


def disagree(airdate: date | None, airstamp: datetime | None) -> bool:
    """Whether date and instant cannot mean the same showing."""
    if airdate is None or airstamp is None:
        return False
    return abs(airstamp - datetime.combine(airdate, time(12), UTC)) > FARTHEST


def completed(
    airdate: date | None, airtime: time | None, airstamp: datetime | None, zone: str | None
) -> tuple[date | None, time | None, datetime | None]:
    """The same with what follows from the others. An airstamp is never replaced.

    Shapes: without a known zone no instant is made up from date and time; an instant without date gives the date of
    its zone (of UTC when unknown) and, with a zone, the time too.
    """
    if airstamp is None and airdate is not None and airtime is not None and zone_named(zone) is not None:
        return airdate, airtime, local_instant(airdate, airtime, zone or "")
    if airstamp is not None and airdate is None:
        named = zone_named(zone)
        local = airstamp.astimezone(named or UTC)
        return local.date(), local.time().replace(second=0, microsecond=0) if named else None, airstamp
    return airdate, airtime, airstamp


def later(
    airdate: date | None, airtime: time | None, airstamp: datetime | None, zone: str | None
) -> tuple[date | None, time | None, datetime | None]:
    """Of two that disagree, the later one: doubt goes to the later instant."""
    if airdate is not None and airstamp is not None and airstamp.date() > airdate:
        return completed(None, None, airstamp, zone)
    return completed(airdate, airtime, None, zone)
