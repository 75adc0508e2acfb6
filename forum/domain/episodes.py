"""One episode as the law sees it, the order in which episodes came, and those that came out together."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from forum.domain.releases import NEVER, Interval

DROP_SIZE = 3  # so many episodes at one instant are a season drop


@dataclass(frozen=True, slots=True)
class Episode:
    """One episode or special, as the law sees it.

    Shapes: `number` None = special; `regional` by territory code; `kept` = ids that a scope up to here once covered and
    must never lose by renumbering; `withdrawn` = its date was taken back; `topics` = content notes that hold for it.
    """

    id: int
    season: int
    number: int | None
    name: str
    airdate: date | None
    world: Interval
    regional: Mapping[str, Interval] = field(default_factory=dict, hash=False)
    kept: frozenset[int] = frozenset()
    withdrawn: bool = False
    topics: frozenset[str] = frozenset()

    @property
    def is_special(self) -> bool:
        return self.number is None

    @property
    def day(self) -> date | None:
        """The date it is listed under: the channel's own, else that of its release."""
        return self.airdate or self.world.day

    def release_in(self, territory: str | None) -> Interval:
        return self.regional.get(territory, self.world) if territory else self.world


def in_aired_order(episodes: Iterable[Episode]) -> tuple[Episode, ...]:
    """Regular episodes by season and number, each special before the first regular one of its date or later.

    The season a source files a special under says nothing: sources disagree on it.
    """
    listed = list(episodes)
    regular = sorted((e for e in listed if not e.is_special), key=lambda e: (e.season, e.number or 0, e.id))
    specials = sorted((e for e in listed if e.is_special), key=lambda e: (e.day or date.max, e.id))
    ordered: list[Episode] = []
    for episode in regular:
        while specials and episode.day and (specials[0].day or date.max) <= episode.day:
            ordered.append(specials.pop(0))
        ordered.append(episode)
    return (*ordered, *specials)


def drops(episodes: Iterable[Episode]) -> tuple[tuple[Episode, ...], ...]:
    """The groups of three or more that come out at one instant, in the order given."""
    together: dict[Interval, list[Episode]] = {}
    for episode in episodes:
        if episode.world != NEVER:
            together.setdefault(episode.world, []).append(episode)
    return tuple(tuple(group) for group in together.values() if len(group) >= DROP_SIZE)
