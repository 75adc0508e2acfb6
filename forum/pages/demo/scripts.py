"""What the demo says, read from `forum/data/demo`: who is there and who says what. Its README tells the shapes."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

DATA = Path(__file__).resolve().parents[2] / "data"
DEMO = DATA / "demo"
SHOWS = DATA / "tv"
FERRY = "night-ferry"
SHORTS = "harbour-shorts"
DROPPED_AGO = timedelta(days=3)
NEXT_EPISODE = (1, 5)


@dataclass(frozen=True, slots=True)
class Scripts:
    """Everything that is played. Shapes: `threads` by name of their file; the rest as in the files."""

    people: tuple[Mapping[str, Any], ...]
    groups: Mapping[str, Any]
    threads: Mapping[str, Mapping[str, Any]]
    desk: Mapping[str, Any]
    care: Mapping[str, Any]
    dates: Mapping[str, Any]
    queue: Mapping[str, Any]
    intake: Mapping[str, Any]
    corners: Mapping[str, Any]


def read_scripts() -> Scripts:
    """The scripts as they are shipped."""
    threads = {path.stem: _read(path) for path in sorted((DEMO / "threads").glob("*.toml"))}
    return Scripts(
        people=tuple(_read(DEMO / "people.toml")["people"]),
        groups=_read(DEMO / "groups.toml"),
        threads=threads,
        desk=_read(DEMO / "desk.toml"),
        care=_read(DEMO / "care.toml"),
        dates=_read(DEMO / "dates.toml"),
        queue=_read(DEMO / "queue.toml"),
        intake=_read(DEMO / "intake.toml"),
        corners=_read(DEMO / "corners.toml"),
    )


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


def shorts_file(now: datetime) -> tuple[str, bytes]:
    """The other invented show: a whole season at one instant, a few days before `now`."""
    name, show = _read_show(SHORTS)
    _date(show, now - DROPPED_AGO - datetime.fromisoformat(show["_embedded"]["episodes"][0]["airstamp"]))
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


def _move(episode: dict[str, Any], by: timedelta) -> None:
    at = datetime.fromisoformat(episode["airstamp"]).astimezone(UTC) + by
    episode.update(airstamp=at.isoformat(), airdate=at.date().isoformat(), airtime=f"{at:%H:%M}")


def _read(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))
