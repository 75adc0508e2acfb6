"""Gentle notes under a text: what is said, and never changed, about something that its author could not know.

Every output asks here, so no outlet can forget it. What there is to say is told from outside: the press knows no
crisis lines.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Note:
    """One note. Shapes: `href` leads on, on this site."""

    words: str
    href: str
    link: str


Finder = Callable[[str], tuple[Note, ...]]

_finders: list[Finder] = []
_TAG = re.compile(r"<[^<>]*>")


def corrected_by(finder: Finder) -> None:
    """Register, once, who knows what is wrong in a text. Shapes: it gets what the reader sees, without markup."""
    if finder not in _finders:
        _finders.append(finder)


def notes_on(visible: str) -> tuple[Note, ...]:
    """The notes on a text of which the reader sees this much, plain."""
    return tuple(note for finder in _finders for note in finder(visible))


def notes_on_markup(printed: str) -> tuple[Note, ...]:
    """The notes on a piece of printed markup. A tag in the middle of a number does not hide it."""
    return notes_on(_TAG.sub("", printed)) if _finders else ()
