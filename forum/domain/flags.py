"""Flags and cases: what can be reported, how a case moves, and which one is looked at first.

A case moves only along this table; every pair that is not in it is refused.

    state      event     becomes    meaning
    open       flag      open       one more person reports the same target
    open       claim     claimed    a moderator takes it for a while
    open       decide    decided    decided without taking it first
    claimed    flag      claimed    reported again while somebody looks
    claimed    claim     claimed    the same moderator takes a new lease
    claimed    release   open       given back
    claimed    lapse     open       the lease ran out
    claimed    decide    decided    the usual way
    decided    flag      reopened   somebody reports it after the decision
    reopened   flag      reopened   as with an open one
    reopened   claim     claimed    as with an open one
    reopened   decide    decided    as with an open one
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from enum import StrEnum


class FlagReason(StrEnum):
    """Why somebody reports a post."""

    SPOILER = "spoiler"
    HINT = "hint"
    HARASSMENT = "harassment"
    HATE = "hate"
    ILLEGAL = "illegal"
    SPAM = "spam"
    OFF_TOPIC = "off-topic"
    WRONG_THREAD = "wrong-thread"
    CONCERN = "concern"
    OTHER = "other"


NEEDS_EPISODE = frozenset({FlagReason.SPOILER})
"""Reasons that make no sense without saying which episode is given away."""

NEEDS_WORDS = frozenset({FlagReason.ILLEGAL, FlagReason.OTHER})
"""Reasons that a moderator cannot act on without a word of explanation."""


class CaseState(StrEnum):
    """Where a case stands."""

    OPEN = "open"
    CLAIMED = "claimed"
    DECIDED = "decided"
    REOPENED = "reopened"


class CaseEvent(StrEnum):
    """What can happen to a case."""

    FLAG = "flag"
    CLAIM = "claim"
    RELEASE = "release"
    LAPSE = "lapse"
    DECIDE = "decide"


class CaseOutcome(StrEnum):
    """How a case ends."""

    DISMISS = "dismiss"
    SEAL = "seal"
    REMOVE = "remove"


STEPS: Mapping[tuple[CaseState, CaseEvent], CaseState] = {
    (CaseState.OPEN, CaseEvent.FLAG): CaseState.OPEN,
    (CaseState.OPEN, CaseEvent.CLAIM): CaseState.CLAIMED,
    (CaseState.OPEN, CaseEvent.DECIDE): CaseState.DECIDED,
    (CaseState.CLAIMED, CaseEvent.FLAG): CaseState.CLAIMED,
    (CaseState.CLAIMED, CaseEvent.CLAIM): CaseState.CLAIMED,
    (CaseState.CLAIMED, CaseEvent.RELEASE): CaseState.OPEN,
    (CaseState.CLAIMED, CaseEvent.LAPSE): CaseState.OPEN,
    (CaseState.CLAIMED, CaseEvent.DECIDE): CaseState.DECIDED,
    (CaseState.DECIDED, CaseEvent.FLAG): CaseState.REOPENED,
    (CaseState.REOPENED, CaseEvent.FLAG): CaseState.REOPENED,
    (CaseState.REOPENED, CaseEvent.CLAIM): CaseState.CLAIMED,
    (CaseState.REOPENED, CaseEvent.DECIDE): CaseState.DECIDED,
}

WAITING = frozenset({CaseState.OPEN, CaseState.CLAIMED, CaseState.REOPENED})
"""States in which a case still needs somebody."""

LEASE = timedelta(minutes=15)
"""How long a claim keeps a case from others."""


class NoSuchStep(Exception):
    """This cannot happen to a case that stands there."""

    def __init__(self, state: CaseState, event: CaseEvent) -> None:
        super().__init__(f"{state}:{event}")
        self.state = state
        self.event = event


def step(state: CaseState, event: CaseEvent) -> CaseState:
    """Where the case stands afterwards.

    Raises: `NoSuchStep` for every pair that the table does not have.
    """
    try:
        return STEPS[state, event]
    except KeyError:
        raise NoSuchStep(state, event) from None


def standing(state: CaseState, claimed_until: datetime | None, now: datetime) -> CaseState:
    """The state at this instant: a claim whose lease ran out is none."""
    if state is CaseState.CLAIMED and (claimed_until is None or claimed_until <= now):
        return step(state, CaseEvent.LAPSE)
    return state


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
"""Hours of waiting that each further person is worth, up to `MOST_FLAGGERS` of them."""

MOST_FLAGGERS = 10


def priority(reasons: Iterable[FlagReason]) -> timedelta:
    """The head start that its flags give a case: the gravest reason, and a little for each further person.

    Shapes: one reason per flag. The cap keeps a crowd from pushing a quarrel before a person in danger.
    """
    given = list(reasons)
    if not given:
        return timedelta()
    crowd = min(len(given) - 1, MOST_FLAGGERS)
    return timedelta(hours=max(HARM[reason] for reason in given) + PER_FLAGGER * crowd)


def place(opened_at: datetime, reasons: Iterable[FlagReason]) -> datetime:
    """Where the case stands in the queue: earlier first. Waiting an hour counts as much as an hour of head start,
    so the order never has to be computed anew and nothing waits for ever."""
    return opened_at - priority(reasons)
