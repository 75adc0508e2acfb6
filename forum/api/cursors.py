"""Where a list goes on. A cursor is opaque to whoever holds it, and holds nothing but a place."""

from __future__ import annotations

import base64
import binascii
import re

from forum.domain.errors import Invalid
from forum.infra.paging import Key, read_key
from forum.infra.web.bounds import LARGEST_PAGE

_SHAPE = re.compile(r"([a-z]):([0-9]{1,10})(?::([0-9-]{1,40}))?")
POSITION = "p"
LARGEST_POSITION = 2**31 - 1


def cursor(kind: str, place: int, following: str = "") -> str:
    """A cursor.

    Shapes: `kind` is one letter, so that the cursor of one list does not open another; `POSITION` holds the place of a
    post, the others the number of a page and, where entries come in at the top, the key `following` which it begins.
    """
    plain = f"{kind}:{place}:{following}" if following else f"{kind}:{place}"
    return base64.urlsafe_b64encode(plain.encode()).decode().rstrip("=")


def place_of(text: str, kind: str, start: int) -> int:
    """The place that a cursor holds; `start` for none.

    Raises: `Invalid` for what is no cursor of this kind.
    """
    if not text:
        return start
    found = _SHAPE.fullmatch(_plain(text))
    most = LARGEST_POSITION if kind == POSITION else LARGEST_PAGE
    if found is None or found[1] != kind or not start <= int(found[2]) <= most:
        raise Invalid({"cursor": ["unreadable"]})
    return int(found[2])


def key_of(text: str, size: int) -> Key:
    """The key of so many numbers that a cursor holds besides its place; empty for none."""
    found = _SHAPE.fullmatch(_plain(text))
    return read_key(found[3] or "", size) if found else ()


def _plain(text: str) -> str:
    try:
        return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)).decode("ascii")
    except (ValueError, binascii.Error):
        return ""


def next_page(kind: str, number: int, pages: int, following: str = "") -> str | None:
    """The cursor of the page after `number`; None after the last one."""
    return cursor(kind, number + 1, following) if number < pages else None
