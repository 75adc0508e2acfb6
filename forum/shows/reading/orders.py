"""Alternate lists: the same episodes in the order of a DVD, a stream or another country."""

from __future__ import annotations

from typing import Any

from forum.shows.reading.faults import ImportRefused
from forum.shows.reading.fields import LARGEST_ID, Fields
from forum.shows.reading.parsed import OrderFile

# The flags of a TVmaze alternate list, first match wins.
_NAMES = {
    "dvd_release": "dvd",
    "streaming_premiere": "streaming",
    "broadcast_premiere": "broadcast",
    "country_premiere": "country",
    "language_premiere": "language",
    "verbatim_order": "verbatim",
}


def read_order(value: dict[str, Any], file: str) -> OrderFile:
    """Read an alternate list.

    Shapes: an episode that was cut into several parts counts at its last part.
    Raises: `ImportRefused`.
    """
    fields = Fields(value, "", file)
    show, listed = fields.inner("show"), fields.inner("list")
    if show is None and not fields.faults:
        fields.refuse("show", "missing")
    show_id = show.whole("id", 1, LARGEST_ID, required=True) if show else None
    rows = value["alternateepisodes"]
    if not isinstance(rows, list):
        fields.refuse("alternateepisodes", "not-a-list", rows)
        rows = []
    found = sorted(place for index, row in enumerate(rows) for place in _places(row, index, fields))
    faults = fields.faults + (show.faults if show else [])
    if faults or show_id is None:
        raise ImportRefused(faults)
    ids = [source_id for _, _, source_id in found]
    last = {source_id: at for at, source_id in enumerate(ids)}
    flags = listed.values if listed else {}
    order = next((name for flag, name in _NAMES.items() if flags.get(flag) is True), "alternate")
    return OrderFile(file, show_id, order, tuple(one for at, one in enumerate(ids) if last[one] == at))


def _places(row: Any, index: int, outer: Fields) -> list[tuple[int, int, int]]:
    """(season, number, original id) for each episode that one row stands for."""
    place = f"alternateepisodes[{index}]"
    if not isinstance(row, dict):
        outer.refuse(place, "not-an-object", row)
        return []
    fields = Fields(row, place, outer.file)
    season = fields.whole("season", 0, 9999, required=True)
    number = fields.whole("number", 0, 99_999, required=True)
    embedded = fields.inner("_embedded")
    originals = embedded.values.get("episodes") if embedded else None
    if not isinstance(originals, list):
        fields.refuse("_embedded.episodes", "not-a-list", originals)
        originals = []
    ids = []
    for at, original in enumerate(originals):
        inner = Fields(original if isinstance(original, dict) else {}, f"{place}._embedded.episodes[{at}]", outer.file)
        ids.append(inner.whole("id", 1, LARGEST_ID, required=True))
        fields.faults += inner.faults
    outer.faults += fields.faults
    return [(season, number, one) for one in ids if season is not None and number is not None and one is not None]
