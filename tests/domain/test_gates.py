"""Gates are compared, stored and found again."""

import pytest

from forum.domain.gates import Gate, GateKind, book_optin
from forum.domain.scopes import (
    ScopeError,
    both,
    covers,
    episode_gate,
    highest,
)
from tests.domain.scoped_shows import BARRY, KNOWN, LOST, read
from tests.domain.shows_made_up import (
    season_of,
    show,
    through,
)


@pytest.mark.parametrize(
    ("a", "b", "is_covered"),
    [
        (through(203), through(102), True),
        (through(102), through(203), False),
        (through(203), through(203, span="series"), True),
        (through(203), through(103, kind=GateKind.ONLY), True),
        (through(203, kind=GateKind.ONLY), through(203), False),
        (through(203), through(9, span="special"), False),
        (through(9, span="special"), through(101), True),
        (through(203), through(102, 2), False),
        (through(203), through(102, kind=GateKind.LEAK), False),
        (through(203, kind=GateKind.LEAK), through(102, kind=GateKind.LEAK), True),
        (through(None, span="series"), through(203), False),
        (through(203), through(None, span="series"), False),
        (through(None, kind=GateKind.PROMO), through(None, kind=GateKind.PROMO), True),
        (through(None, kind=GateKind.BOOK, work="It"), through(None, kind=GateKind.BOOK, work="It through ch 3"), True),
        (
            through(None, kind=GateKind.BOOK, work="It through ch 3"),
            through(None, kind=GateKind.BOOK, work="It"),
            False,
        ),
        (both(through(203), through(102, 2)), through(101, 2), True),
        (through(203), both(through(102), through(102, 2)), False),
    ],
)
def test_covers(a: Gate, b: Gate, is_covered: bool) -> None:
    assert covers(a, b, KNOWN) == is_covered


def test_of_a_show_that_is_not_known_nothing_covers_but_the_same() -> None:
    assert covers(through(203), through(203), {})
    assert not covers(through(203), through(102), {})


def test_highest() -> None:
    assert highest(through(203), through(102), KNOWN) == highest(through(102), through(203), KNOWN) == through(203)
    assert highest(through(203), through(102, 2), KNOWN) == both(through(203), through(102, 2))
    assert highest(both(through(203), through(102, 2)), through(204), KNOWN).show_ids() == {1, 2}
    assert highest(through(203), through(9, span="special"), KNOWN) == both(through(203), through(9, span="special"))


GATES = [
    through(203),
    through(204),
    through(203, span="season"),
    through(205, span="range", first_id=203),
    through(205, span="range", first_id=204),
    through(203, kind=GateKind.ONLY),
    through(203, kind=GateKind.LEAK),
    through(None, span="series"),
    through(None, kind=GateKind.PROMO, span="work"),
    through(None, kind=GateKind.BOOK, span="work", work="Ærlig + talt"),
    through(None, kind=GateKind.BOOK, span="work", work="It"),
    through(None, kind=GateKind.BOOK, span="work", work="It", chapter=3),
    through(None, kind=GateKind.BOOK, span="work", work="It", chapter=5),
    both(through(203), through(102, 2)),
    both(through(102, 2), through(203)),
]


@pytest.mark.parametrize("gate", GATES)
def test_gates_are_stored_and_found_again(gate: Gate) -> None:
    assert Gate.from_json(gate.to_json()) == gate


def test_what_is_empty_is_not_stored() -> None:
    assert through(203).to_json() == {"kind": "through", "show": 1, "ceiling": 203, "span": "episode"}


def test_a_key_is_the_one_that_reveals_were_kept_under() -> None:
    """Reveals are stored by key: another spelling would close what readers have opened."""
    assert through(203).key == "through.1.203.episode"
    assert through(None, kind=GateKind.PROMO, span="work").key == "promo.1.-.work"
    book = through(None, kind=GateKind.BOOK, span="work", work="It", chapter=3)
    assert book.key == "book.1.-.work.w555c7b8b3856c5f4.c3"


def test_keys_differ_and_are_plain() -> None:
    keys = {gate.key for gate in GATES}
    assert len(keys) == len(GATES)
    assert all(key.isascii() and ":" not in key and " " not in key for key in keys)


@pytest.mark.parametrize(
    "stored", [{}, {"kind": "peek", "show": 1, "span": "season"}, {"kind": "only", "show": 1, "span": "x"}]
)
def test_damaged_gates_are_refused(stored: dict[str, object]) -> None:
    with pytest.raises((ValueError, KeyError)):
        Gate.from_json(stored)


def test_one_optin_serves_every_chapter() -> None:
    assert book_optin("It through chapter 5") == book_optin(" IT ") == "book:it"
    assert book_optin("Walking through walls") == "book:walking through walls"


def test_where_no_book_is_listed_its_name_is_not_kept() -> None:
    assert read("book:She Dies", LOST) == read("book", LOST) == through(None, 2, kind=GateKind.BOOK, span="work")


def test_the_only_book_needs_no_name() -> None:
    one = show(*season_of(2), show_id=2, name="Lost", works=("The Hatch",))
    assert read("book", one).work == "The Hatch"


def a_book(work: str | None, chapter: int | None = None) -> Gate:
    return through(None, kind=GateKind.BOOK, span="work", work=work, chapter=chapter)


@pytest.mark.parametrize(
    ("larger", "smaller"),
    [
        (a_book("It"), a_book("It", 5)),
        (a_book("It", 5), a_book("It", 3)),
        (a_book(None), a_book(None, 5)),
        (a_book("It"), a_book("It through chapter 5")),
    ],
)
def test_more_of_a_book_holds_less_of_it(larger: Gate, smaller: Gate) -> None:
    assert (covers(larger, smaller, KNOWN), covers(smaller, larger, KNOWN)) == (True, False)
    assert highest(larger, smaller, KNOWN) == highest(smaller, larger, KNOWN) == larger


@pytest.mark.parametrize("other", [a_book("The Lost World"), a_book(None), a_book(None, 9)])
def test_another_book_is_another_world(other: Gate) -> None:
    assert not covers(a_book("It"), other, KNOWN)
    assert not covers(other, a_book("It"), KNOWN)


def test_an_episodes_own_gate() -> None:
    first, extra = BARRY.episode(101), BARRY.episode(9)
    assert first is not None
    assert extra is not None
    assert (episode_gate(BARRY, first), episode_gate(BARRY, extra)) == (through(101), through(9, span="special"))


def test_endless_repetitions_are_refused() -> None:
    for text in ("S1 " * 66, "only " * 40, "a: " * 66, "S01E01 + " * 22, "special:" * 25, "1x1-" * 50):
        with pytest.raises(ScopeError):
            read(text)
