"""The directory of crisis lines that ships with the forum, read and checked once per process."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from babel import Locale

from forum.domain.helplines import Directory, DirectoryFault, read_directory


class DirectoryUnreadable(DirectoryFault):
    """There is no such file, or it holds no JSON: nothing that could be judged."""


LINES_FILE = Path(__file__).parent.parent / "data" / "lines.json"

COUNTRY_COOKIE = "country"
"""Where a reader's choice of country is kept on their own device: after the account's setting, before the browser's."""

LANGUAGES = ("en", "es", "fr", "de", "pt")
"""The interface languages for which countries are named."""


@cache
def directory() -> Directory:
    """The shipped directory.

    Raises: `DirectoryFault` with the path and every fault, when the file is missing, damaged or doubtful.
    """
    return load_directory(LINES_FILE)


def load_directory(path: Path) -> Directory:
    """A directory from a file, with country names.

    Raises: `DirectoryFault`, for what cannot be read at all `DirectoryUnreadable`.
    """
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except OSError as fault:
        raise DirectoryUnreadable([f"{path}: {fault.strerror or 'cannot be read'}"]) from fault
    except (ValueError, RecursionError) as fault:
        raise DirectoryUnreadable([f"{path}: not JSON ({fault})"]) from fault
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
