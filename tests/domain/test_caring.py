"""What follows from what the detector found, and when a case may be closed: the whole table, without any database."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from forum.domain.caring import (
    Closing,
    Priority,
    Sign,
    fault_of_closing,
    folds,
    may_write_again,
    message_for,
    priority_of,
    sign_of,
)
from forum.domain.detection import Finding, Label, Tier
from forum.domain.detection.second import RULE as MODEL

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def found(label: Label, tier: Tier, **more: object) -> Finding:
    return Finding(**{"label": label, "tier": tier, "rules": ("en.some.rule",), "of_self": False} | more)  # type: ignore[arg-type]  # fields by name


@pytest.mark.parametrize(
    ("finding", "sign", "priority", "message", "is_folded"),
    [
        (found(Label.NONE, Tier.T0, rules=()), None, None, None, False),
        (found(Label.HYPERBOLE, Tier.T0), None, None, None, False),
        (found(Label.THEME, Tier.T1), None, None, None, False),
        (found(Label.DISCLOSURE, Tier.T2, of_self=True), Sign.UNCLEAR, Priority.P2, None, False),
        (found(Label.DISCLOSURE, Tier.T2, of_self=True, urgent=True), Sign.UNCLEAR, Priority.P0, None, False),
        (found(Label.DISCLOSURE, Tier.T3, of_self=True), Sign.DISCLOSURE, Priority.P1, "self", False),
        (found(Label.DISCLOSURE, Tier.T4, of_self=True), Sign.DISCLOSURE, Priority.P0, "self", False),
        (found(Label.THIRD, Tier.T2), Sign.OTHER, Priority.P2, "other", False),
        (found(Label.THIRD, Tier.T2, urgent=True), Sign.OTHER, Priority.P0, "other", False),
        (found(Label.METHOD, Tier.M), Sign.METHOD, Priority.P1, None, True),
        (found(Label.METHOD, Tier.M, of_self=True), Sign.METHOD, Priority.P1, "self", True),
        (found(Label.METHOD, Tier.M, urgent=True), Sign.METHOD, Priority.P0, None, True),
        # What the model alone suspects is looked at by a person, and nothing else follows.
        (found(Label.DISCLOSURE, Tier.T2, rules=(MODEL, "en.theme")), Sign.UNCLEAR, Priority.P2, None, False),
        (found(Label.THIRD, Tier.T2, rules=(MODEL,)), Sign.OTHER, Priority.P2, None, False),
        (found(Label.METHOD, Tier.M, rules=(MODEL,)), Sign.METHOD, Priority.P1, None, False),
        (found(Label.METHOD, Tier.M, rules=()), Sign.METHOD, Priority.P1, None, False),
    ],
)
def test_what_follows(
    finding: Finding, sign: Sign | None, priority: Priority | None, message: str | None, is_folded: bool
) -> None:
    assert (sign_of(finding), message_for(finding), folds(finding)) == (sign, message, is_folded)
    if sign is not None:
        assert priority_of(finding) is priority


@pytest.mark.parametrize(
    ("hours", "may"),
    [
        ([], True),
        ([23], False),
        ([24], True),
        ([25, 60], True),
        ([25, 60, 100], False),
        ([25, 60, 7 * 24], True),
        ([23, 7 * 24 + 1], False),
    ],
)
def test_one_message_a_day_and_three_a_week(hours: list[int], may: bool) -> None:
    assert may_write_again([NOW - timedelta(hours=one) for one in hours], NOW) is may


@pytest.mark.parametrize(
    ("priority", "people", "closing", "open_follow_ups", "fault"),
    [
        (Priority.P0, [1], Closing.HANDED_ON, 0, "two-people"),
        (Priority.P0, [1, 1], Closing.FALSE_ALARM, 0, "two-people"),
        (Priority.P0, [1, 2], Closing.LOOKED_AFTER, 0, ""),
        (Priority.P0, [1, 2], Closing.LOOKED_AFTER, 1, "follow-ups-open"),
        (Priority.P1, [1], Closing.LOOKED_AFTER, 2, "follow-ups-open"),
        (Priority.P1, [1], Closing.HANDED_ON, 2, ""),
        (Priority.P2, [], Closing.FALSE_ALARM, 1, ""),
    ],
)
def test_when_a_case_may_be_closed(
    priority: Priority, people: list[int], closing: Closing, open_follow_ups: int, fault: str
) -> None:
    assert fault_of_closing(priority, people, closing, open_follow_ups) == fault
