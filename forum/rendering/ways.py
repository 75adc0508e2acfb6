"""Which gates stand between a reader and the first word of a text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from forum.domain.gates import Gate
from forum.rendering.document import Cover, Document, Html, Piece

Way = frozenset[Gate]
Ways = frozenset[Way]

_TAGS = re.compile(r"<[^>]*>")
MOST = 12
"""So many ways are kept of one text. Who could get a word only by another one is counted as who gets none."""
OPEN: Ways = frozenset((frozenset(),))
NO_WORDS: Ways = frozenset()


def is_worded(markup: str) -> bool:
    """Whether a piece of markup shows a letter or a digit."""
    return any(map(str.isalnum, _TAGS.sub("", markup)))


def ways_to_words(document: Document) -> Ways:
    """The smallest sets of gates behind which this text has words, without the thread's own veil.

    Shapes: `OPEN` when whoever is let into the thread gets a word, `NO_WORDS` when there is none in it; a reader gets
    a word exactly when all gates of one of these sets are open to them.
    """
    found = list(dict.fromkeys(_found(document.pieces, frozenset())))
    least = [way for way in found if not any(other < way for other in found)]
    return frozenset(sorted(least, key=len)[:MOST])


def _found(pieces: tuple[Piece, ...], around: Way) -> Iterator[Way]:
    for piece in pieces:
        if isinstance(piece, Html):
            if is_worded(piece.markup):
                yield around
        else:
            yield from _found(piece.inside, around if piece.cover is Cover.THREAD else around | {piece.gate})
