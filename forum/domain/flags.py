"""Flags and cases: what can be reported, and how a case moves. Which one is looked at first: `domain/priority.py`.

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
    open       reverse   open       an earlier decision is taken back meanwhile
    claimed    reverse   claimed    as with an open one
    decided    flag      reopened   somebody reports it after the decision
    decided    reopen    reopened   undone within minutes, or a reporter's appeal was right: to be decided anew
    decided    reverse   reversed   the decision is taken back for good
    reopened   flag      reopened   as with an open one
    reopened   claim     claimed    as with an open one
    reopened   decide    decided    as with an open one
    reopened   reverse   reopened   as with an open one
    reversed   flag      reopened   somebody reports it again
    reversed   reverse   reversed   an older decision is taken back as well
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
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
    REVERSED = "reversed"


class CaseEvent(StrEnum):
    """What can happen to a case."""

    FLAG = "flag"
    CLAIM = "claim"
    RELEASE = "release"
    LAPSE = "lapse"
    DECIDE = "decide"
    REOPEN = "reopen"
    REVERSE = "reverse"


class CaseOutcome(StrEnum):
    """How a case ends. Each has an inverse."""

    DISMISS = "dismiss"
    ADVISE = "advise"
    SEAL = "seal"
    RETITLE = "retitle"
    MOVE = "move"
    SPLIT = "split"
    MERGE = "merge"
    HIDE = "hide"
    REMOVE = "remove"
    LOCK = "lock"


class Extent(StrEnum):
    """How far a decision reaches: this case, or every waiting one about the same author or in the same thread."""

    THIS = "this"
    AUTHOR_THREAD = "author-here"
    AUTHOR_GROUP = "author-group"
    THREAD = "thread"


ONE_BY_ONE = frozenset({CaseOutcome.RETITLE, CaseOutcome.MOVE, CaseOutcome.SPLIT, CaseOutcome.MERGE, CaseOutcome.LOCK})
"""Outcomes that make sense for one case at a time."""

SPLIT_MOST, MERGE_MOST = 100, 500
"""So many posts a split takes along, and so many a thread may have that goes into another one."""

MANY = 5
"""So many posts removed at once take two people."""

UNDO_WITHIN = timedelta(minutes=10)
"""So long one click takes a decision back."""

APPEAL_WITHIN = timedelta(days=183)
"""Source: Regulation (EU) 2022/2065, Art. 20 (1): at least six months."""

KEPT_FOR = APPEAL_WITHIN + timedelta(days=30)
"""So long the text of a removed post is kept: for an appeal, and a month to answer it."""

ADVICE_LASTS = timedelta(days=90)
"""Advice is no strike, and is forgotten after that."""

_WORDS_ALONE = frozenset({CaseOutcome.DISMISS, CaseOutcome.ADVISE})

BY_TARGET: Mapping[str, frozenset[CaseOutcome]] = {
    "post": frozenset(CaseOutcome),
    "thread": _WORDS_ALONE | {CaseOutcome.RETITLE, CaseOutcome.LOCK},
    "person": _WORDS_ALONE,
    "appeal": _WORDS_ALONE,
    "report": _WORDS_ALONE,
    "request": _WORDS_ALONE,
}
"""What can be done about what: a title is not sealed, a profile not removed. The last three are messages to moderators:
an appeal, the words of a report, answers to the questions of a group. An appeal is answered whatever its tone is."""


@dataclass(frozen=True, slots=True)
class Class:
    """What a reason is about. Shapes: `rule` = the class of rules it belongs to; `usual` = what is usually done."""

    rule: str
    usual: CaseOutcome


CLASSES: Mapping[FlagReason, Class] = {
    FlagReason.SPOILER: Class("spoilers", CaseOutcome.SEAL),
    FlagReason.HINT: Class("spoilers", CaseOutcome.SEAL),
    FlagReason.HARASSMENT: Class("people", CaseOutcome.REMOVE),
    FlagReason.HATE: Class("people", CaseOutcome.REMOVE),
    FlagReason.ILLEGAL: Class("law", CaseOutcome.HIDE),
    FlagReason.SPAM: Class("order", CaseOutcome.REMOVE),
    FlagReason.OFF_TOPIC: Class("order", CaseOutcome.ADVISE),
    FlagReason.WRONG_THREAD: Class("order", CaseOutcome.MOVE),
    FlagReason.CONCERN: Class("care", CaseOutcome.DISMISS),
    FlagReason.OTHER: Class("other", CaseOutcome.ADVISE),
}
"""Reasons by class of rule. Concern is for the care team: its cases are none of these."""


_OF_POSTS = tuple(one for one in FlagReason if one is not FlagReason.CONCERN)
_OF_PEOPLE = (FlagReason.HARASSMENT, FlagReason.HATE, FlagReason.ILLEGAL, FlagReason.SPAM, FlagReason.OTHER)

REASONS: Mapping[str, tuple[FlagReason, ...]] = {
    kind: _OF_POSTS if kind in ("post", "thread") else _OF_PEOPLE for kind in BY_TARGET
}
"""What can be said about what: a name or a message belongs to no topic and to no episode."""


STEPS: Mapping[tuple[CaseState, CaseEvent], CaseState] = {
    (CaseState.OPEN, CaseEvent.FLAG): CaseState.OPEN,
    (CaseState.OPEN, CaseEvent.CLAIM): CaseState.CLAIMED,
    (CaseState.OPEN, CaseEvent.DECIDE): CaseState.DECIDED,
    (CaseState.CLAIMED, CaseEvent.FLAG): CaseState.CLAIMED,
    (CaseState.CLAIMED, CaseEvent.CLAIM): CaseState.CLAIMED,
    (CaseState.CLAIMED, CaseEvent.RELEASE): CaseState.OPEN,
    (CaseState.CLAIMED, CaseEvent.LAPSE): CaseState.OPEN,
    (CaseState.CLAIMED, CaseEvent.DECIDE): CaseState.DECIDED,
    (CaseState.OPEN, CaseEvent.REVERSE): CaseState.OPEN,
    (CaseState.CLAIMED, CaseEvent.REVERSE): CaseState.CLAIMED,
    (CaseState.DECIDED, CaseEvent.FLAG): CaseState.REOPENED,
    (CaseState.DECIDED, CaseEvent.REOPEN): CaseState.REOPENED,
    (CaseState.DECIDED, CaseEvent.REVERSE): CaseState.REVERSED,
    (CaseState.REOPENED, CaseEvent.FLAG): CaseState.REOPENED,
    (CaseState.REOPENED, CaseEvent.CLAIM): CaseState.CLAIMED,
    (CaseState.REOPENED, CaseEvent.DECIDE): CaseState.DECIDED,
    (CaseState.REOPENED, CaseEvent.REVERSE): CaseState.REOPENED,
    (CaseState.REVERSED, CaseEvent.FLAG): CaseState.REOPENED,
    (CaseState.REVERSED, CaseEvent.REVERSE): CaseState.REVERSED,
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
