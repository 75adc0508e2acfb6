"""Rows of a list of episodes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from forum.shows.reading import airings
from forum.shows.reading.faults import Fault, excerpt
from forum.shows.reading.fields import LARGEST_ID, Fields, is_web_link
from forum.shows.reading.parsed import INSIGNIFICANT, REGULAR, SIGNIFICANT, ParsedEpisode

LONGEST_NAME = 300
MOST_EPISODES = 20_000


@dataclass(slots=True)
class Rows:
    """What became of the rows. Shapes: `good` in file order; `faults` = rows that are wrong; `notes` = remarks."""

    good: list[ParsedEpisode] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    notes: list[Fault] = field(default_factory=list)


def read_rows(rows: Sequence[Any], place: str, file: str, zone: str | None) -> Rows:
    """Read every row; good ones and faults are both complete.

    Shapes: a row whose dates disagree is a fault, but also among the good ones with the later date, marked by a note:
    an operator who skips bad rows gets it so.
    """
    found = Rows()
    if len(rows) > MOST_EPISODES:
        found.faults.append(Fault(file, place, "too-many", f"{len(rows)} episodes"))
        return found
    seen = _Seen()
    for index, row in enumerate(rows):
        at = f"{place}[{index}]"
        if not isinstance(row, dict):
            found.faults.append(Fault(file, at, "not-an-object", excerpt(row)))
            continue
        episode = _read_row(Fields(row, at, file), found, zone)
        if episode is not None:
            _keep(episode, seen, found, Fields(row, at, file))
    return found


@dataclass(slots=True)
class _Seen:
    ids: dict[int, ParsedEpisode] = field(default_factory=dict)
    numbers: set[tuple[int, int]] = field(default_factory=set)


def _keep(episode: ParsedEpisode, seen: _Seen, found: Rows, fields: Fields) -> None:
    """Take the row unless its id or its number is already taken."""
    number = (episode.season, episode.number) if episode.number is not None else None
    if seen.ids.get(episode.source_id) == episode:
        fields.refuse("", "exact-repeat", episode.source_id)
        found.notes += fields.faults
    elif episode.source_id in seen.ids:
        fields.refuse("id", "id-taken", episode.source_id)
        found.faults += fields.faults
    elif number in seen.numbers:
        fields.refuse("number", "number-taken", f"S{episode.season:02d}E{episode.number:02d}")
        found.faults += fields.faults
    else:
        seen.ids[episode.source_id] = episode
        if number is not None:
            seen.numbers.add(number)
        found.good.append(episode)


def _read_row(fields: Fields, found: Rows, zone: str | None) -> ParsedEpisode | None:
    source_id = fields.whole("id", 1, LARGEST_ID, required=True)
    season = fields.whole("season", 0, 9999, required=True)
    number = fields.whole("number", 0, 99_999)
    kind = fields.text("type", 40)
    name = fields.text("name", LONGEST_NAME) or "TBA"
    airdate, airtime, airstamp = fields.day("airdate"), fields.clock_time("airtime"), fields.instant("airstamp")
    runtime = fields.whole("runtime", 0, 10_000) or None
    found.faults += fields.faults
    if fields.faults or source_id is None or season is None:
        return None
    if season == 0 or number == 0:
        number = None
    when = airings.completed(airdate, airtime, airstamp, zone)
    if airings.disagree(airdate, airstamp):
        when = airings.later(airdate, airtime, airstamp, zone)
        fields.refuse("airstamp", "dates-disagree", f"{airdate} / {airstamp:%Y-%m-%dT%H:%MZ}")
        found.faults += fields.faults
    return ParsedEpisode(
        source_id, season, number, _kind(kind, number, fields, found), name, *when, runtime, _link(fields)
    )


def _kind(given: str | None, number: int | None, fields: Fields, found: Rows) -> str:
    if given not in (None, REGULAR, SIGNIFICANT, INSIGNIFICANT):
        found.notes.append(Fault(fields.file, f"{fields.place}.type", "unknown-type", excerpt(given)))
    if number is not None:
        return REGULAR
    return given if given in (SIGNIFICANT, INSIGNIFICANT) else SIGNIFICANT


def _link(fields: Fields) -> str | None:
    value = fields.values.get("url")
    return value if is_web_link(value) else None
