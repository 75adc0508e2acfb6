"""What words are about, whatever the language: so that a model learns from one language for another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

_SHORTEST = 3


@dataclass(frozen=True, slots=True)
class Concepts:
    """Concepts by whole words and by how words begin. Shapes: names in alphabetical order."""

    whole: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    begins: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def of(self, word: str) -> tuple[str, ...]:
        """What `word` is about; empty for most words."""
        found = set(self.whole.get(word, ()))
        for size in range(_SHORTEST, len(word) + 1):
            found.update(self.begins.get(word[:size], ()))
        return tuple(sorted(found))


def read_concepts(data: Mapping[str, str]) -> Concepts:
    """From words by concept, with spaces between them; "drown*" is every word that begins so."""
    whole: dict[str, set[str]] = {}
    begins: dict[str, set[str]] = {}
    for name, words in data.items():
        for word in words.split():
            place = begins if word.endswith("*") else whole
            place.setdefault(word.rstrip("*"), set()).add(name)
    return Concepts(_sorted(whole), _sorted(begins))


def _sorted(found: Mapping[str, set[str]]) -> dict[str, tuple[str, ...]]:
    return {word: tuple(sorted(names)) for word, names in found.items()}
