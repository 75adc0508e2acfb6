"""Where a page of a list begins: after the last entry of the one before it.

Pages that are counted from the top shift while entries come in at the top: who walks on meets some twice. The address
of the next page therefore holds the key of the last entry that was shown, besides the number of the page.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, false, or_

from forum.infra.rows import LARGEST_ID

Key = tuple[int, ...]
"""What an entry is sorted by, as numbers; empty = the page is found by its number alone."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_NUMBERS = re.compile(r"[0-9]{1,16}(-[0-9]{1,16}){0,3}")
_LARGEST_MOMENT = (datetime(9000, 1, 1, tzinfo=UTC) - _EPOCH) // timedelta(microseconds=1)


def printed(key: Key) -> str:
    """A key as it stands in addresses and cursors."""
    return "-".join(map(str, key))


def read_key(text: str, size: int) -> Key:
    """A key of so many numbers; empty for everything else. Its last number is an id."""
    if not text.isascii() or not _NUMBERS.fullmatch(text):
        return ()
    key = tuple(int(number) for number in text.split("-"))
    fits = len(key) == size and key[-1] <= LARGEST_ID and all(number <= _LARGEST_MOMENT for number in key)
    return key if fits else ()


def moment(instant: datetime) -> int:
    """An instant as a number. Units: microseconds since 1970."""
    return (instant - _EPOCH) // timedelta(microseconds=1)


def instant_of(number: int) -> datetime:
    """The instant that `moment` made a number of."""
    return _EPOCH + timedelta(microseconds=number)


def past(*parts: tuple[Any, Any, bool]) -> ColumnElement[bool]:
    """What comes after an entry in a list that is sorted by these columns.

    Shapes: column, its value in that entry, whether the column is sorted downwards; the last column is unique.
    """
    condition: ColumnElement[bool] = false()
    for column, value, downwards in reversed(parts):
        beyond = column < value if downwards else column > value
        condition = or_(beyond, and_(column == value, condition))
    return condition


def pages_of(rest: int, a_page: int, number: int, after: Key) -> int:
    """How many pages a list has.

    Shapes: `rest` = entries of the list, or with a key those from page `number` on.
    """
    before = number - 1 if after else 0
    return max(1, before - (-rest // a_page))
