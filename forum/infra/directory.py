"""The directory of crisis lines: the file that ships with the forum, and who keeps it up to date."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from babel import Locale
from flask import current_app, has_app_context

from forum.domain.helplines import Directory, DirectoryFault, read_directory
from forum.infra import clock


class DirectoryUnreadable(DirectoryFault):
    """There is no such file, or it holds no JSON: nothing that could be judged."""


LINES_FILE = Path(__file__).parent.parent / "data" / "lines.json"

COUNTRY_COOKIE = "country"
"""Where a reader's choice of country is kept on their own device: after the account's setting, before the browser's."""

LANGUAGES = ("en", "es", "fr", "de", "pt")
"""The interface languages for which countries are named."""


RENEWED_AFTER = timedelta(minutes=1)
"""How long another process's correction or switch may take to reach this one."""

Keeper = Callable[[datetime], Directory]

_keepers: list[Keeper] = []


@dataclass(frozen=True, slots=True)
class _Held:
    directory: Directory
    at: datetime


def directory() -> Directory:
    """The directory of this moment: as the care room keeps it, and outside an application as it ships.

    Raises: `DirectoryFault` with the path and every fault, when the shipped file is missing, damaged or doubtful.
    """
    if not _keepers or not has_app_context():
        return shipped_directory()
    held: _Held | None = current_app.extensions.get("directory")
    now = clock.now()
    if held is None or abs(now - held.at) > RENEWED_AFTER:
        held = current_app.extensions["directory"] = _Held(_keepers[-1](now), now)
    return held.directory


def forget_directory() -> None:
    """Somebody corrected, checked or switched a line: the next reader gets it as it is now."""
    current_app.extensions.pop("directory", None)


def kept_by(keeper: Keeper) -> Keeper:
    """Register who knows the corrections, checks and switches of this site."""
    _keepers.append(keeper)
    return keeper


@cache
def shipped_directory() -> Directory:
    """What came with the forum, untouched."""
    return _read(LINES_FILE, shipped_lines())


@cache
def shipped_lines() -> dict[str, Any]:
    """The file that came with the forum, parsed but not yet doubted."""
    return _parsed(LINES_FILE)


def load_directory(path: Path) -> Directory:
    """A directory from a file, with country names.

    Raises: `DirectoryFault`, for what cannot be read at all `DirectoryUnreadable`.
    """
    return _read(path, _parsed(path))


def _parsed(path: Path) -> dict[str, Any]:
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except OSError as fault:
        raise DirectoryUnreadable([f"{path}: {fault.strerror or 'cannot be read'}"]) from fault
    except (ValueError, RecursionError) as fault:
        raise DirectoryUnreadable([f"{path}: not JSON ({fault})"]) from fault
    if not isinstance(data, dict):
        raise DirectoryFault([f"{path}: file: not an object"])
    return data


def _read(path: Path, data: dict[str, Any]) -> Directory:
    try:
        return read_directory(data, country_names())
    except DirectoryFault as fault:
        raise DirectoryFault([f"{path}: {one}" for one in fault.faults]) from fault


_NOT_COUNTRIES = {"EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"}


@cache
def country_names() -> Mapping[str, Mapping[str, str]]:
    """What countries are called, by interface language and ISO code.

    Source: Unicode CLDR, as it comes with Babel.
    """
    return {
        language: {
            code: name
            for code, name in Locale(language).territories.items()
            if len(code) == 2 and code not in _NOT_COUNTRIES
        }
        for language in LANGUAGES
    }
