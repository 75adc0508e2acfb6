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


def ferry_file(next_at: datetime) -> tuple[str, bytes]:
    """The invented show, its dates moved so that the next episode comes out at `next_at`."""
    path = DEMO / f"{FERRY}.json"
    show = json.loads(path.read_text(encoding="utf-8"))
    episodes = show["_embedded"]["episodes"]
    fixed = next(one for one in episodes if (one["season"], one["number"]) == NEXT_EPISODE)
    by = next_at - datetime.fromisoformat(fixed["airstamp"])
    for one in episodes:
        _move(one, by)
    show["premiered"] = episodes[0]["airdate"]
    return path.name, json.dumps(show).encode()


def _move(episode: dict[str, Any], by: timedelta) -> None:
    at = datetime.fromisoformat(episode["airstamp"]).astimezone(UTC) + by
    episode.update(airstamp=at.isoformat(), airdate=at.date().isoformat(), airtime=f"{at:%H:%M}")


def _read(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))
