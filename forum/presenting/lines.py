"""Cards of the directory for those who keep it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from forum.domain.helpline_upkeep import EVERYTHING, Kept, Standing, Upkeep
from forum.presenting.accounts import PersonCard


@dataclass(frozen=True, slots=True)
class CountryStanding:
    """The lines of one country. Shapes: `is_off` when its switch is off; `has_members` and a check is missing."""

    code: str
    name: str
    is_off: bool
    is_waiting: bool
    lines: tuple[Kept, ...]


@dataclass(frozen=True, slots=True)
class LinesPage:
    """Every line and how it stands.

    Shapes: `counts` by `Upkeep`; `waiting` = names of countries with members here whose lines wait for two people;
    `countries` = (code, name) for the filter.
    """

    groups: tuple[CountryStanding, ...]
    counts: tuple[tuple[Upkeep, int], ...]
    waiting: tuple[tuple[str, str], ...]
    countries: tuple[tuple[str, str], ...]
    country: str
    all_off: bool
    reports: int
    may_edit: bool


@dataclass(frozen=True, slots=True)
class LineDeedCard:
    """What somebody did to a line. Shapes: `kind` is "checked", "corrected", "off" or "on"; `number` after it."""

    kind: str
    target: str
    person: PersonCard | None
    at: datetime
    reason: str
    number: str | None


@dataclass(frozen=True, slots=True)
class LinePage:
    """One line. Shapes: `entry` as in the shipped file; `history` newest first; `mine`: I checked this form."""

    kept: Kept
    entry: Mapping[str, Any]
    history: tuple[LineDeedCard, ...]
    checkers: tuple[PersonCard, ...]
    mine: bool
    may_edit: bool
    country_name: str


def lines_of(
    standing: Standing,
    country: str,
    *,
    off: frozenset[str],
    waiting: tuple[str, ...],
    reports: int,
    names: Mapping[str, str],
    may_edit: bool,
) -> LinesPage:
    """The page of all lines; countries that wait for a check come first."""
    codes = sorted({one.line.country for one in standing.kept}, key=lambda code: names.get(code, code))
    shown = [code for code in codes if country in ("", code)]
    groups = [
        CountryStanding(
            code,
            names.get(code, code),
            f"country:{code}" in off,
            code in waiting,
            tuple(one for one in standing.kept if one.line.country == code),
        )
        for code in sorted(shown, key=lambda code: code not in waiting)
    ]
    counts = Counter(one.upkeep for one in standing.kept)
    return LinesPage(
        groups=tuple(groups),
        counts=tuple((state, counts[state]) for state in Upkeep if counts[state]),
        waiting=tuple((code, names.get(code, code)) for code in waiting),
        countries=tuple((code, names.get(code, code)) for code in codes),
        country=country,
        all_off=EVERYTHING in off,
        reports=reports,
        may_edit=may_edit,
    )
