"""One decision runs some hundred lines of code, however many episodes a show has: a page asks for hundreds."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType
from typing import Any

import pytest

from forum.domain.catalogue import Catalogue
from forum.domain.progress import Progress
from forum.domain.spoilers import decide
from tests.domain.shows_made_up import through
from tests.domain.tvmaze_catalogue import catalogue_of, instant

LONG = catalogue_of("the-simpsons")

READERS: dict[str, Callable[[Catalogue], Progress]] = {
    "stranger": lambda _show: Progress(),
    "halfway": lambda show: Progress(through_id=middle(show).id),
    "ticked": lambda show: Progress(through_id=middle(show).id, ticked=frozenset({show.regular[-1].id})),
    "caught up": lambda _show: Progress(caught_up=True),
}


def middle(show: Catalogue) -> Any:
    return show.regular[len(show.regular) // 2]


def lines_run(act: Callable[[], object]) -> int:
    """How many lines of the forum ran, those of loops each time.

    Only the forum's: what the garbage collector calls in the middle belongs to whoever left the garbage.
    """
    count = 0

    def note(frame: FrameType, event: str, _arg: object) -> Any:
        nonlocal count
        if not frame.f_globals.get("__name__", "").startswith("forum."):
            return None
        count += event == "line"
        return note

    before = sys.gettrace()
    sys.settrace(note)
    try:
        act()
    finally:
        sys.settrace(before)
    return count


def dearest(show: Catalogue, reader: Progress) -> int:
    catalogues, progress, now = {show.show_id: show}, {show.show_id: reader}, instant("2023-09-15T00:00:00Z")
    gates = [through(one.id, show_id=show.show_id) for one in show.regular]

    def answer(gate: Any) -> Callable[[], object]:
        return lambda: decide(gate, catalogues, progress, None, now)

    for gate in gates:
        answer(gate)()  # what a catalogue works out once is no part of a decision
    return max(lines_run(answer(gate)) for gate in gates)


@pytest.mark.parametrize("name", READERS)
def test_a_decision_in_a_show_of_751_episodes_looks_through_none_of_them(name: str) -> None:
    assert len(LONG.regular) > 700
    assert dearest(LONG, READERS[name](LONG)) < 200
