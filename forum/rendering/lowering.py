"""Whether a new version of a text hides less than the one before it: an edit must never do that unnoticed."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from html import unescape
from itertools import pairwise

from forum.domain.catalogue import Catalogue
from forum.domain.covering import covers
from forum.domain.gates import Gate
from forum.rendering.document import Cover, Document, Html, Piece, veils

_TAGS = re.compile(r"<[^>]*>")
_WORDS = re.compile(r"\w+")
LONG = 4
"""Words of so many letters tell something by themselves."""
NOT_THE_AUTHORS = (Cover.SEAL, Cover.ECHO)
Stack = tuple[Gate, ...]


def lowered(before: Document, after: Document, catalogues: Mapping[int, Catalogue]) -> tuple[Gate, ...]:
    """The gates of `before` that an edit lowers: words that stood behind one stand behind less in `after`.

    Words are compared two by two, so that a word both texts need anyway is no alarm; one by one for a gate that is
    gone altogether. A moderator's seal is not the author's and does not count; what the thread hides anyway is no loss.
    """
    there = _gates(after)
    return tuple(
        gate
        for gate in _gates(before)
        if _is_exposed(gate, before, after, catalogues, alone=not _covered(there, gate, catalogues))
    )


def _gates(document: Document) -> Stack:
    return tuple(dict.fromkeys(veil.gate for veil in veils(document.pieces) if veil.cover is Cover.MARK))


def _is_exposed(
    gate: Gate, before: Document, after: Document, catalogues: Mapping[int, Catalogue], *, alone: bool
) -> bool:
    new = _stretches(after, alone=alone)
    return any(
        all(gate in stack for stack in stacks)
        and any(not _covered(stack, gate, catalogues) for stack in new.get(words, ()))
        for words, stacks in _stretches(before, alone=alone).items()
    )


def _covered(stack: Stack, gate: Gate, catalogues: Mapping[int, Catalogue]) -> bool:
    return any(covers(one, gate, catalogues) for one in stack)


def _stretches(document: Document, *, alone: bool) -> dict[str, list[Stack]]:
    """Every two words in a row (`alone`: every longer word; always those that stand alone), with the gates around."""
    found: dict[str, list[Stack]] = defaultdict(list)
    for markup, stack in _markup(document.pieces, ()):
        words = _WORDS.findall(unescape(_TAGS.sub(" ", markup)).casefold())
        rows = [f"{one} {two}" for one, two in pairwise(words)] or words
        if alone:
            rows += [word for word in words if len(word) >= LONG]
        for row in dict.fromkeys(rows):
            found[row].append(stack)
    return found


def _markup(pieces: tuple[Piece, ...], stack: Stack) -> Iterator[tuple[str, Stack]]:
    for piece in pieces:
        if isinstance(piece, Html):
            yield piece.markup, stack
        else:
            yield from _markup(piece.inside, (*stack, piece.gate) if piece.cover not in NOT_THE_AUTHORS else stack)
