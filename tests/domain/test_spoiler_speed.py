"""One decision costs microseconds: a page asks for hundreds."""

from time import perf_counter

import pytest

from forum.domain.progress import Progress
from forum.domain.spoilers import decide
from tests.domain.shows_made_up import through
from tests.domain.tvmaze_catalogue import catalogue_of, instant

SIMPSONS = catalogue_of("the-simpsons")
CALLS = 2000
GENEROUS = 60e-6  # seconds; an idle machine needs a tenth


@pytest.mark.parametrize(
    "reader",
    [
        Progress(),
        Progress(through_id=SIMPSONS.regular[300].id),
        Progress(through_id=SIMPSONS.regular[700].id, ticked=frozenset({SIMPSONS.regular[745].id})),
        Progress(caught_up=True),
    ],
    ids=["stranger", "halfway", "ticked", "caught-up"],
)
def test_a_decision_in_a_show_of_751_episodes(reader: Progress) -> None:
    gates = [through(one.id, show_id=SIMPSONS.show_id) for one in SIMPSONS.regular[::10]]
    catalogues, progress, now = (
        {SIMPSONS.show_id: SIMPSONS},
        {SIMPSONS.show_id: reader},
        instant("2023-09-15T00:00:00Z"),
    )
    for gate in gates:
        decide(gate, catalogues, progress, None, now)
    begun = perf_counter()
    for turn in range(CALLS):
        decide(gates[turn % len(gates)], catalogues, progress, None, now)
    assert (perf_counter() - begun) / CALLS < GENEROUS
