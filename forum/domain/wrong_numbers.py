"""Numbers that were crisis lines once, or never were: found in what people write, so that a gentle note can follow.

Long numbers are known wherever they stand. Short ones are years and room numbers most of the time: they count only
beside a word of calling.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

LONG = 7
"""From so many digits on, a number is nothing else by chance."""

_GAP = r"[\s().\-/\u00b7\u2010-\u2015]{0,3}"
_CALLING = re.compile(
    r"\b(?:call|ring|dial|phone|text|number|line|hotline|helpline|lifeline|crisis|llama|marca|tel[ée]fono|l[ií]nea"
    r"|appel|num[ée]ro|ligne|ruf|anruf|nummer|telefon|hotlines|ligue|liga|disque|n[uú]mero|linha|sms)",
    re.IGNORECASE,
)
_AROUND = 40
_VANITY = re.compile(r"\b1-8[0-9]{2}-[A-Z0-9-]*[A-Z]{3,}\b")
_PRESS = re.compile(r"(?:press|option)\s+[0-9]")
_MAYBE = re.compile(r"[0-9][0-9\s().\-/]+[0-9]|\b1-8[0-9]{2}-[A-Za-z]")


@dataclass(frozen=True, slots=True)
class WrongNumber:
    """A number not to be called. Shapes: `line_id` is the line that answers instead, None where none does."""

    country: str
    line_id: str | None


class WrongNumbers:
    """All of them, as one expression over a text: time is linear in its length."""

    def __init__(self, entries: Iterable[Mapping[str, Any]], calling_codes: Mapping[str, str]) -> None:
        self._all: list[tuple[WrongNumber, bool, str]] = []
        patterns = []
        for entry in entries:
            wrong = WrongNumber(entry.get("country", ""), entry.get("replaced_by"))
            for pattern, is_short in _patterns(entry, calling_codes.get(wrong.country, "")):
                patterns.append(f"(?P<n{len(self._all)}>{pattern})")
                self._all.append((wrong, is_short, pattern))
        self._any = re.compile("|".join(patterns), re.IGNORECASE) if patterns else None

    def found_in(self, text: str) -> tuple[WrongNumber, ...]:
        """Those that stand in `text`, each once, in order of the text."""
        if self._any is None or _MAYBE.search(text) is None:
            return ()
        found: dict[WrongNumber, None] = {}
        for match in self._any.finditer(text):
            wrong, is_short, _ = self._all[int((match.lastgroup or "n0")[1:])]
            if not is_short or _is_called(text, match):
                found[wrong] = None
        return tuple(found)


def _is_called(text: str, match: re.Match[str]) -> bool:
    around = text[max(0, match.start() - _AROUND) : match.end() + _AROUND]
    return _CALLING.search(around) is not None


def _patterns(entry: Mapping[str, Any], code: str) -> Iterable[tuple[str, bool]]:
    written = str(entry.get("number") or entry.get("text") or "")
    if " as " in written:
        return  # a true number of somebody else: wrong only together with a name
    menu = _PRESS.search(written)
    if menu is not None:
        digit = written[menu.end() - 1]
        yield rf"(?<![0-9])988(?![0-9])[^.!?\n]{{0,30}}(?:press|option)\s+{digit}(?![0-9])", False
        return
    yield from _of_digits(written, code)
    vanity = _VANITY.search(str(entry.get("label") or ""))
    if vanity is not None:
        yield _spaced(vanity.group().replace("-", "")) + r"(?![A-Z0-9])", False


def _of_digits(written: str, code: str) -> Iterable[tuple[str, bool]]:
    digits = re.sub(r"[^0-9]", "", written)
    is_short = len(digits) < LONG
    if written.startswith("+"):
        yield rf"(?<![0-9])\+?{_spaced(digits)}(?![0-9])", is_short
        return
    national = digits.removeprefix("1") if code == "1" and len(digits) == 11 else digits.removeprefix("0")
    lead = rf"(?:\+?{code}{_GAP})?" if code and not is_short else ""
    trunk = rf"(?:\(?0\)?{_GAP})?" if digits.startswith("0") else ""
    yield rf"(?<![0-9+]){lead}{trunk}{_spaced(national)}(?![0-9])", is_short


def _spaced(signs: str) -> str:
    return _GAP.join(re.escape(sign) for sign in signs)
