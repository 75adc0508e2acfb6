"""How a queue is cut: spots go both ways, everything becomes urgent, what distresses is covered."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from forum.domain.queueing import Spot, Urgency, distresses, urgency

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.mark.parametrize("at", [NOW, NOW + timedelta(microseconds=1), datetime(1970, 1, 1, tzinfo=UTC)])
@pytest.mark.parametrize("case_id", [0, 1, 2**31 - 1])
def test_a_spot_is_read_as_it_was_printed(at: datetime, case_id: int) -> None:
    spot = Spot(at, case_id)
    assert Spot.read(str(spot)) == spot


@pytest.mark.parametrize("text", ["", "1", "-1-1", "1-", "1-99999999999", "1234567890123456789-1", "1-1x", "١-1"])
def test_nothing_else_is_a_spot(text: str) -> None:
    assert Spot.read(text) is None


@pytest.mark.parametrize(
    ("hours", "level"),
    [(0, Urgency.LATER), (17, Urgency.LATER), (18, Urgency.NEXT), (47, Urgency.NEXT), (48, Urgency.FIRST)],
)
def test_waiting_makes_urgent(hours: int, level: Urgency) -> None:
    assert urgency(NOW - timedelta(hours=hours), NOW) is level


@pytest.mark.parametrize(
    ("reasons", "topics", "covered"),
    [
        (["hate"], [], True),
        (["spam", "illegal"], [], True),
        (["harassment"], [], False),
        (["harassment"], ["suicide"], True),
        (["spoiler", "spam"], ["suicide"], False),
    ],
)
def test_what_distresses(reasons: list[str], topics: list[str], covered: bool) -> None:
    assert distresses(reasons, topics) is covered
