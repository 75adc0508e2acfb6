"""How good the detector is on labelled posts: counts, shares with their intervals, and the goals."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from forum.domain.detection.findings import Finding, Label, Tier

ORDER = (Label.DISCLOSURE, Label.THIRD, Label.THEME, Label.METHOD, Label.HYPERBOLE, Label.NONE)
_NOTHING = frozenset({Label.HYPERBOLE, Label.NONE})
_SELF = frozenset({Tier.T3, Tier.T4})


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many, with the 95 % interval of Wilson. Units: shares from 0 to 1; None of none."""

    part: int
    whole: int

    @property
    def share(self) -> float | None:
        """The share itself."""
        return self.part / self.whole if self.whole else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """Where the true share lies in 95 of 100 samples like this one. Source: Wilson 1927."""
        if not self.whole:
            return None
        z, n, p = 1.959964, self.whole, self.part / self.whole
        middle = (p + z * z / (2 * n)) / (1 + z * z / n)
        half = z / (1 + z * z / n) * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
        return max(0.0, middle - half), min(1.0, middle + half)


@dataclass(frozen=True, slots=True)
class Gate:
    """A figure that must be reached: at least `bound`, or at most when `most`."""

    name: str
    reached: Share
    bound: float
    most: bool = False

    @property
    def holds(self) -> bool | None:
        """Whether it is reached; None without a single case."""
        if self.reached.share is None:
            return None
        return self.reached.share <= self.bound if self.most else self.reached.share >= self.bound


@dataclass(slots=True)
class Evaluation:
    """What the detector said of posts whose label is known."""

    table: Counter[tuple[Label, Label]] = field(default_factory=Counter)
    tiers: Counter[tuple[Label, Tier]] = field(default_factory=Counter)
    caught: int = 0

    def add(self, known: Label, finding: Finding) -> None:
        """Count one post."""
        self.table[known, finding.label] += 1
        self.tiers[known, finding.tier] += 1
        if known is Label.DISCLOSURE and (finding.tier in _SELF or (finding.of_self and finding.tier is not Tier.T0)):
            self.caught += 1

    def known(self, label: Label) -> int:
        """How many posts have this label."""
        return sum(count for (known, _), count in self.table.items() if known is label)

    def said(self, label: Label) -> int:
        """How many posts were given this label."""
        return sum(count for (_, said), count in self.table.items() if said is label)

    def precision(self, label: Label) -> Share:
        """Of the posts given this label, those that have it."""
        return Share(self.table[label, label], self.said(label))

    def recall(self, label: Label) -> Share:
        """Of the posts that have this label, those given it."""
        return Share(self.table[label, label], self.known(label))

    def f1(self, label: Label) -> float | None:
        """The harmonic mean of both; None when there is nothing to count."""
        whole = self.known(label) + self.said(label)
        return 2 * self.table[label, label] / whole if whole else None

    def gates(self) -> list[Gate]:
        """The goals for text never seen before."""
        sure = {label: sum(self.tiers[label, tier] for tier in _SELF) for label in ORDER}
        noticed = sum(count for (known, tier), count in self.tiers.items() if known in _NOTHING and tier is not Tier.T0)
        nothing = sum(self.known(label) for label in _NOTHING)
        method = Share(self.tiers[Label.METHOD, Tier.M], self.known(Label.METHOD))
        return [
            Gate("disclosure recall (T2 and above)", Share(self.caught, self.known(Label.DISCLOSURE)), 0.90),
            Gate("precision of T3 and T4", Share(sure[Label.DISCLOSURE], sum(sure.values())), 0.90),
            Gate("theme given T3 or T4", Share(sure[Label.THEME], self.known(Label.THEME)), 0.02, most=True),
            Gate("hyperbole and none given a notice", Share(noticed, nothing), 0.08, most=True),
            Gate("method recall", method, 0.85),
        ]


def evaluate(judged: Iterable[tuple[Label, Finding]]) -> Evaluation:
    """All of them counted."""
    evaluation = Evaluation()
    for known, finding in judged:
        evaluation.add(known, finding)
    return evaluation
