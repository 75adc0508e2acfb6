"""The guides that the demo imports: the shipped shows, and the two invented ones with their dates moved."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from forum.pages.demo.scripts import DEMO

SHOWS = DEMO.parent / "tv"
FERRY = "night-ferry"
SHORTS = "harbour-shorts"
DROPPED_AGO = timedelta(days=3)
NEXT_EPISODE = (1, 5)


def show_files() -> list[tuple[str, bytes]]:
    """The shipped shows by file name, other orders of their episodes last."""
    names = sorted((path.name for path in SHOWS.glob("*.json")), key=lambda name: (".alternate-" in name, name))
    return [(name, (SHOWS / name).read_bytes()) for name in names if name not in _NO_SHOWS]


_NO_SHOWS = frozenset({"content_notes.json", "release_windows.json"})


def windows_file() -> tuple[str, bytes]:
    """The shipped release windows."""
    path = SHOWS / "release_windows.json"
    return path.name, path.read_bytes()


def ferry_file(next_at: datetime, between: Mapping[str, Any] | None = None) -> tuple[str, bytes]:
    """The invented show, its dates moved so that the next episode comes out at `next_at`.

    Shapes: `between` = id and name of one more episode, and the number `before` which it comes in.
    """
    name, show = _read_show(FERRY)
    episodes = show["_embedded"]["episodes"]
    fixed = next(one for one in episodes if (one["season"], one["number"]) == NEXT_EPISODE)
    _date(show, next_at - datetime.fromisoformat(fixed["airstamp"]))
    if between is not None:
        _slip_in(episodes, between)
    return name, json.dumps(show).encode()


def shorts_file(now: datetime, anew: Mapping[str, Any] | None = None) -> tuple[str, bytes]:
    """The other invented show: a whole season at one instant, a few days before `now`.

    Shapes: `anew` = how the guide counts later: which episode is two (`split`, with id and name of the second half),
    which one is a part of the one before it (`merged`), and which one is in another season (`moved`); each by its name.
    """
    name, show = _read_show(SHORTS)
    episodes = show["_embedded"]["episodes"]
    _date(show, now - DROPPED_AGO - datetime.fromisoformat(episodes[0]["airstamp"]))
    if anew is not None:
        _count_anew(episodes, anew)
    return name, json.dumps(show).encode()


def _read_show(slug: str) -> tuple[str, dict[str, Any]]:
    path = DEMO / f"{slug}.json"
    return path.name, json.loads(path.read_text(encoding="utf-8"))


def _date(show: dict[str, Any], by: timedelta) -> None:
    episodes = show["_embedded"]["episodes"]
    for one in episodes:
        _move(one, by)
    show["premiered"] = episodes[0]["airdate"]


def _slip_in(episodes: list[dict[str, Any]], between: Mapping[str, Any]) -> None:
    """What stood there and after it is one number and one week later."""
    later = [one for one in episodes if (one["number"] or 0) >= between["before"]]
    episodes.append({**later[0], "id": between["id"], "name": between["name"]})
    for one in later:
        one["number"] += 1
        _move(one, timedelta(weeks=1))


def _count_anew(episodes: list[dict[str, Any]], anew: Mapping[str, Any]) -> None:
    """Ids stay with their episodes; numbers are given in order."""
    names = [one["name"] for one in episodes]
    whole = episodes[names.index(anew["split"]["name"])]
    episodes.insert(names.index(whole["name"]) + 1, {**whole, "id": anew["split"]["id"], "name": anew["split"]["into"]})
    episodes[:] = [one for one in episodes if one["name"] != anew["merged"]]
    for number, one in enumerate(episodes, start=1):
        one["number"] = number
    for one in episodes:
        if one["name"] == anew["moved"]["name"]:
            one.update(season=anew["moved"]["season"], number=1)


def _move(episode: dict[str, Any], by: timedelta) -> None:
    at = datetime.fromisoformat(episode["airstamp"]).astimezone(UTC) + by
    episode.update(airstamp=at.isoformat(), airdate=at.date().isoformat(), airtime=f"{at:%H:%M}")
