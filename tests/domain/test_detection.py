"""The detector: what it says of posts, and where it says so."""

from __future__ import annotations

import pytest

from forum.domain.detection import Label, Tier
from forum.infra.detecting import detector

EXPLICIT = (
    "I want to kill myself",
    "I want to die",
    "i'm going to kill myself",
    "I am suicidal",
    "I don't want to live anymore",
    "I want to end my life",
)


@pytest.mark.parametrize("text", EXPLICIT)
def test_explicit_statements_are_always_found(text: str) -> None:
    found = detector().screen(text)
    assert (found.label, found.tier, found.of_self) == (Label.DISCLOSURE, Tier.T3, True)


def test_spans_point_into_the_text_as_it_was_typed() -> None:
    text = "Great finale!\u200b And yet: \u200bI w\u200bant to d1e."
    found = detector().screen(text)
    assert [text[span.start : span.end] for span in found.spans] == ["I w\u200bant to d1e"]
    assert found.bent


def test_a_quote_is_not_the_writers_voice() -> None:
    found = detector().screen("> I want to die\n\nWhat a line.")
    assert (found.label, found.tier) == (Label.THEME, Tier.T1)
