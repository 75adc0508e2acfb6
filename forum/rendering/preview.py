"""What a text would look like while it is still being written: faults are told, and hide what follows them."""

from dataclasses import dataclass

from markdown_it.common.utils import escapeHtml

from forum.domain.gates import Gate, GateKind
from forum.domain.scopes import ScopeError
from forum.rendering import limits, lookalikes
from forum.rendering.compose import IsKnown, ReadScope, compose
from forum.rendering.document import Cover, Document, Html, Piece, Veil
from forum.rendering.door import cleaned
from forum.rendering.marks import native_marks
from forum.rendering.problems import Problem, Refused
from forum.rendering.sanitise import sanitise

SHUT = Gate(GateKind.THROUGH, 0, None, "series")
"""A gate of no show: closed to everybody but the author."""


@dataclass(frozen=True, slots=True)
class Preview:
    """A document to look at, never to store, and why it would be refused (empty when it would not)."""

    document: Document
    problems: tuple[Problem, ...]


def preview(
    source: str, read_scope: ReadScope, *, outer: Gate | None = None, is_known: IsKnown = lambda _: True
) -> Preview:
    """`source` as `compose` would print it, with its faults.

    An unclosed mark hides what follows it; after any other fault nobody can tell where the secret begins, so that
    everything is hidden, as it was typed.
    """
    try:
        return Preview(compose(source, read_scope, outer=outer, is_known=is_known), ())
    except Refused as refused:
        problems = refused.problems
    text = cleaned(source)[: limits.SOURCE_CHARACTERS]
    start = problems[0].start if _is_only_open(text, problems) else 0
    head, links = _head(text[:start], read_scope, is_known, outer)
    if head is None:
        head, start = (), 0
    pieces = (*head, *_hidden(text[start:], _gate_at(text, start, read_scope) or outer or SHUT))
    if outer is not None:
        pieces = (Veil(outer, pieces, block=True, cover=Cover.THREAD),)
    return Preview(Document(pieces, links=links), problems)


def _is_only_open(text: str, problems: tuple[Problem, ...]) -> bool:
    """Whether the one fault is an opening mark, with nothing like a mark after it that might close another."""
    if any(problem.code != "unclosed-mark" for problem in problems):
        return False
    start = problems[0].start
    end = next((mark.end for mark in native_marks(text) if mark.start == start), start + 2)
    return not lookalikes.in_text(text[end - 1 :])


def _head(
    text: str, read_scope: ReadScope, is_known: IsKnown, outer: Gate | None
) -> tuple[tuple[Piece, ...] | None, int]:
    """The pieces of what stands before the fault; None when that cannot be printed by itself."""
    if not text.strip():
        return (), 0
    try:
        document = compose(text, lambda scope: _scope(scope, read_scope, outer), is_known=is_known)
    except Refused:
        return None, 0
    return document.pieces, document.links


def _scope(scope: str, read_scope: ReadScope, outer: Gate | None) -> Gate:
    if not scope and outer is not None:
        return outer
    return read_scope(scope)


def _gate_at(text: str, start: int, read_scope: ReadScope) -> Gate | None:
    """What the mark at `start` names, if it opens and can be read."""
    scope = next((mark.scope for mark in native_marks(text) if mark.start == start and mark.opens), "")
    try:
        return read_scope(scope) if scope else None
    except ScopeError:
        return None


def _hidden(text: str, gate: Gate) -> tuple[Piece, ...]:
    if not text.strip():
        return ()
    markup = sanitise("<p>" + escapeHtml(text.strip()).replace("\n", "<br>\n") + "</p>")
    return (Veil(gate, (Html(markup),), block=True),)
