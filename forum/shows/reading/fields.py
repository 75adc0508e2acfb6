"""Single values of a JSON object, each checked for what the catalogue can hold."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from typing import Any
from urllib.parse import urlsplit

from forum.shows.reading.faults import Fault, excerpt

LARGEST_ID = 2**63 - 1
YEARS = range(1900, 2201)  # beyond stand placeholders and typing errors, and clocks that overflow
LONGEST_LINK = 500

_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_TIME = re.compile(r"\d\d:\d\d")
_INSTANT = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(Z|[+-]\d\d:?\d\d)?")


class Fields:
    """Reads the fields of one object; what cannot be taken is noted in `faults` and read as None."""

    def __init__(self, values: Mapping[str, Any], place: str, file: str) -> None:
        self.values = values
        self.place = place
        self.file = file
        self.faults: list[Fault] = []

    def refuse(self, name: str, code: str, value: object = "") -> Any:
        """Note a fault of the field `name`, and be read as None."""
        place = f"{self.place}.{name}" if self.place and name else self.place or name
        self.faults.append(Fault(self.file, place, code, excerpt(value) if value != "" else ""))
        return None  # noqa: RET501 - what the callers hand on

    def whole(self, name: str, low: int, high: int, *, required: bool = False) -> int | None:
        """A whole number; neither "1" nor true nor 1.0 is one."""
        value = self._given(name, required=required)
        if value is None:
            return None
        if type(value) is not int:
            return self.refuse(name, "not-a-number", value)
        return value if low <= value <= high else self.refuse(name, "out-of-range", value)

    def text(self, name: str, longest: int, *, required: bool = False) -> str | None:
        """One line of text with runs of blanks made one."""
        value = self._given(name, required=required)
        if value is None:
            return None
        if not isinstance(value, str):
            return self.refuse(name, "not-text", value)
        line = " ".join(value.split())
        fault = _unfit(value, line, longest)
        return self.refuse(name, fault, value) if fault else line

    def day(self, name: str) -> date | None:
        """A date; "" and null are none."""
        value = self._given(name)
        if value is None or value == "":
            return None
        if not isinstance(value, str) or not _DATE.fullmatch(value):
            return self.refuse(name, "not-a-date", value)
        try:
            found = date.fromisoformat(value)
        except ValueError:
            return self.refuse(name, "not-a-date", value)
        return found if found.year in YEARS else self.refuse(name, "out-of-range", value)

    def clock_time(self, name: str) -> time | None:
        """A wall-clock time; "" and null are none."""
        value = self._given(name)
        if value is None or value == "":
            return None
        if not isinstance(value, str) or not _TIME.fullmatch(value):
            return self.refuse(name, "not-a-time", value)
        try:
            return time.fromisoformat(value)
        except ValueError:
            return self.refuse(name, "not-a-time", value)

    def instant(self, name: str) -> datetime | None:
        """An instant with its offset, in UTC; "" and null are none."""
        value = self._given(name)
        if value is None or value == "":
            return None
        match = _INSTANT.fullmatch(value) if isinstance(value, str) else None
        if match is None:
            return self.refuse(name, "not-an-instant", value)
        if match[1] is None:
            return self.refuse(name, "no-offset", value)
        try:
            found = datetime.fromisoformat(value).astimezone(UTC)
        except (ValueError, OverflowError):
            return self.refuse(name, "not-an-instant", value)
        return found if found.year in YEARS else self.refuse(name, "out-of-range", value)

    def inner(self, name: str) -> Fields | None:
        """An object inside this one."""
        value = self._given(name)
        if value is None:
            return None
        if not isinstance(value, dict):
            return self.refuse(name, "not-an-object", value)
        return Fields(value, f"{self.place}.{name}" if self.place else name, self.file)

    def _given(self, name: str, *, required: bool = False) -> Any:
        value = self.values.get(name)
        if value is None and required:
            self.refuse(name, "missing")
        return value


def _unfit(raw: str, line: str, longest: int) -> str:
    """Why this text cannot be kept; "" when it can."""
    if any(unicodedata.category(c) == "Cs" for c in raw):
        return "half-character"
    if any(unicodedata.category(c) == "Cc" for c in raw if c not in "\t\n\r"):
        return "control-character"
    if not line:
        return "blank"
    return "too-long" if len(line) > longest else ""


def is_web_link(value: object) -> bool:
    """Whether this is an http or https address without anything a browser would read in another way."""
    if not isinstance(value, str) or not 0 < len(value) <= LONGEST_LINK:
        return False
    if any(ord(c) <= 32 or ord(c) == 127 or "\ud800" <= c <= "\udfff" for c in value) or "\\" in value:
        return False
    try:
        parts = urlsplit(value)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)
