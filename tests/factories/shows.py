"""Shows for tests: the real ones, and made-up ones in the shape of TVmaze."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from forum.domain.catalogue import Catalogue
from forum.domain.people import Reader, SiteRole
from forum.infra import clock
from forum.shows import importing, queries

REAL = Path(__file__).parents[2] / "forum" / "data" / "tv"
ODD = Path(__file__).parents[1] / "data" / "tv" / "odd"
SNAPSHOTS = Path(__file__).parents[1] / "data" / "tv" / "snapshots"
OPERATOR = Reader(id=0, handle="console", role=SiteRole.ADMINISTRATOR)
NETFLIX = {"id": 1, "name": "Netflix", "country": None}
NBC = {"id": 2, "name": "NBC", "country": {"name": "United States", "code": "US", "timezone": "America/New_York"}}


def real_show(name: str, *, windows: bool = False) -> Catalogue:
    """Import one of the shipped shows, like "13-reasons-why"."""
    report = importing.import_show(OPERATOR, (REAL / f"{name}.json").read_bytes(), f"{name}.json", clock.now())
    if windows:
        real_windows()
    return catalogue(report.slug)


def real_windows() -> None:
    """Set the shipped windows for whatever shows are there."""
    data = (REAL / "release_windows.json").read_bytes()
    importing.import_windows(OPERATOR, data, "release_windows.json", clock.now(), skip_bad=True, allow_unrelease=True)


def made_up_show(
    name: str = "Harbour Lights",
    *,
    source_id: int = 9_500_001,
    seasons: Sequence[int] = (3,),
    starts: datetime | None = None,
    every: timedelta = timedelta(days=7),
    channel: dict[str, Any] | None = None,
) -> Catalogue:
    """A show with so many episodes a season, one a week from `starts` on (default: 2020), exact on a web channel."""
    rows = made_up_rows(seasons, starts or datetime(2020, 1, 6, 20, tzinfo=UTC), every)
    return imported(show_file(name, source_id, rows, channel=channel))


def made_up_rows(seasons: Sequence[int], starts: datetime, every: timedelta) -> list[dict[str, Any]]:
    """Rows of episodes with ids 1, 2, 3..."""
    numbered = [(season, number) for season, many in enumerate(seasons, 1) for number in range(1, many + 1)]
    return [
        episode_row(index, season, number, starts + (index - 1) * every)
        for index, (season, number) in enumerate(numbered, 1)
    ]


def episode_row(
    source_id: int, season: int, number: int | None, at: datetime | date | None, name: str = "", **more: Any
) -> dict[str, Any]:
    """One row: exact for an instant, date-only for a date, unaired for None."""
    exact = isinstance(at, datetime)
    return {
        "id": source_id,
        "name": name or f"Part {source_id}",
        "season": season,
        "number": number,
        "type": "regular" if number else "significant_special",
        "airdate": f"{at:%Y-%m-%d}" if at else "",
        "airtime": f"{at:%H:%M}" if exact else "",
        "airstamp": at.isoformat() if exact else None,
        "runtime": 50,
        **more,
    }


def show_file(
    name: str, source_id: int, rows: Sequence[dict[str, Any]], channel: dict[str, Any] | None = None, **more: Any
) -> bytes:
    """A show file."""
    is_network = bool(channel and channel.get("country"))
    return json.dumps(
        {
            "id": source_id,
            "name": name,
            "type": "Scripted",
            "status": "Running",
            "language": "English",
            "network": channel if is_network else None,
            "webChannel": None if is_network else channel or NETFLIX,
            "_embedded": {"episodes": list(rows)},
            **more,
        }
    ).encode()


def imported(data: bytes, file: str = "made-up.json", **options: Any) -> Catalogue:
    """Import these bytes and give the catalogue."""
    return catalogue(importing.import_show(OPERATOR, data, file, clock.now(), **options).slug)


def catalogue(slug: str) -> Catalogue:
    """The catalogue of that slug."""
    found = queries.show_names().by_name(slug)
    assert found is not None
    return found
