"""What a file about a show says, once it was read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Literal

from forum.domain.releases import Airing, Channel
from forum.shows.reading.faults import Fault

PLACEHOLDERS = frozenset({"TBA", "TBD"})
REGULAR = "regular"
SIGNIFICANT = "significant_special"
INSIGNIFICANT = "insignificant_special"
LOCAL_IDS_FROM = 9_000_000  # ids that no source gave out


def is_placeholder(name: str) -> bool:
    """The name stands for "to be announced"."""
    return name.upper() in PLACEHOLDERS


@dataclass(frozen=True, slots=True)
class ParsedEpisode:
    """One row. Shapes: `number` None = special; `airstamp` in UTC. Units: minutes."""

    source_id: int
    season: int
    number: int | None
    kind: str
    name: str
    airdate: date | None
    airtime: time | None
    airstamp: datetime | None
    runtime_min: int | None
    url: str | None

    @property
    def airing(self) -> Airing:
        """What the release rules need of it."""
        return Airing(self.airdate, self.airtime, self.airstamp, self.runtime_min)


@dataclass(frozen=True, slots=True)
class ParsedShow:
    """The show object. Shapes: `premiered` for telling two shows of one name apart."""

    source: Literal["tvmaze", "local"]
    source_id: int
    name: str
    kind: str | None
    language: str | None
    status: str | None
    channel: Channel
    channel_name: str | None
    url: str | None
    premiered: date | None


@dataclass(frozen=True, slots=True)
class ShowFile:
    """A show file that can be imported.

    Shapes: `show` None = a bare list of episodes; `episodes` None = the file says nothing about them; `skipped` = rows
    left out because the operator asked for it; `notes` = what was taken, but with a thought.
    """

    name: str
    show: ParsedShow | None
    episodes: tuple[ParsedEpisode, ...] | None
    skipped: tuple[Fault, ...] = ()
    notes: tuple[Fault, ...] = ()


@dataclass(frozen=True, slots=True)
class OrderFile:
    """Another order of a show's episodes. Shapes: `source_ids` from first to last."""

    name: str
    show_source_id: int
    order: str
    source_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ParsedWindow:
    """One stated release. Shapes: `show` a slug, name or source id; `scope` as written; instant or date."""

    place: str
    show: str | int
    scope: str
    territory: str
    instant: datetime | None
    on: date | None
    service: str | None
    confidence: str | None
    basis: str | None
