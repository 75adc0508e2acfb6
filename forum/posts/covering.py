"""What a whole post hides: as its author chose, and at least what the post hides that it answers."""

from __future__ import annotations

from collections.abc import Mapping
from functools import reduce
from typing import Any

from forum.domain.covering import covers, highest
from forum.domain.errors import Invalid
from forum.domain.gates import Gate
from forum.domain.scopes import ScopeError
from forum.posts.forms import NO_COVER
from forum.posts.scoping import ScopeReader
from forum.rendering.document import Document, own_gates


def inherited(answered: Document | None, reader: ScopeReader) -> tuple[Gate | None, bool]:
    """What an answer hides unless its author says otherwise, and whether it has to: all that is answered is hidden.

    None where the answered post hides no more than its thread.
    """
    if answered is None:
        return None, False
    gates, is_all = own_gates(answered)
    if not gates:
        return None, False
    known = reader.catalogues(frozenset().union(*(gate.show_ids() for gate in gates)))
    gate = reader.more_than_outer(reduce(lambda a, b: highest(a, b, known), gates))
    return gate, is_all and gate is not None


def chosen_cover(text: str, reader: ScopeReader, typed: Mapping[str, Any], answered: Document | None) -> Gate | None:
    """The cover of an answer.

    Shapes: `text` as in `ReplyForm.cover`.
    Raises: `Invalid` under "cover" for a scope that cannot be read, and for one that hides less than what is answered.
    """
    least, is_bound = inherited(answered, reader)
    if not text:
        return least
    gate = None if text == NO_COVER else read_cover(text, reader, typed)
    if not is_bound or least is None:
        return gate
    known = reader.catalogues(least.show_ids() | (gate.show_ids() if gate else frozenset()))
    if gate is None or not covers(gate, least, known):
        raise Invalid({"cover": ["lower-than-answered"]}, typed)
    return gate


def read_cover(text: str, reader: ScopeReader, typed: Mapping[str, Any]) -> Gate:
    """A scope that was named for a whole post. Raises: `Invalid` under "cover"."""
    try:
        return reader(text)
    except ScopeError as fault:
        raise Invalid({"cover": [fault.code]}, typed) from None
