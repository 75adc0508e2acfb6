"""What the machine calls a gate."""

import pytest

from forum.domain.gates import Gate, GateKind
from forum.domain.scopes import (
    both,
    label,
)
from tests.domain.scoped_shows import KNOWN, LATER
from tests.domain.shows_made_up import (
    by_id,
    episode,
    show,
    through,
)


@pytest.mark.parametrize(
    ("gate", "said"),
    [
        (through(203), "S02E03"),
        (through(205, span="range", first_id=203), "S02E03-E05"),
        (through(203, span="range", first_id=203), "S02E03"),
        (through(202, span="range", first_id=103), "S01E03-S02E02"),
        (through(204, span="season"), "season 2 (up to E04)"),
        (through(204, span="series"), "whole series (up to S02E04)"),
        (through(None, span="series"), "whole series"),
        (through(999), "whole series"),
        (through(9, span="special"), "special: 2026-01-20"),
        (through(203, kind=GateKind.ONLY), "only S02E03"),
        (through(203, kind=GateKind.LEAK), "leak of S02E03"),
        (through(None, kind=GateKind.PROMO), "trailers and casting news"),
        (through(None, kind=GateKind.BOOK, work="It"), "book: It"),
        (through(None, kind=GateKind.BOOK, work="It", chapter=5), "book: It (up to chapter 5)"),
        (through(None, kind=GateKind.BOOK), "the book"),
        (through(None, kind=GateKind.BOOK, chapter=5), "the book (up to chapter 5)"),
        (through(None, kind=GateKind.BOOK, work="She dies"), "the book"),
        (through(None, kind=GateKind.BOOK, work="IT through chapter 5"), "book: It"),
        (through(None, show_id=2, kind=GateKind.BOOK, work="It"), "the book"),
        (both(through(203), through(102, 2)), "Barry S02E03 + Lost S01E02"),
        (through(1, show_id=77), "whole series"),
    ],
)
def test_labels(gate: Gate, said: str) -> None:
    assert label(gate, KNOWN) == said


def test_a_label_names_the_show_when_asked() -> None:
    assert label(through(102, 2), KNOWN, show=True) == "Lost S01E02"
    assert label(through(9, span="special"), KNOWN, now=LATER) == "special: The Day of the Doctor"


def test_a_label_follows_the_id() -> None:
    renumbered = show(episode(1), episode(7, id=102))
    assert label(through(102), by_id(renumbered)) == "S01E07"
