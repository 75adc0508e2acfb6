"""What the demo says, read from `forum/data/demo`: who is there and who says what. Its README tells the shapes."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

DEMO = Path(__file__).resolve().parents[2] / "data" / "demo"


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


def _read(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))
