"""Catalogues built from the television files in tests/data/tv, in as few lines as the law allows."""

import json
import re
from collections.abc import Sequence
from datetime import date, datetime, time
from functools import cache
from pathlib import Path
from typing import Any

from forum.domain.catalogue import Catalogue
from forum.domain.episodes import Episode
from forum.domain.releases import Airing, Channel, Window, regional_release, world_release

DATA = Path(__file__).parent.parent / "data"
SHOWS = [
    "13-reasons-why",
    "breaking-bad",
    "doctor-who-2005",
    "firefly",
    "game-of-thrones",
    "lost",
    "mr-robot",
    "stranger-things",
    "the-daily-show-2014-2015",
    "the-office-us",
    "the-simpsons",
]
Row = dict[str, Any]


def instant(text: str) -> datetime:
    return datetime.fromisoformat(text)


@cache
def load(name: str) -> Row:
    loaded: Row = json.loads((DATA / f"{name}.json").read_text(encoding="utf-8"))
    return loaded


@cache
def catalogue_of(show: str, *, windows: bool = True, snapshot: str | None = None) -> Catalogue:
    return build(show, load("tv/release_windows")["windows"] if windows else [], snapshot)


def build(show: str, windows: Sequence[Row], snapshot: str | None = None) -> Catalogue:
    """A catalogue with those windows; `snapshot` = an older copy of the show used instead."""
    data = load(f"tv/snapshots/{snapshot}" if snapshot else f"tv/{show}")
    channel = _channel(data)
    own = [row for row in windows if row["show"] == show]
    return Catalogue(
        show_id=data["id"],
        slug=show,
        name=data["name"],
        version=1,
        episodes=tuple(_episode(row, channel, own) for row in data["_embedded"]["episodes"]),
        orders={"dvd": _dvd_order()} if show == "firefly" else {},
        channel=channel,
    )


def _channel(data: Row) -> Channel:
    kind = "network" if data["network"] else "web"
    country = (data["network"] or data["webChannel"])["country"] or {}
    return Channel(kind, country.get("code"), country.get("timezone"))


def _episode(row: Row, channel: Channel, windows: Sequence[Row]) -> Episode:
    airing = Airing(
        date.fromisoformat(row["airdate"]) if row["airdate"] else None,
        time.fromisoformat(row["airtime"]) if row["airtime"] else None,
        instant(row["airstamp"]) if row["airstamp"] else None,
        row["runtime"],
    )
    own = [_window(window) for window in windows if _names(window["scope"], row)]
    territories = {window.territory for window in own} - {"*"}
    return Episode(
        id=row["id"],
        season=row["season"],
        number=row["number"],
        name=row["name"],
        airdate=airing.airdate,
        world=world_release(airing, channel, own),
        regional={code: regional_release(airing, channel, own, code) for code in territories},
    )


def _window(row: Row) -> Window:
    stated = instant(row["instant"]) if row["instant"] else None
    return Window(row["territory"], stated, date.fromisoformat(row["local_date"]) if "local_date" in row else None)


def _names(scope: str, row: Row) -> bool:
    found = re.fullmatch(r"S(\d+)(?:E(\d+)(?:-E(\d+))?)?", scope)
    assert found is not None, scope
    season, first, last = found.groups()
    if row["season"] != int(season) or row["number"] is None:
        return False
    return first is None or int(first) <= row["number"] <= int(last or first)


def _dvd_order() -> tuple[int, ...]:
    rows = load("tv/firefly.alternate-dvd")["alternateepisodes"]
    return tuple(original["id"] for row in rows for original in row["_embedded"]["episodes"])


class Names:
    """The shows of the tests by name and slug."""

    def __init__(self, *catalogues: Catalogue) -> None:
        self._known = {name.casefold(): one for one in catalogues for name in (one.name, one.slug)}

    def by_name(self, text: str) -> Catalogue | None:
        return self._known.get(text.casefold())
