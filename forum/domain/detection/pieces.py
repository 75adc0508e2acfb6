"""Whose words they are: the writer's, somebody's in speech marks, or quoted, hidden and copied blocks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import IntEnum


class Voice(IntEnum):
    """Who speaks."""

    OWN = 0
    SPEECH = 1
    QUOTED = 2


# Each alternative starts with a fixed sign and ends at the first closing one: one pass, whatever the text.
_BLOCKS = re.compile(
    r"""(?P<quote>^[ ]{0,3}>(?!!)[^\n]*(?:\n|\Z)
        |\[quote\b[^\]\n]{0,200}\].*?(?:\[/quote\]|\Z)
        |<blockquote\b[^>\n]{0,200}>.*?(?:</blockquote>|\Z)
        |>!.*?(?:!<|\Z)
        |~!.*?(?:!~|\Z)
        |\|\|(?!\|).*?(?:\|\||\Z)
        |\[spoiler\b[^\]\n]{0,200}\].*?(?:\[/spoiler\]|\Z)
        |^:::[ ]?spoiler\b[^\n]*\n.*?(?:^:::|\Z))
      |(?P<drop>```.*?(?:```|\Z)|`[^`\n]{1,300}`|https?://[^\s<>]{1,2000}|<[a-zA-Z/][^<>\n]{0,300}>)""",
    re.VERBOSE | re.MULTILINE | re.DOTALL | re.IGNORECASE,
)


def pieces(text: str) -> Iterator[tuple[int, int, Voice]]:
    """The parts of `text` in reading order, with whose they are; code and addresses are left out."""
    at = 0
    for found in _BLOCKS.finditer(text):
        if found.start() > at:
            yield at, found.start(), Voice.OWN
        if found.lastgroup == "quote":
            yield found.start(), found.end(), Voice.QUOTED
        at = found.end()
    if at < len(text):
        yield at, len(text), Voice.OWN
