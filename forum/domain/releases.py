"""When an episode is out: an interval per episode, from what its sources know.

Units: every instant is an aware UTC datetime; dates are civil dates of the channel.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

WORLD = "*"
USUAL_RUNTIME = timedelta(minutes=60)
WEST_COAST_LAG = timedelta(hours=3)  # American networks show an episode again for the Pacific zone
DAY_BEGINS_EARLIEST = timedelta(hours=-14)  # 00:00 at UTC+14, seen from 00:00 UTC
DAY_ENDS_LATEST = timedelta(hours=36)  # 24:00 at UTC-12, seen from 00:00 UTC
DAY_WIDTH = DAY_ENDS_LATEST - DAY_BEGINS_EARLIEST


class State(StrEnum):
    """How far the release of an episode has come."""

    UNRELEASED = "unreleased"
    ROLLING = "rolling"
    RELEASED = "released"


@dataclass(frozen=True, slots=True)
class Interval:
    """From the first instant at which somebody may have seen it to the instant at which everybody could.

    Shapes: (None, None) never; (instant, None) begun and broken off, rolling until somebody sets a new date.
    Raises: ValueError for bounds that are naive, reversed or without a beginning.
    """

    earliest: datetime | None
    latest: datetime | None

    def __post_init__(self) -> None:
        if any(bound is not None and bound.utcoffset() is None for bound in (self.earliest, self.latest)):
            raise ValueError("naive-instant")
        if self.latest is not None and (self.earliest is None or self.latest < self.earliest):
            raise ValueError("reversed-interval")

    def state(self, now: datetime) -> State:
        """Both bounds belong to what follows them."""
        if self.earliest is None or now < self.earliest:
            return State.UNRELEASED
        if self.latest is None or now < self.latest:
            return State.ROLLING
        return State.RELEASED

    @property
    def is_exact(self) -> bool:
        return self.earliest is not None and self.earliest == self.latest

    @property
    def day(self) -> date | None:
        """The civil date this interval stands for: its own when only a date was known, else the date in UTC."""
        if self.earliest is None:
            return None
        if self.is_whole_day:
            return (self.earliest - DAY_BEGINS_EARLIEST).date()
        return self.earliest.date()

    @property
    def is_whole_day(self) -> bool:
        """Only a date was known."""
        return self.earliest is not None and self.latest is not None and self.latest - self.earliest == DAY_WIDTH


NEVER = Interval(None, None)


@dataclass(frozen=True, slots=True)
class Channel:
    """Where a show appears first. Shapes: a web channel without country and zone is worldwide."""

    kind: Literal["network", "web"] | None
    country: str | None
    zone: str | None


UNKNOWN_CHANNEL = Channel(None, None, None)


@dataclass(frozen=True, slots=True)
class Airing:
    """What the catalogue's source says about one episode. Units: minutes."""

    airdate: date | None
    airtime: time | None
    airstamp: datetime | None
    runtime_min: int | None


@dataclass(frozen=True, slots=True)
class Window:
    """What somebody stated about one episode in one territory ("*" is the world, else an ISO 3166 code).

    Shapes: neither instant nor date = stated to have none.
    """

    territory: str
    instant: datetime | None
    on: date | None

    def interval(self) -> Interval:
        if self.instant is not None:
            return exact(self.instant)
        return NEVER if self.on is None else whole_day(self.on)


def exact(instant: datetime) -> Interval:
    """One instant for everybody."""
    in_utc = instant.astimezone(UTC)
    return Interval(in_utc, in_utc)


def whole_day(day: date) -> Interval:
    """All of that date anywhere on earth: services release up to 13 hours before or after it begins in UTC."""
    midnight = datetime.combine(day, time(), tzinfo=UTC)
    try:
        return Interval(midnight + DAY_BEGINS_EARLIEST, midnight + DAY_ENDS_LATEST)
    except OverflowError:  # the calendar's first and last days are typing errors, not dates
        return NEVER


def broadcast(airing: Airing, channel: Channel) -> Interval:
    """What the airing itself says. An airstamp without airtime is the source's noon placeholder, worth a date only."""
    if airing.airstamp is not None and airing.airtime is not None:
        begins = airing.airstamp.astimezone(UTC)
        return exact(begins) if channel.kind == "web" else Interval(begins, begins + _first_showings(airing, channel))
    day = airing.airdate or (airing.airstamp.date() if airing.airstamp is not None else None)
    return NEVER if day is None else whole_day(day)


def _first_showings(airing: Airing, channel: Channel) -> timedelta:
    runs = timedelta(minutes=airing.runtime_min) if airing.runtime_min else USUAL_RUNTIME
    return runs + WEST_COAST_LAG if channel.kind == "network" and channel.country == "US" else runs


def world_release(airing: Airing, channel: Channel, windows: Sequence[Window]) -> Interval:
    """When it is out in the world: a window for the world, else the airing, else anybody's premiere."""
    stated = [window.interval() for window in windows if window.territory == WORLD]
    if stated:
        return _latest_of(stated)
    aired = broadcast(airing, channel)
    return aired if aired != NEVER else _first_of(window.interval() for window in windows)


def regional_release(airing: Airing, channel: Channel, windows: Sequence[Window], territory: str | None) -> Interval:
    """When it is out for a reader there: their own territory's window, else the world's release."""
    stated = [window.interval() for window in windows if territory and window.territory == territory]
    return _latest_of(stated) if stated else world_release(airing, channel, windows)


def _latest_of(stated: Sequence[Interval]) -> Interval:
    """Of several statements about one place the latest, for doubt goes to the later instant.

    An instant within a stated date makes that date more precise, it does not contradict it.
    """
    if NEVER in stated:
        return NEVER
    instants = [one for one in stated if one.is_exact]
    refined = [one for one in stated if one.is_exact or not any(_holds(one, instant) for instant in instants)]
    return max(refined, key=_end)


def _holds(wide: Interval, narrow: Interval) -> bool:
    return _begin(wide) <= _begin(narrow) and _end(narrow) <= _end(wide)


def _first_of(premieres: Iterable[Interval]) -> Interval:
    """Somewhere it may be out from the first beginning on, and surely is at the first end."""
    known = [one for one in premieres if one != NEVER]
    return Interval(min(map(_begin, known)), min(map(_end, known))) if known else NEVER


def _begin(interval: Interval) -> datetime:
    return interval.earliest or datetime.max.replace(tzinfo=UTC)


def _end(interval: Interval) -> datetime:
    return interval.latest or datetime.max.replace(tzinfo=UTC)


def after_withdrawal(before: Interval, now: datetime) -> Interval:
    """What is left when the source takes the date back: out stays out, begun keeps rolling, the rest is undated."""
    match before.state(now):
        case State.RELEASED:
            return before
        case State.ROLLING:
            return Interval(before.earliest, None)
        case _:
            return NEVER


def local_instant(day: date, at: time, zone: str) -> datetime:
    """That wall-clock time as an instant in UTC; the LATER one where a clock change skips or repeats it.

    Raises: ValueError for a name that is not a time zone.
    """
    named = zone_named(zone)
    if named is None:
        raise ValueError("unknown-zone")
    return max(datetime.combine(day, at.replace(fold=fold), tzinfo=named).astimezone(UTC) for fold in (0, 1))


def zone_named(name: str | None) -> ZoneInfo | None:
    """The time zone of that name. A name that looks like a path is refused before any file is looked for."""
    if not name or not re.fullmatch(r"[A-Za-z][A-Za-z0-9_+-]*(/[A-Za-z0-9_+-]+){0,2}", name):
        return None
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):  # OSError: the name of a folder of the zone package
        return None
