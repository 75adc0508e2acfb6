"""What follows from a finding: how urgent it is, whom somebody writes to, and when a case may end.

Nothing is decided about a person here: a finding is about one text, and every case ends with a person's decision.
Source: docs/care.md names the guidance these rules follow.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from enum import IntEnum, StrEnum

from forum.domain.detection.findings import Finding, Label, Tier


class Priority(IntEnum):
    """How soon somebody must look. P0 is paged."""

    P0 = 0
    P1 = 1
    P2 = 2


class Call(StrEnum):
    """Why those on call are written to, and for what is most urgent also called by the operator's pager."""

    WAITS = "waits"
    LATE = "late"
    LEFT = "left"
    BESIDE = "beside"
    ASKED = "asked"
    ANSWERED = "answered"
    ASK_AGAIN = "ask-again"


FIRST_LOOK = {
    Priority.P0: timedelta(minutes=15),
    Priority.P1: timedelta(hours=2),
    Priority.P2: timedelta(hours=12),
}
"""The target for the first look of a human being."""

FOLLOW_UPS = {"day": timedelta(hours=24), "week": timedelta(days=7)}
"""When a person asks again how somebody is, counted from the first personal word."""

MESSAGE_PAUSE = timedelta(hours=24)
MESSAGE_WEEK = timedelta(days=7)
MESSAGES_A_WEEK = 3
"""After that only people write: help that comes too often is not read any more."""

KEPT_CLOSED = timedelta(days=90)
KEPT_AFTER_CALL = timedelta(days=365)
KEPT_ACCESSES = timedelta(days=365)


MODEL = "model."
"""How names of what is no rule begin."""


class Sign(StrEnum):
    """Why a post is in the queue."""

    DISCLOSURE = "disclosure"
    UNCLEAR = "unclear"
    OTHER = "other"
    METHOD = "method"
    CONCERN = "concern"
    ASKED = "asked"


class Closing(StrEnum):
    """Why a case was closed."""

    LOOKED_AFTER = "looked-after"
    HANDED_ON = "handed-on"
    FALSE_ALARM = "false-alarm"


def is_by_rule(finding: Finding) -> bool:
    """Whether a rule decided: the first one named.

    What a model alone suspects is looked at by a person, and nothing else follows from it: no message, no notice,
    nothing folded (docs/adr/0011).
    """
    return bool(finding.rules) and not finding.rules[0].startswith(MODEL)


def sign_of(finding: Finding) -> Sign | None:
    """What brings a text into the queue; None for what belongs to nobody's queue."""
    if finding.tier is Tier.M:
        return Sign.METHOD
    if finding.label is Label.THIRD:
        return Sign.OTHER
    if finding.tier in {Tier.T3, Tier.T4}:
        return Sign.DISCLOSURE
    return Sign.UNCLEAR if finding.tier is Tier.T2 else None


def priority_of(finding: Finding) -> Priority:
    """A plan, a goodbye, a dare or a pact cannot wait, whatever the label."""
    if finding.urgent or finding.tier is Tier.T4:
        return Priority.P0
    return Priority.P1 if finding.tier in {Tier.T3, Tier.M} else Priority.P2


def message_for(finding: Finding) -> str | None:
    """Which care message the author gets: "self", "other" or none. What is in doubt gets none."""
    if not is_by_rule(finding):
        return None
    if finding.tier in {Tier.T3, Tier.T4} or (finding.tier is Tier.M and finding.of_self):
        return "self"
    return "other" if finding.label is Label.THIRD else None


def folds(finding: Finding) -> bool:
    """Whether others wait for a person's decision before they read it: details of a method, dares, pacts."""
    return finding.tier is Tier.M and is_by_rule(finding)


def may_write_again(sent: Collection[datetime], now: datetime) -> bool:
    """Whether the machine may write to somebody to whom it wrote at these instants."""
    lately = [at for at in sent if now - at < MESSAGE_WEEK]
    return len(lately) < MESSAGES_A_WEEK and all(now - at >= MESSAGE_PAUSE for at in lately)


def fault_of_closing(priority: Priority, people: Collection[int], closing: Closing, open_follow_ups: int) -> str:
    """Why a case cannot be closed that way, as a code; "" when it can.

    Shapes: `people` = those who look after it. Nobody is alone on P0; whoever was looked after is asked again.
    """
    if priority is Priority.P0 and len(set(people)) < 2:
        return "two-people"
    if closing is Closing.LOOKED_AFTER and open_follow_ups:
        return "follow-ups-open"
    return ""


def kept_until(closed_at: datetime, called_at: datetime | None) -> datetime:
    """When a closed case is dropped."""
    return closed_at + (KEPT_AFTER_CALL if called_at is not None else KEPT_CLOSED)
