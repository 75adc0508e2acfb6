"""Small shows for tests, made of nothing but numbers."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

from forum.domain.catalogue import Catalogue
from forum.domain.episodes import Episode
from forum.domain.gates import Gate, GateKind
from forum.domain.releases import NEVER, Interval

START = datetime(2026, 1, 5, 20, tzinfo=UTC)
WEEK = timedelta(days=7)
HOURS = timedelta(hours=4)


def weekly(week: int) -> Interval:
    return Interval(START + week * WEEK, START + week * WEEK + HOURS)


def episode(number: int | None, season: int = 1, *, world: Interval | None = None, **more: Any) -> Episode:
    """S01E03 has id 103 and is out in week 3; a special needs its id among the others."""
    values: dict[str, Any] = {
        "id": season * 100 + (number or 0),
        "season": season,
        "number": number,
        "name": f"Part {number}",
        "airdate": None,
        "world": weekly((season - 1) * 10 + (number or 0)) if world is None else world,
    }
    return Episode(**values | more)


def special(special_id: int, day: date, name: str = "Extra", **more: Any) -> Episode:
    begins = datetime(day.year, day.month, day.day, 20, tzinfo=UTC)
    return episode(
        None, id=special_id, airdate=day, name=name, world=more.pop("world", Interval(begins, begins)), **more
    )


def show(*episodes: Episode, show_id: int = 1, name: str = "Lost", **more: Any) -> Catalogue:
    return Catalogue(show_id, name.casefold().replace(" ", "-"), name, 1, episodes, **more)


def season_of(count: int, season: int = 1) -> tuple[Episode, ...]:
    return tuple(episode(number, season) for number in range(1, count + 1))


def through(ceiling_id: int | None, show_id: int = 1, **more: Any) -> Gate:
    return Gate(**{"kind": GateKind.THROUGH, "show_id": show_id, "ceiling_id": ceiling_id, "span": "episode"} | more)


def by_id(*catalogues: Catalogue) -> Mapping[int, Catalogue]:
    return {catalogue.show_id: catalogue for catalogue in catalogues}


UNDATED = NEVER
