"""Which of its words a rule found in a text is a word of that text: who may not read the one does not get the other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from forum.domain.people import Reader
from forum.domain.spoilers import Outcome
from forum.posts.pressing import read_document
from forum.presenting.intake import Because
from forum.shows.queries import clearance

OF_THE_TEXT = frozenset({"word", "site"})
"""What is said with these codes stands in the text."""


def unread(reader: Reader, texts: Mapping[int, Sequence[Mapping[str, Any] | None]], now: datetime) -> frozenset[int]:
    """The keys of those texts that this reader does not get whole, unasked; of which nothing is kept is one of them.

    Shapes: stored documents by key, all that there are of one text.
    """
    documents = {key: [read_document(0, one) for one in stored if one] for key, stored in texts.items()}
    gates = {key: {gate for one in found if one for gate in one.gates()} for key, found in documents.items()}
    sight = clearance(reader, frozenset().union(*(gate.show_ids() for some in gates.values() for gate in some)), now)
    return frozenset(
        key
        for key, found in documents.items()
        if not any(one is not None and one.pieces for one in found)
        or any(sight.decide(gate, now).outcome is not Outcome.SHOWN for gate in gates[key])
    )


def without_words(pairs: Iterable[Sequence[str]], *, closed: bool) -> Because:
    """Why, without what would stand in a text that is closed to its reader."""
    return tuple((code, "" if closed and code in OF_THE_TEXT else value) for code, value in pairs)
