"""Single values of a JSON object, each checked for what the catalogue can hold."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time
from typing import Any, TypeVar
from urllib.parse import urlsplit

from forum.shows.reading.faults import Fault, excerpt

LARGEST_ID = 2**63 - 1
YEARS = range(1900, 2201)  # beyond stand placeholders and typing errors, and clocks that overflow
LONGEST_LINK = 500

_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_TIME = re.compile(r"\d\d:\d\d")
_INSTANT = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(Z|[+-]\d\d:?\d\d)?")

T = TypeVar("T")


class _Wrong(Exception):
    """The value cannot be taken; its argument is the code of the fault."""


class Fields:
    """Reads the fields of one object; what cannot be taken is noted in `faults` and read as None."""

    def __init__(self, values: Mapping[str, Any], place: str, file: str) -> None:
        self.values = values
        self.place = place
        self.file = file
        self.faults: list[Fault] = []

    def refuse(self, name: str, code: str, value: object = "") -> None:
        """Note a fault of the field `name`; of the whole object when it is ""."""
        self.faults.append(Fault(self.file, self._at(name), code, excerpt(value) if value != "" else ""))

    def whole(self, name: str, low: int, high: int, *, required: bool = False) -> int | None:
        """A whole number; neither "1" nor true nor 1.0 is one."""
        return self._take(name, lambda value: _whole(value, low, high), required=required)

    def text(self, name: str, longest: int, *, required: bool = False) -> str | None:
        """One line of text with runs of blanks made one."""
        return self._take(name, lambda value: _line(value, longest), required=required)

    def day(self, name: str) -> date | None:
        """A date; "" and null are none."""
        return self._take(name, _day, blank_is_none=True)

    def clock_time(self, name: str) -> time | None:
        """A wall-clock time; "" and null are none."""
        return self._take(name, _clock_time, blank_is_none=True)

    def instant(self, name: str) -> datetime | None:
        """An instant with its offset, in UTC; "" and null are none."""
        return self._take(name, _instant, blank_is_none=True)

    def inner(self, name: str) -> Fields | None:
        """An object inside this one, with its own faults."""
        values = self._take(name, _object)
        return None if values is None else Fields(values, self._at(name), self.file)

    def _take(
        self, name: str, convert: Callable[[Any], T], *, required: bool = False, blank_is_none: bool = False
    ) -> T | None:
        value = self.values.get(name)
        if value is None or (blank_is_none and value == ""):
            if required:
                self.refuse(name, "missing")
            return None
        try:
            return convert(value)
        except _Wrong as wrong:
            self.refuse(name, str(wrong), value)
            return None

    def _at(self, name: str) -> str:
        return f"{self.place}.{name}" if self.place and name else self.place or name


def _whole(value: Any, low: int, high: int) -> int:
    if type(value) is not int:
        raise _Wrong("not-a-number")
    if not low <= value <= high:
        raise _Wrong("out-of-range")
    return value


def _line(value: Any, longest: int) -> str:
    if not isinstance(value, str):
        raise _Wrong("not-text")
    if any(unicodedata.category(c) == "Cs" for c in value):
        raise _Wrong("half-character")
    if any(unicodedata.category(c) == "Cc" for c in value if c not in "\t\n\r"):
        raise _Wrong("control-character")
    line = " ".join(value.split())
    if not line:
        raise _Wrong("blank")
    if len(line) > longest:
        raise _Wrong("too-long")
    return line


def _day(value: Any) -> date:
    if not isinstance(value, str) or not _DATE.fullmatch(value):
        raise _Wrong("not-a-date")
    try:
        found = date.fromisoformat(value)
    except ValueError:
        raise _Wrong("not-a-date") from None
    if found.year not in YEARS:
        raise _Wrong("far-away")
    return found


def _clock_time(value: Any) -> time:
    if not isinstance(value, str) or not _TIME.fullmatch(value):
        raise _Wrong("not-a-time")
    try:
        return time.fromisoformat(value)
    except ValueError:
        raise _Wrong("not-a-time") from None


def _instant(value: Any) -> datetime:
    match = _INSTANT.fullmatch(value) if isinstance(value, str) else None
    if match is None:
        raise _Wrong("not-an-instant")
    if match[1] is None:
        raise _Wrong("no-offset")
    try:
        found = datetime.fromisoformat(value).astimezone(UTC)
    except (ValueError, OverflowError):
        raise _Wrong("not-an-instant") from None
    if found.year not in YEARS:
        raise _Wrong("far-away")
    return found


def _object(value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise _Wrong("not-an-object")
    return value


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
