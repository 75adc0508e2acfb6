"""Who may draw the curtain alone: readers whose reports moderators agreed with. Pure."""

from __future__ import annotations

from forum.domain.priority import accuracy

LEAST_DECIDED = 5
LEAST_ACCURACY = 70
WRONG_COUNTS = 2
"""A wrong seal hides words that were fine: it costs more than a wrong report."""


def may_seal(agreed: int, disagreed: int, *, right: int = 0, wrong: int = 0) -> bool:
    """Whether somebody's report of a spoiler seals at once. Shapes: counts of decided reports and of decided seals."""
    if agreed + disagreed < LEAST_DECIDED:
        return False
    return accuracy(agreed + right, disagreed + WRONG_COUNTS * wrong) >= LEAST_ACCURACY
