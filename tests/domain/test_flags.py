"""Cases move along the table and nowhere else; the queue's order is one pure function."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime, timedelta

import pytest

from forum.domain import flags
from forum.domain.flags import CaseEvent, CaseState, FlagReason, NoSuchStep, place, priority, standing, step

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def printed_table() -> dict[tuple[str, str], str]:
    rows = [line.split()[:3] for line in (flags.__doc__ or "").splitlines() if line.startswith("    ")]
    return {(state, event): after for state, event, after in rows[1:]}


def test_the_docstring_prints_the_table() -> None:
    assert printed_table() == {(s.value, e.value): after.value for (s, e), after in flags.STEPS.items()}


@pytest.mark.parametrize(("state", "event"), list(itertools.product(CaseState, CaseEvent)))
def test_every_pair_is_in_the_table_or_refused(state: CaseState, event: CaseEvent) -> None:
    known = printed_table().get((state.value, event.value))
    if known is None:
        with pytest.raises(NoSuchStep) as fault:
            step(state, event)
        assert (fault.value.state, fault.value.event) == (state, event)
    else:
        assert step(state, event) == CaseState(known)


def test_what_was_decided_comes_back_only_by_a_flag() -> None:
    ways = {event for (state, event) in flags.STEPS if state is CaseState.DECIDED}
    assert ways == {CaseEvent.FLAG}


@pytest.mark.parametrize(
    ("until", "state"),
    [
        (NOON + timedelta(seconds=1), CaseState.CLAIMED),
        (NOON, CaseState.OPEN),
        (NOON - timedelta(days=1), CaseState.OPEN),
        (None, CaseState.OPEN),
    ],
)
def test_a_claim_ends_with_its_lease(until: datetime | None, state: CaseState) -> None:
    assert standing(CaseState.CLAIMED, until, NOON) == state


@pytest.mark.parametrize("state", [CaseState.OPEN, CaseState.DECIDED, CaseState.REOPENED])
def test_the_lease_means_nothing_elsewhere(state: CaseState) -> None:
    assert standing(state, NOON, NOON + timedelta(days=9)) == state


def test_every_reason_has_its_harm() -> None:
    assert set(flags.HARM) == set(FlagReason)


def test_a_crowd_never_overtakes_concern() -> None:
    crowd = [FlagReason.HARASSMENT] * 1000
    assert priority(crowd) == timedelta(hours=48 + 40)
    assert priority([FlagReason.CONCERN]) > priority(crowd) + timedelta(days=14)


def test_the_gravest_reason_counts() -> None:
    assert priority([FlagReason.OFF_TOPIC, FlagReason.HATE]) == timedelta(hours=52)
    assert priority([FlagReason.OFF_TOPIC]) == timedelta(hours=1)
    assert priority([]) == timedelta()


def test_waiting_is_worth_as_much_as_harm() -> None:
    old = place(NOON - timedelta(hours=35), [FlagReason.OFF_TOPIC])
    new = place(NOON, [FlagReason.SPOILER])
    older = place(NOON - timedelta(hours=36), [FlagReason.OFF_TOPIC])
    assert older < new
    assert old == new
