"""Cases move along the table and nowhere else; the queue's order is one pure function."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime, timedelta

import pytest

from forum.domain import flags
from forum.domain.flags import (
    ADVICE_LASTS,
    APPEAL_WITHIN,
    BY_TARGET,
    CLASSES,
    REASONS,
    UNDO_WITHIN,
    CaseEvent,
    CaseOutcome,
    CaseState,
    FlagReason,
    NoSuchStep,
    standing,
    step,
)

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


def test_what_was_decided_is_never_decided_or_claimed_again() -> None:
    ways = {event for (state, event) in flags.STEPS if state in (CaseState.DECIDED, CaseState.REVERSED)}
    assert ways == {CaseEvent.FLAG, CaseEvent.REOPEN, CaseEvent.REVERSE}


def test_every_reason_has_a_class_whose_usual_outcome_is_possible() -> None:
    assert set(CLASSES) == set(FlagReason)
    assert all(one.usual in BY_TARGET["post"] for one in CLASSES.values())
    assert all(CaseOutcome.DISMISS in possible for possible in BY_TARGET.values())


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


def test_terms_are_those_that_were_promised() -> None:
    """Undo for ten minutes, appeals for half a year, advice for ninety days: a month more or less is a broken word."""
    assert timedelta(minutes=10) == UNDO_WITHIN
    assert timedelta(days=183) == APPEAL_WITHIN
    assert timedelta(days=90) == ADVICE_LASTS


def test_concern_is_no_reason_of_a_report() -> None:
    for target in ("post", "thread", "person"):
        assert FlagReason.CONCERN not in REASONS[target]
        assert FlagReason.HARASSMENT in REASONS[target]
