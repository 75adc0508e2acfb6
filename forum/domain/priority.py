"""Which case is looked at first: one formula, explained at /mod/priority.

A case gets a head start in hours, as if it had waited so much longer, and the queue is sorted by who has waited
longest. Nothing waits for ever, and nothing has to be computed anew while it waits.

    head start = harm + crowd + exposure
    harm       = the gravest reason, in hours (`HARM`)
    crowd      = 4 h for each further flagger, weighed by how often moderators agreed with them, at most 40 h
    exposure   = 2 h for each doubling of the readers whom it could still reach, at most 20 h

It could still reach members of the group who have not come to it yet (`reaches`): of a spoiler those who have not seen
what it gives away, and nobody for whom a curtain is drawn over it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, timedelta
from math import log2

from forum.domain.catalogue import Catalogue
from forum.domain.flags import FlagReason
from forum.domain.gates import Gate
from forum.domain.progress import Progress
from forum.domain.spoilers import Outcome, decide

HARM: Mapping[FlagReason, int] = {
    FlagReason.CONCERN: 720,
    FlagReason.ILLEGAL: 96,
    FlagReason.HATE: 48,
    FlagReason.HARASSMENT: 48,
    FlagReason.SPOILER: 36,
    FlagReason.HINT: 12,
    FlagReason.SPAM: 12,
    FlagReason.OTHER: 8,
    FlagReason.WRONG_THREAD: 2,
    FlagReason.OFF_TOPIC: 1,
}
"""Hours of waiting that a reason is worth. Concern for a person stands before everything else."""

PER_FLAGGER = 4
MOST_CROWD = 40
"""The cap keeps a crowd from pushing a quarrel before a person in danger."""

PER_DOUBLING = 2
MOST_EXPOSED = 1000
"""Readers are counted up to here: more make no difference."""

USUAL_AGREED, USUAL_DECIDED = 2, 3
"""Somebody of whom nothing is known counts as if moderators had agreed with two reports out of three. So one wrong
report costs little, and many cost a lot."""


def accuracy(agreed: int, disagreed: int) -> int:
    """How often moderators agreed with somebody's reports. Units: percent, smoothed."""
    return round(100 * (agreed + USUAL_AGREED) / (agreed + disagreed + USUAL_DECIDED))


def head_start(reasons: Iterable[FlagReason], trust: Iterable[int], exposure: int) -> timedelta:
    """The hours a case is put forward. Shapes: `trust` = accuracy of each person who reported, in percent."""
    given = list(reasons)
    if not given:
        return timedelta()
    return timedelta(hours=max(HARM[one] for one in given) + crowd(trust) + exposed(exposure))


def crowd(trust: Iterable[int]) -> float:
    """Hours for those who reported it beside the most reliable one."""
    further = sorted(trust)[:-1]
    return min(float(MOST_CROWD), PER_FLAGGER * sum(further) / accuracy(0, 0))


def exposed(readers: int) -> float:
    """Hours for the readers whom it can still reach."""
    return round(PER_DOUBLING * log2(1 + max(0, min(readers, MOST_EXPOSED))), 1)


def reaches(
    spoiled: Collection[Gate] | None,
    seal: Gate | None,
    known: Mapping[int, Catalogue],
    *,
    places: Mapping[int, Progress],
    territory: str | None,
    now: datetime,
) -> bool:
    """Whether it would spoil or hurt somebody who comes to it.

    Shapes: `spoiled` = what it gives away, None = it hurts whoever reads it; `seal` = the curtain over it.
    """

    def has_seen(gate: Gate) -> bool:
        return decide(gate, known, places, territory, now).outcome is Outcome.SHOWN

    if seal is not None and not has_seen(seal):
        return False
    return spoiled is None or not all(has_seen(gate) for gate in spoiled)


def place(opened_at: datetime, reasons: Iterable[FlagReason], trust: Iterable[int], exposure: int) -> datetime:
    """Where the case stands in the queue: earlier first."""
    return opened_at - head_start(reasons, trust, exposure)
