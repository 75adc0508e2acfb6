"""The upkeep of the directory: who checked a line, how long that holds, what was corrected or switched off.

Pure: facts in, the directory of this moment out. Two people make a check. A check holds for ninety days, then the line
is due; after a year it is hidden, and what stays is the emergency sentence and the international directory. Lines that
nobody has checked yet are shown as what they are: from public sources.

Source: the rules inside forum/data/lines.json.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from forum.domain.helplines import Directory, Line, read_directory

DUE_AFTER = timedelta(days=90)
HIDDEN_AFTER = timedelta(days=365)

EVERYTHING = "all"
"""The switch of the whole directory. A country's is "country:DE", a line's "line:de-ts"."""


class Upkeep(StrEnum):
    """How a line stands."""

    UNCHECKED = "unchecked"
    HALF = "half"
    CHECKED = "checked"
    DUE = "due"
    LAPSED = "lapsed"
    OFF = "off"


@dataclass(frozen=True, slots=True)
class Check:
    """A person has compared an entry with the provider's own page. Shapes: `digest` says which form of the entry."""

    line_id: str
    digest: str
    person_id: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Kept:
    """A line and how it stands.

    Shapes: `checked_on` is the older half of the newest check by two people, so a check is as old as its older half;
    `person_ids` those who checked this form of the entry, newest first; `is_shown` whether any reader may see it.
    """

    line: Line
    digest: str
    upkeep: Upkeep
    checked_on: date | None
    person_ids: tuple[int, ...]

    @property
    def is_shown(self) -> bool:
        """Whether readers see it somewhere."""
        return self.upkeep not in {Upkeep.LAPSED, Upkeep.OFF}


@dataclass(frozen=True, slots=True)
class Standing:
    """The directory at one moment. Shapes: `shown` for readers; `kept` every line, in the order of the directory."""

    shown: Directory
    kept: tuple[Kept, ...]

    def of(self, line_id: str) -> Kept | None:
        """One line, shown or not."""
        return next((one for one in self.kept if one.line.id == line_id), None)

    @property
    def unchecked_countries(self) -> tuple[str, ...]:
        """Countries with a line in notices that two people have not checked, or whose check is due."""
        waiting = {Upkeep.UNCHECKED, Upkeep.HALF, Upkeep.DUE, Upkeep.LAPSED}
        return tuple(sorted({one.line.country for one in self.kept if one.line.is_sure and one.upkeep in waiting}))


def corrected(data: Mapping[str, Any], edits: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """The file of lines with corrected entries in the place of shipped ones, and new ones at the end."""
    entries = [edits.get(entry["id"], entry) for entry in data["entries"]]
    known = {entry["id"] for entry in data["entries"]}
    entries += [entry for line_id, entry in edits.items() if line_id not in known]
    # A correction has seen newer sources than the file knew on the day it was made.
    newest = max([data["generated_on"], *(str(entry.get("verified_on")) for entry in edits.values())])
    return {**data, "entries": entries, "generated_on": newest}


def newer(data: Mapping[str, Any], standing: Standing, offered: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """Which of the offered entries tell of a later day than what this site knows; entries new to it are among them.

    Knowledge is as new as the day its sources were read, or the day when two people here last found it right. On the
    same day ours stands: a file of others never undoes a correction or a check that was made here since.
    """
    ours = {entry["id"]: str(entry["verified_on"]) for entry in data["entries"]}
    ours |= {one.line.id: max(ours[one.line.id], one.checked_on.isoformat()) for one in standing.kept if one.checked_on}
    return {key: entry for key, entry in offered.items() if str(entry.get("verified_on")) > ours.get(key, "")}


def digest(entry: Mapping[str, Any]) -> str:
    """What a check is about: everything of an entry except where it was read. Sixteen hexadecimal digits."""
    said = {name: value for name, value in entry.items() if name not in {"sources", "verified_on", "notes", "rank"}}
    return hashlib.sha256(json.dumps(said, sort_keys=True, ensure_ascii=False).encode()).hexdigest()[:16]


def standing(
    data: Mapping[str, Any],
    checks: Sequence[Check],
    off: frozenset[str],
    now: datetime,
    country_names: Mapping[str, Mapping[str, str]] | None = None,
) -> Standing:
    """How the directory stands at `now`.

    Shapes: `data` is a file of lines, corrected; `off` the switches that are off.
    Raises: `DirectoryFault` when the file is doubtful.
    """
    whole = read_directory(data, country_names)
    digests = {entry["id"]: digest(entry) for entry in data["entries"]}
    by_line: dict[str, list[Check]] = {}
    for check in checks:
        if digests.get(check.line_id) == check.digest:
            by_line.setdefault(check.line_id, []).append(check)
    kept = tuple(_kept(line, digests[line.id], by_line.get(line.id, []), off, now) for line in whole.lines)
    shown = tuple(one.line for one in kept if one.is_shown)
    return Standing(replace(whole, lines=shown), kept)


def _kept(line: Line, mark: str, checks: list[Check], off: frozenset[str], now: datetime) -> Kept:
    newest: dict[int, datetime] = {}
    for check in checks:
        newest[check.person_id] = max(check.at, newest.get(check.person_id, check.at))
    order = sorted(newest, key=lambda person: (newest[person], person), reverse=True)
    both = newest[order[1]] if len(order) > 1 else None
    upkeep = _upkeep(both, len(order), now)
    if off & {EVERYTHING, f"country:{line.country}", f"line:{line.id}"}:
        upkeep = Upkeep.OFF
    checked_on = both.date() if both else None
    known = replace(line, checked_on=checked_on.isoformat() if checked_on else None)
    return Kept(known, mark, upkeep, checked_on, tuple(order))


def _upkeep(both: datetime | None, people: int, now: datetime) -> Upkeep:
    if both is None:
        return Upkeep.HALF if people else Upkeep.UNCHECKED
    if now - both > HIDDEN_AFTER:
        return Upkeep.LAPSED
    return Upkeep.DUE if now - both > DUE_AFTER else Upkeep.CHECKED
