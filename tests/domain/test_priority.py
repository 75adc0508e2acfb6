"""The queue's order is one pure function."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from forum.domain.flags import FlagReason
from forum.domain.priority import HARM, MOST_EXPOSED, accuracy, crowd, exposed, head_start, place

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
USUAL = accuracy(0, 0)


def test_every_reason_has_its_harm() -> None:
    assert set(HARM) == set(FlagReason)


def test_a_crowd_before_many_readers_never_overtakes_concern() -> None:
    many = head_start([FlagReason.HARASSMENT] * 1000, [100] * 1000, 10**6)
    assert many == timedelta(hours=48 + 40 + exposed(MOST_EXPOSED))
    assert head_start([FlagReason.CONCERN], [USUAL], 0) > many + timedelta(days=14)


def test_the_gravest_reason_counts_and_each_further_person_a_little() -> None:
    assert head_start([FlagReason.OFF_TOPIC, FlagReason.HATE], [USUAL, USUAL], 0) == timedelta(hours=52)
    assert head_start([FlagReason.OFF_TOPIC], [USUAL], 0) == timedelta(hours=1)
    assert head_start([], [], 50) == timedelta()


@pytest.mark.parametrize(
    ("agreed", "disagreed", "percent"), [(0, 0, 67), (0, 1, 50), (0, 17, 10), (8, 1, 83), (97, 0, 99)]
)
def test_accuracy_is_smoothed(agreed: int, disagreed: int, percent: int) -> None:
    assert accuracy(agreed, disagreed) == percent


def test_whose_reports_are_mostly_wrong_adds_little() -> None:
    assert crowd([USUAL, USUAL]) == 4
    assert crowd([USUAL, 10]) < 1
    assert crowd([10, 100]) == crowd([100, 10])
    assert crowd([90]) == crowd([]) == 0


def test_exposure_grows_with_each_doubling_and_has_an_end() -> None:
    assert [exposed(n) for n in (0, 1, 3, 7)] == [0, 2, 4, 6]
    assert exposed(10**9) == exposed(MOST_EXPOSED) == pytest.approx(19.9)
    assert exposed(-5) == 0


def test_waiting_is_worth_as_much_as_harm() -> None:
    old = place(NOON - timedelta(hours=35), [FlagReason.OFF_TOPIC], [USUAL], 0)
    new = place(NOON, [FlagReason.SPOILER], [USUAL], 0)
    older = place(NOON - timedelta(hours=36), [FlagReason.OFF_TOPIC], [USUAL], 0)
    assert older < new
    assert old == new
