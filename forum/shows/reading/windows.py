"""Files of release windows: what show files cannot say, such as true streaming instants and foreign premieres."""

from __future__ import annotations

import re
from typing import Any

from forum.shows.reading.faults import Fault, ImportRefused, excerpt
from forum.shows.reading.fields import LARGEST_ID, Fields
from forum.shows.reading.parsed import ParsedWindow
from forum.shows.reading.strict import load

MOST_WINDOWS = 20_000
_TERRITORY = re.compile(r"\*|[A-Z]{2}")


def read_windows(data: bytes, file: str) -> tuple[ParsedWindow, ...]:
    """The windows of a file, in its order.

    Raises: `ImportRefused` with every fault.
    """
    value = load(data, file)
    rows = value.get("windows") if isinstance(value, dict) else None
    if not isinstance(rows, list):
        raise ImportRefused([Fault(file, "windows", "not-windows", excerpt(rows))])
    if len(rows) > MOST_WINDOWS:
        raise ImportRefused([Fault(file, "windows", "too-many", f"{len(rows)} windows")])
    faults: list[Fault] = []
    found = [_read(row, f"windows[{index}]", file, faults) for index, row in enumerate(rows)]
    if faults:
        raise ImportRefused(faults)
    return tuple(window for window in found if window is not None)


def _read(row: Any, place: str, file: str, faults: list[Fault]) -> ParsedWindow | None:
    if not isinstance(row, dict):
        faults.append(Fault(file, place, "not-an-object", excerpt(row)))
        return None
    fields = Fields(row, place, file)
    show: str | int | None
    if isinstance(row.get("show"), int):
        show = fields.whole("show", 1, LARGEST_ID)
    else:
        show = fields.text("show", 200, required=True)
    scope = fields.text("scope", 60, required=True)
    territory = fields.text("territory", 10, required=True)
    if territory is not None and not _TERRITORY.fullmatch(territory):
        fields.refuse("territory", "not-a-territory", territory)
    instant, on = fields.instant("instant"), fields.day("local_date")
    service, confidence = fields.text("service", 100), fields.text("confidence", 20)
    basis = fields.text("basis", 500)
    if instant is None and on is None and not fields.faults:
        fields.refuse("instant", "no-instant")
    faults += fields.faults
    if fields.faults or show is None or scope is None or territory is None:
        return None
    return ParsedWindow(place, show, scope, territory, instant, None if instant else on, service, confidence, basis)
