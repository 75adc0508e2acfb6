"""A second opinion: a small linear model over words and their parts, that may move items between T0, T1 and T2 only.

Source: bench/detection/train.py makes the weights from tests/data/detection/train.jsonl.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from zlib import crc32

CLASSES = ("disclosure", "third_party_concern", "theme", "method_detail", "hyperbole", "none")


@dataclass(frozen=True, slots=True)
class Opinion:
    """Weights per bucket and class. Shapes: `weights[bucket]` has one number per class; `bias` likewise."""

    buckets: int
    bias: tuple[float, ...]
    weights: Mapping[int, tuple[float, ...]]

    def of(self, words: Sequence[str]) -> dict[str, float]:
        """How likely each label is for these words, by the model alone. Shapes: sums to 1."""
        found = features(words, self.buckets)
        count, weights = len(found), self.weights
        rows = [weights[feature] for feature in found if feature in weights]
        totals = [sum(column) for column in zip(*rows, strict=True)] if rows else [0.0] * len(CLASSES)
        scale = 1 / math.sqrt(count) if count else 0.0
        scores = [bias + total * scale for bias, total in zip(self.bias, totals, strict=True)]
        most = max(scores)
        raised = [math.exp(score - most) for score in scores]
        return {name: part / sum(raised) for name, part in zip(CLASSES, raised, strict=True)}


def features(words: Sequence[str], buckets: int) -> list[int]:
    """The buckets of single words, their parts, pairs, and pairs with one word between; each once.

    Words that begin with @ are signs that the rules saw: they count alone.
    """
    found: set[int] = set()
    before = before_that = ""
    for word in words:
        if word.startswith("@"):
            found.add(crc32(f"1 {word}".encode()) % buckets)
            continue
        found.update(_parts(word, buckets))
        found.add(crc32(f"2 {before} {word}".encode()) % buckets)
        if before_that:
            found.add(crc32(f"3 {before_that} {word}".encode()) % buckets)
        before_that, before = before, word
    return sorted(found)


@lru_cache(maxsize=20_000)
def _parts(word: str, buckets: int) -> tuple[int, ...]:
    shown = f"<{word[:24]}>"
    parts = {f"1 {word}"} | {shown[at : at + size] for size in (4, 5) for at in range(len(shown) - size + 1)}
    return tuple(crc32(part.encode()) % buckets for part in sorted(parts))


def read_opinion(data: Any) -> Opinion:
    """The model that the training script wrote. Raises: ValueError."""
    if not isinstance(data, Mapping) or data.get("classes") != list(CLASSES):
        raise ValueError("not a model of these classes")
    step = float(data["step"])
    weights = {int(bucket): tuple(step * whole for whole in row) for bucket, row in data["weights"].items()}
    return Opinion(int(data["buckets"]), tuple(float(bias) for bias in data["bias"]), weights)
