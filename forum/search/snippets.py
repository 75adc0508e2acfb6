"""The stretch of a text in which the answer stands."""

from __future__ import annotations

from forum.presenting.search import Snippet
from forum.search.words import Question, placed

SNIPPET_CHARACTERS = 240
BEFORE = 70
"""So much of a snippet stands before the first word that was looked for."""


def answer_in(text: str, question: Question) -> tuple[Snippet, int] | None:
    """The snippet and how often the words stand in the text; None for a text that is no answer."""
    words = list(placed(text))
    if not question.fits([token for _, _, token in words]):
        return None
    whole = {term.token for term in question.terms if not term.begins}
    begun = tuple(term.token for term in question.terms if term.begins)
    hits = [(start, end) for start, end, token in words if token in whole or token.startswith(begun)]
    begin = _edge(text, max(0, hits[0][0] - BEFORE), forward=True)
    end = max(hits[0][1], _edge(text, min(len(text), begin + SNIPPET_CHARACTERS), forward=False))
    return _cut(text, hits, begin, end), len(hits)


def _cut(text: str, hits: list[tuple[int, int]], begin: int, end: int) -> Snippet:
    parts: list[tuple[str, bool]] = [("…", False)] if begin else []
    at = begin
    for start, stop in hits:
        if stop > end:
            break
        parts += [(text[at:start], False), (text[start:stop], True)]
        at = stop
    parts += [(text[at:end], False), ("…" if end < len(text) else "", False)]
    return tuple(part for part in parts if part[0])


def _edge(text: str, at: int, *, forward: bool) -> int:
    """The end of a word near `at`, which must not cut one in two; `at` itself where none is near."""
    if at in (0, len(text)):
        return at
    near = text.find(" ", at, at + 30) + 1 if forward else text.rfind(" ", max(0, at - 30), at)
    return near if near > 0 else at
