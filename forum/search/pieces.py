"""A document taken apart by its gates: what is found where, and nothing found where it may not be read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from hashlib import sha256

from forum.domain.gates import Gate
from forum.rendering.document import Document, Html, Piece
from forum.rendering.plain import PlainText
from forum.search.models import POST_ROWS

TOGETHER = 8
"""With so many different sets of gates or fewer, a set's words include those of its subsets, so that a question may
span a spoiler and what stands around it. Beyond that each set holds its own pieces alone: rows stay linear in size."""

Gates = frozenset[Gate]


def words_by_gates(document: Document) -> Mapping[Gates, str]:
    """The plain words behind each set of gates, without targets of links and attributes of any kind.

    Shapes: a reader to whom every gate of a set is open may read all words under it. At most `POST_ROWS` sets; what
    is beyond cannot be found.
    """
    pieces = list(_pieces(document.pieces, frozenset()))
    sets = list(dict.fromkeys(gates for gates, _ in pieces))
    spans = len(sets) <= TOGETHER
    return {
        wanted: _plain(piece.markup for gates, piece in pieces if gates == wanted or (spans and gates < wanted))
        for wanted in sets[:POST_ROWS]
    }


def key_of(gates: Gates) -> str:
    """One name for one set of gates."""
    return sha256(" ".join(sorted(gate.key for gate in gates)).encode()).hexdigest()


def _pieces(pieces: tuple[Piece, ...], around: Gates) -> Iterator[tuple[Gates, Html]]:
    for piece in pieces:
        if isinstance(piece, Html):
            yield around, piece
        else:
            yield from _pieces(piece.inside, around | {piece.gate})


def _plain(markups: Iterator[str]) -> str:
    plain = PlainText(whole=False)
    for markup in markups:
        plain.feed(markup)
        plain.say(" ", block=False)  # a hole parts two words
    return plain.finished()
