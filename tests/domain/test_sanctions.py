"""The ladder of sanctions."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from forum.domain.sanctions import FOR_GOOD, LADDER, SanctionKind, end_of, fault, suggested

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def test_first_a_word_then_longer_and_longer() -> None:
    assert suggested(0) == (SanctionKind.WARN, FOR_GOOD)
    assert [suggested(n) for n in range(1, 6)] == [(SanctionKind.MUTE, h) for h in (*LADDER, LADDER[-1])]


@pytest.mark.parametrize(
    ("kind", "hours", "wrong"),
    [
        (SanctionKind.NONE, None, {}),
        (SanctionKind.WARN, None, {}),
        (SanctionKind.MUTE, None, {"hours": ["required"]}),
        (SanctionKind.MUTE, 24, {}),
        (SanctionKind.MUTE, FOR_GOOD, {"hours": ["not-for-good"]}),
        (SanctionKind.BAN, FOR_GOOD, {}),
        (SanctionKind.SUSPEND, 25, {"hours": ["not-a-choice"]}),
    ],
)
def test_terms(kind: SanctionKind, hours: int | None, wrong: dict[str, list[str]]) -> None:
    assert fault(kind, hours) == wrong


def test_ends() -> None:
    assert end_of(SanctionKind.MUTE, 24, NOON) == NOON + timedelta(days=1)
    assert end_of(SanctionKind.BAN, FOR_GOOD, NOON) is None
    assert end_of(SanctionKind.WARN, 24, NOON) is None
