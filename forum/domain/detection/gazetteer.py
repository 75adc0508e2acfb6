"""The names of the forum's own shows, and of the people in them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from forum.domain.detection.folding import folded

TITLE = "titlex"
"""Stands in a sentence for a title of two words and more: "Suicide Kings" says nothing about anybody."""


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """Titles and names as plain words. Shapes: `titles` by their first word, the longest first."""

    titles: dict[str, tuple[tuple[str, ...], ...]] = field(default_factory=dict)
    names: frozenset[str] = frozenset()

    @classmethod
    def of(cls, titles: Iterable[str], names: Iterable[str] = ()) -> Gazetteer:
        """From titles of shows, seasons and episodes, and first names or full names of characters."""
        by_first: dict[str, set[tuple[str, ...]]] = {}
        for title in titles:
            words = plain_words(title)
            if len(words) > 1:
                by_first.setdefault(words[0], set()).add(words)
        return cls(
            {first: tuple(sorted(some, key=lambda words: (-len(words), words))) for first, some in by_first.items()},
            frozenset(folded(name.split()[0]) for name in names if name.split()),
        )

    def __or__(self, other: Gazetteer) -> Gazetteer:
        """Both together."""
        titles = dict(self.titles)
        for first, some in other.titles.items():
            both = {*titles.get(first, ()), *some}
            titles[first] = tuple(sorted(both, key=lambda words: (-len(words), words)))
        return Gazetteer(titles, self.names | other.names)

    def title_at(self, words: list[str], at: int) -> int:
        """How many words from `at` are a title; 0 when none is."""
        for title in self.titles.get(words[at], ()):
            if tuple(words[at : at + len(title)]) == title:
                return len(title)
        return 0


def plain_words(title: str) -> tuple[str, ...]:
    """A title as the words that a sentence would hold."""
    return tuple(_split(title))


def _split(title: str) -> Iterator[str]:
    for part in title.replace("-", " ").replace("/", " ").split():
        word = "".join(sign for sign in folded(part) if sign.isalnum() or sign == "_")
        if word:
            yield word
