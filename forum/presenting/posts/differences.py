"""What changed from one version of a post to the next, for a reader who gets every word of both."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

from forum.presenting.posts.cards import Body, ChangeCard

WORDS = 1_500
"""Longer versions are not compared: the work grows with the product of both lengths."""
_WORD = re.compile(r"\s*\S+")


def differences(before: Body | None, after: Body | None) -> tuple[ChangeCard, ...]:
    """The words that stayed, went and came, in reading order.

    Shapes: empty where there is nothing to compare, and where either version holds anything that this reader does not
    get: beside a withheld text even "this word came" says something.
    """
    if before is None or after is None or before.closed or after.closed:
        return ()
    old, new = _WORD.findall(before.text), _WORD.findall(after.text)
    if max(len(old), len(new)) > WORDS:
        return ()
    found: list[ChangeCard] = []
    # Compared without the blanks, so that a word at the end of a line is the same word.
    matcher = SequenceMatcher(None, [word.strip() for word in old], [word.strip() for word in new])
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind == "equal":
            found.append(ChangeCard("same", "".join(new[c:d])))
        else:
            found += [ChangeCard("gone", "".join(old[a:b]))] if b > a else []
            found += [ChangeCard("new", "".join(new[c:d]))] if d > c else []
    return tuple(found)
