"""What is suggested for a reason: the usual outcome, and the rule of the group that is about it."""

from __future__ import annotations

import pytest

from forum.domain.flags import BY_TARGET
from forum.domain.rulebook import fitting_rule, usual_outcome

RULES = ("Be kind to each other.", "Tag every spoiler.", "Stay on topic.")


@pytest.mark.parametrize(
    ("reasons", "outcome", "rule"),
    [
        (["spoiler"], "seal", 2),
        (["harassment"], "remove", 1),
        (["off-topic"], "advise", 3),
        (["wrong-thread"], "move", 3),
        (["off-topic", "hate"], "remove", 1),
        (["illegal"], "hide", None),
        (["other"], "advise", None),
        ([], "", None),
    ],
)
def test_the_gravest_reason_says_what_is_usual(reasons: list[str], outcome: str, rule: int | None) -> None:
    allowed = [one.value for one in BY_TARGET["post"]]
    assert usual_outcome(reasons, allowed) == outcome
    assert fitting_rule(reasons, RULES) == rule


def test_what_cannot_be_done_is_not_suggested() -> None:
    assert usual_outcome(["harassment"], [one.value for one in BY_TARGET["person"]]) == ""


@pytest.mark.parametrize(
    "rule", ["Freundlich bleiben.", "Soyez gentils, avec respect.", "Sé amable.", "Com respeito, ou gentileza."]
)
def test_rules_in_other_languages(rule: str) -> None:
    assert fitting_rule(["harassment"], ["Nothing.", rule]) == 2
