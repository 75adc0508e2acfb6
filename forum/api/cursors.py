"""Where a list goes on. A cursor is opaque to whoever holds it, and holds nothing but a place."""

from __future__ import annotations

import base64
import binascii
import re

from forum.domain.errors import Invalid
from forum.infra.web.bounds import LARGEST_PAGE

_SHAPE = re.compile(r"([a-z]):([0-9]{1,10})")
POSITION = "p"
LARGEST_POSITION = 2**31 - 1


def cursor(kind: str, place: int) -> str:
    """A cursor.

    Shapes: `kind` is one letter, so that the cursor of one list does not open another; `POSITION` holds the place of a
    post, the others the number of a page.
    """
    return base64.urlsafe_b64encode(f"{kind}:{place}".encode()).decode().rstrip("=")


def place_of(text: str, kind: str, start: int) -> int:
    """The place that a cursor holds; `start` for none.

    Raises: `Invalid` for what is no cursor of this kind.
    """
    if not text:
        return start
    try:
        plain = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)).decode("ascii")
    except (ValueError, binascii.Error):
        plain = ""
    found = _SHAPE.fullmatch(plain)
    most = LARGEST_POSITION if kind == POSITION else LARGEST_PAGE
    if found is None or found[1] != kind or not start <= int(found[2]) <= most:
        raise Invalid({"cursor": ["unreadable"]})
    return int(found[2])


def next_page(kind: str, number: int, pages: int) -> str | None:
    """The cursor of the page after `number`; None after the last one."""
    return cursor(kind, number + 1) if number < pages else None
