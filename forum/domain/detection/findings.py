"""What the detector says about a text."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Label(StrEnum):
    """What a text is. Order: when several fit, the first one counts."""

    METHOD = "method_detail"
    DISCLOSURE = "disclosure"
    THIRD = "third_party_concern"
    THEME = "theme"
    HYPERBOLE = "hyperbole"
    NONE = "none"


class Tier(StrEnum):
    """What follows from it: see the table in docs/detection.md."""

    T0 = "T0"  # nothing
    T1 = "T1"  # the thread's notice
    T2 = "T2"  # a person of the team looks; the author is told nothing of it unless it is a concern for another
    T3 = "T3"  # a disclosure
    T4 = "T4"  # a disclosure with a plan, a time or a goodbye
    M = "M"  # detail of a method, a dare or a pact, whoever speaks


@dataclass(frozen=True, slots=True)
class Span:
    """Where a rule found something. Units: offsets into the text as it was given, end exclusive."""

    rule: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Finding:
    """The verdict on one text.

    Shapes: `rules` are the rules that decided, each once, the weightiest first; `spans` has their places in reading
    order; `topics` are names of the crisis lines' vocabulary. `of_self` tells that the writer speaks of themselves also
    when the label is another (a method asked for oneself). `urgent` is for what cannot wait in any tier: a plan, a
    goodbye, a dare, a pact, somebody who has already done something. `bent` tells that words had to be straightened
    to be understood.
    """

    label: Label
    tier: Tier
    rules: tuple[str, ...] = ()
    spans: tuple[Span, ...] = ()
    topics: frozenset[str] = frozenset()
    of_self: bool = False
    urgent: bool = False
    bent: bool = False
