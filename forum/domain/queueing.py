"""How a moderator's queue is cut and read: what comes first, what is covered until a click, where a page goes on."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from forum.domain.flags import FlagReason


class Urgency(StrEnum):
    """How soon somebody should look."""

    FIRST = "first"
    NEXT = "next"
    LATER = "later"


URGENT: Mapping[Urgency, timedelta] = {Urgency.FIRST: timedelta(hours=48), Urgency.NEXT: timedelta(hours=18)}
"""How far back the place of a case lies at least. Waiting counts like head start, so that everything becomes urgent."""


def urgency(place_at: datetime, now: datetime) -> Urgency:
    """How soon somebody should look at a case with this place in the queue."""
    for level, least in URGENT.items():
        if now - place_at >= least:
            return level
    return Urgency.LATER


class Age(StrEnum):
    """Since when a case waits, at least."""

    HOUR = "hour"
    DAY = "day"
    DAYS = "3-days"
    WEEK = "week"


AGES: Mapping[Age, timedelta] = {
    Age.HOUR: timedelta(hours=1),
    Age.DAY: timedelta(days=1),
    Age.DAYS: timedelta(days=3),
    Age.WEEK: timedelta(days=7),
}

COVERS_AN_HOUR = 30
"""So many distressing texts may be opened in an hour by one person: volunteers are to be well afterwards.

Source: the Trust & Safety Professional Association advises limits on exposure and a choice before each look; the number
is ours, generous for a finale's night.
"""

_ALWAYS = frozenset({FlagReason.HATE, FlagReason.ILLEGAL})


def distresses(reasons: Iterable[str], topics: Iterable[str]) -> bool:
    """Whether a reported text is covered until somebody asks for it: hate and crime, and attacks where a thread is
    about a hard topic anyway."""
    given = set(reasons)
    return bool(given & _ALWAYS) or (FlagReason.HARASSMENT in given and bool(set(topics)))


_SPOT = re.compile(r"([0-9]{1,16})-([0-9]{1,10})(-u)?")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_LATEST = datetime(9000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in the queue, between two cases: where the next page goes on.

    Shapes: `unseen` = among those that come last, because their reader has not seen what they are about.
    """

    at: datetime
    case_id: int
    unseen: bool = False

    def __str__(self) -> str:
        return f"{(self.at - _EPOCH) // timedelta(microseconds=1)}-{self.case_id}{'-u' if self.unseen else ''}"

    @classmethod
    def read(cls, text: str) -> Spot | None:
        """A spot that was printed; None for everything else."""
        found = _SPOT.fullmatch(text) if text.isascii() else None
        if found is None or int(found[2]) >= 2**31:
            return None
        since = timedelta(microseconds=int(found[1]))
        return cls(_EPOCH + since, int(found[2]), bool(found[3])) if since < _LATEST - _EPOCH else None
