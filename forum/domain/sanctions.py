"""What a decision may mean for a person: the ladder, and what is suggested after what came before."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from enum import StrEnum


class SanctionKind(StrEnum):
    """From the mildest to the gravest."""

    NONE = "none"
    WARN = "warn"
    SLOW = "slow"
    MUTE = "mute"
    BAN = "ban"
    SUSPEND = "suspend"


LADDER = (24, 72, 168, 720)
"""Hours. Each further one is longer."""

FOR_GOOD = 0
"""In the place of hours: without an end. Takes two people."""

TIMED = frozenset({SanctionKind.SLOW, SanctionKind.MUTE, SanctionKind.BAN, SanctionKind.SUSPEND})
ENDLESS = frozenset({SanctionKind.BAN, SanctionKind.SUSPEND})
"""Kinds that may be without an end."""

COUNTS_FOR = timedelta(days=365)
"""What is older is not held against anybody."""

SLOW_PAUSE = timedelta(minutes=10)
"""The pause between two posts of somebody who writes slowly."""

NEVER = datetime(9999, 1, 1, tzinfo=UTC)
"""The end of what has none, for tables that need an instant."""


def suggested(before: int) -> tuple[SanctionKind, int]:
    """What is suggested to somebody with so many sanctions that still count: first a word, then longer and longer."""
    if before <= 0:
        return SanctionKind.WARN, FOR_GOOD
    return SanctionKind.MUTE, LADDER[min(before, len(LADDER)) - 1]


def end_of(kind: SanctionKind, hours: int, now: datetime) -> datetime | None:
    """When it ends. None: a warning has no term, and what is for good has no end."""
    return now + timedelta(hours=hours) if kind in TIMED and hours != FOR_GOOD else None


def fault(kind: SanctionKind, hours: int | None) -> Mapping[str, list[str]]:
    """What does not fit together, by field; empty when all is well."""
    if kind in TIMED and hours is None:
        return {"hours": ["required"]}
    if kind not in ENDLESS and kind in TIMED and hours == FOR_GOOD:
        return {"hours": ["not-for-good"]}
    if hours not in (None, FOR_GOOD, *LADDER):
        return {"hours": ["not-a-choice"]}
    return {}
