"""Versions of one show as a source might publish them, one after the other."""

from __future__ import annotations

import copy
from datetime import datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from tests.conftest import NOW
from tests.factories.shows import episode_row
from tests.shows.re_import.hands import WEEK, Rows

Move = tuple[str, int, int]
VERBS = (
    *("add", "remove", "renumber", "swap", "split", "merge"),
    *("postpone", "special", "regular", "again"),
)
moves = st.lists(st.tuples(st.sampled_from(VERBS), st.integers(0, 9), st.integers(0, 9)), min_size=1, max_size=5)
"""Each a verb, the row it is about, and another number to its taste."""


def moved(rows: Rows, move: Move, fresh: int) -> Rows:
    """The next version. Shapes: `fresh` = an id, and a number, that no row had so far."""
    verb, which, other = move
    rows = copy.deepcopy(rows)
    if verb == "add":
        rows.append(episode_row(fresh, 1 + other % 3, fresh, NOW + (other - 5) * WEEK + timedelta(hours=fresh)))
    elif rows and verb != "again":
        _VERBS[verb](rows, which % len(rows), other, fresh)
    return rows


def _remove(rows: Rows, which: int, _: int, __: int) -> None:
    del rows[which]


def _renumber(rows: Rows, which: int, other: int, fresh: int) -> None:
    """To the end of some season, or before all others of it."""
    rows[which].update(season=other % 4, number=fresh, type="regular")


def _swap(rows: Rows, which: int, other: int, _: int) -> None:
    a, b = rows[which], rows[other % len(rows)]
    for key in ("season", "number", "type"):
        a[key], b[key] = b[key], a[key]


def _split(rows: Rows, which: int, _: int, fresh: int) -> None:
    """The row keeps its id and is the first half."""
    split(rows, rows[which], fresh)


def _merge(rows: Rows, which: int, _: int, __: int) -> None:
    """The next of the season goes into this one."""
    merge(rows, rows[which])


def _postpone(rows: Rows, which: int, other: int, fresh: int) -> None:
    at = datetime.fromisoformat(rows[which]["airstamp"]) + (other + 1) * WEEK + timedelta(hours=fresh)
    rows[which].update(airdate=f"{at:%Y-%m-%d}", airtime=f"{at:%H:%M}", airstamp=at.isoformat())


def _special(rows: Rows, which: int, _: int, __: int) -> None:
    rows[which].update(number=None, type="significant_special")


def _regular(rows: Rows, which: int, _: int, fresh: int) -> None:
    if rows[which]["number"] is None:
        rows[which].update(number=fresh, type="regular")


def split(rows: Rows, row: dict[str, Any], fresh: int) -> None:
    """Make two of one, as sources do: the second half gets an id of its own, the rest of the season moves on."""
    at = datetime.fromisoformat(row["airstamp"]) + timedelta(hours=1)
    if row["number"] is not None:
        for later in _after(rows, row):
            later["number"] += 1
    number = None if row["number"] is None else row["number"] + 1
    rows.append(episode_row(fresh, row["season"], number, at))


def merge(rows: Rows, row: dict[str, Any]) -> None:
    """Make one of two: the second one's id goes, the rest of the season moves up."""
    later = sorted(_after(rows, row), key=lambda one: one["number"])
    if not later:
        return
    step = later[0]["number"] - row["number"]
    rows.remove(later[0])
    for one in later[1:]:
        one["number"] -= step


def _after(rows: Rows, row: dict[str, Any]) -> Rows:
    if row["number"] is None:
        return []
    own = [one for one in rows if one["season"] == row["season"] and one["number"] is not None]
    return [one for one in own if one["number"] > row["number"]]


_VERBS = {
    "remove": _remove,
    "renumber": _renumber,
    "swap": _swap,
    "split": _split,
    "merge": _merge,
    "postpone": _postpone,
    "special": _special,
    "regular": _regular,
}
