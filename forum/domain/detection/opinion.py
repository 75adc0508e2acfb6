"""A second opinion: a small linear model over words, their parts and what they are about.

Source: bench/opinion.py makes the weights from the posts of tests/data/detection.
"""

from __future__ import annotations

import math
from array import array
from base64 import b64decode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from zlib import crc32, decompress

from forum.domain.detection.concepts import Concepts

CLASSES = ("disclosure", "third_party_concern", "theme", "method_detail", "hyperbole", "none")
_NEAR = 2
_MOST_KNOWN = 6_000
"""Words kept ready: people use the same ones, and every worker keeps its own."""

_Word = tuple["array[int]", tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Opinion:
    """Weights per bucket and class. Shapes: `weights` has one signed byte per class, bucket after bucket."""

    features: Features
    bias: tuple[float, ...]
    weights: Sequence[int]
    step: float

    def of(self, words: Sequence[str]) -> dict[str, float]:
        """How likely each label is for these words, by the model alone. Shapes: sums to 1."""
        found, many = self.features.of(words), len(CLASSES)
        scale = self.step / math.sqrt(len(found)) if found else 0.0
        columns = (sum([self.weights[bucket * many + at] for bucket in found]) for at in range(many))
        scores = [bias + total * scale for bias, total in zip(self.bias, columns, strict=True)]
        most = max(scores)
        raised = [math.exp(score - most) for score in scores]
        return {name: part / sum(raised) for name, part in zip(CLASSES, raised, strict=True)}


@dataclass(frozen=True, slots=True)
class Features:
    """What the model looks at, as numbered buckets. Keeps the words it met last, for speed alone."""

    buckets: int
    concepts: Concepts
    known: dict[str, _Word] = field(default_factory=dict, compare=False, repr=False)

    def of(self, words: Sequence[str]) -> list[int]:
        """The buckets of words, their parts, pairs, pairs with one word between, and of what they are about; each once.

        Words that begin with @ are signs that the rules saw: they count alone.
        """
        found: set[int] = set()
        before = before_that = ""
        about: list[tuple[str, ...]] = []
        for word in words:
            parts, concepts = self.known.get(word) or self._learn(word)
            found.update(parts)
            if word[0] == "@":
                continue
            found.add(self._bucket(f"2 {before} {word}"))
            if before_that:
                found.add(self._bucket(f"3 {before_that} {word}"))
            if concepts:
                found.update(self._bucket(f"7 {before} {name}") for name in concepts if before)
                near = {earlier for names in about[-_NEAR:] for earlier in names}
                found.update(self._bucket(f"6 {earlier} {name}") for earlier in near for name in concepts)
                about.append(concepts)
            before_that, before = before, word
        return sorted(found)

    def _learn(self, word: str) -> _Word:
        concepts = () if word[0] == "@" else self.concepts.of(word)
        shown = "" if word[0] == "@" else f"<{word[:24]}>"
        parts = {f"1 {word}", *(f"5 {name}" for name in concepts)}
        parts |= {shown[at : at + size] for size in (4, 5) for at in range(len(shown) - size + 1)}
        learnt = (array("I", {self._bucket(part) for part in parts}), concepts)
        if len(self.known) < _MOST_KNOWN:
            self.known[word] = learnt
        return learnt

    def _bucket(self, said: str) -> int:
        return crc32(said.encode()) % self.buckets


def read_opinion(data: Any, concepts: Concepts) -> Opinion:
    """The model that the training script wrote: packed, one signed byte per bucket and class. Raises: ValueError."""
    if not isinstance(data, Mapping) or data.get("classes") != list(CLASSES):
        raise ValueError("not a model of these classes")
    buckets = int(data["buckets"])
    whole = array("b", decompress(b64decode(data["weights"])))
    if len(whole) != buckets * len(CLASSES):
        raise ValueError("not as many weights as there are buckets and classes")
    bias = tuple(float(bias) for bias in data["bias"])
    return Opinion(Features(buckets, concepts), bias, whole, float(data["step"]))
