"""What people write in a spoiler tag, what it becomes, and what is refused."""

from datetime import date

import pytest

from forum.domain.catalogue import Catalogue
from forum.domain.gates import Gate, GateKind, book_optin
from forum.domain.scopes import (
    ScopeError,
    both,
    covers,
    episode_gate,
    highest,
    label,
    read_scope,
    refrozen,
)
from tests.domain.shows_made_up import (
    START,
    UNDATED,
    WEEK,
    by_id,
    episode,
    season_of,
    show,
    special,
    through,
)
from tests.domain.tvmaze_catalogue import Names, catalogue_of, instant

BARRY = show(
    *season_of(3),
    *season_of(5, season=2),
    special(9, date(2026, 1, 20), "The Day of the Doctor"),
    special(10, date(2026, 1, 8), "Twins"),
    special(11, date(2026, 1, 9), "Twins"),
    show_id=1,
    name="Barry",
    works=("The Lost World", "It"),
)
LOST = show(*season_of(4), show_id=2, name="Lost")
DASHED = show(*season_of(2), show_id=3, name="Star Trek: Discovery")
MURDERS = show(*season_of(2), show_id=4, name="Only Murders in the Building")
PLUS = show(*season_of(2), show_id=5, name="Max + Ruby")
TWENTY_FOUR = show(*season_of(2), show_id=6, name="24")
NAMES = Names(BARRY, LOST, DASHED, MURDERS, PLUS, TWENTY_FOUR)
KNOWN = by_id(BARRY, LOST, DASHED, MURDERS, PLUS, TWENTY_FOUR)
LATER = START + 99 * WEEK


def read(text: str, default: Catalogue | None = BARRY, floor: Gate | None = None) -> Gate:
    return read_scope(text, NAMES, default, LATER, floor)


@pytest.mark.parametrize(
    "text",
    ["S02E03", "s2e3", "S02 E03", "s02.e03", "S02-E03", "2x03", "2X3", "season 2 episode 3", "Season 2, Episode 3",
     "series 2 ep 3", "S02Ep03", "  S02E03 ", "up to S02E03", "through S02E03", "spoilers for 2x03", "Ｓ０２Ｅ０３"],
)  # fmt: skip
def test_one_episode(text: str) -> None:
    assert read(text) == through(203)


@pytest.mark.parametrize(
    "text",
    ["S02E03-E05", "S02E03-05", "S02E03 – E05", "S02E03-S02E05", "2x03-05", "2x03-2x05", "S02E03 to E05",
     "season 2 episodes 3-5", "S02E03E05"],
)  # fmt: skip
def test_a_range_is_everything_through_its_end(text: str) -> None:
    assert read(text) == through(205, span="range", first_id=203)


@pytest.mark.parametrize("text", ["S02", "s2", "season 2", "Series 2", "all of season 2", "S01-S02", "seasons 1-2"])
def test_a_season(text: str) -> None:
    assert read(text) == through(205, span="season")


@pytest.mark.parametrize("text", ["series", "whole series", "The Whole Show", "all seasons", "everything", "all"])
def test_the_series(text: str) -> None:
    assert read(text) == through(205, span="series")


@pytest.mark.parametrize(
    ("text", "gate"),
    [
        ("special:The Day of the Doctor", through(9, span="special")),
        ("special: the day of the doctor!", through(9, span="special")),
        ("special:10", through(10, span="special")),
        ("only:S02E03", through(203, kind=GateKind.ONLY)),
        ("only special:9", through(9, kind=GateKind.ONLY, span="special")),
        ("leak S02E05", through(205, kind=GateKind.LEAK)),
        ("leak: season 2", through(205, kind=GateKind.LEAK, span="season")),
        ("promo", through(None, kind=GateKind.PROMO, span="work")),
        ("book:The Lost World", through(None, kind=GateKind.BOOK, span="work", work="The Lost World")),
        ("novel: the  lost world", through(None, kind=GateKind.BOOK, span="work", work="The Lost World")),
        ("book:It through chapter 5", through(None, kind=GateKind.BOOK, span="work", work="It", chapter=5)),
        ("manga: it, ch. 12", through(None, kind=GateKind.BOOK, span="work", work="It", chapter=12)),
        ("book", through(None, kind=GateKind.BOOK, span="work")),
        ("the book (up to chapter 3)", through(None, kind=GateKind.BOOK, span="work", chapter=3)),
        ("E01", None),
        ("E04", None),
    ],
)
def test_other_kinds(text: str, gate: Gate | None) -> None:
    if gate is None:  # could be the first of season 2 as well
        with pytest.raises(ScopeError, match="ambiguous-episode"):
            read(text)
    else:
        assert read(text) == gate


@pytest.mark.parametrize(("text", "ceiling"), [("E04", 104), ("#4", 104), ("episode 2", 102)])
def test_numbers_counted_through(text: str, ceiling: int) -> None:
    assert read(text, LOST).ceiling_id == ceiling


def test_a_number_beyond_every_season_is_absolute() -> None:
    assert read("E07").ceiling_id == 204


@pytest.mark.parametrize(
    ("text", "show_id", "ceiling"),
    [
        ("Lost S01E02", 2, 102),
        ("lost:S01E02", 2, 102),
        ("LOST: season 1", 2, 104),
        ("Lost, S01E02", 2, 102),
        ("Lost season 1 episode 2", 2, 102),
        ("Star Trek: Discovery S01E02", 3, 102),
        ("Only Murders in the Building S01E02", 4, 102),
        ("Max + Ruby S01E02", 5, 102),
        ("24 S01E02", 6, 102),
        ("Lost only:S01E02", 2, 102),
        ("lost whole series", 2, 104),
    ],
)
@pytest.mark.parametrize("default", [None, BARRY])
def test_a_show_before_the_scope(text: str, show_id: int, ceiling: int, default: Catalogue | None) -> None:
    gate = read(text, default)
    assert (gate.show_id, gate.ceiling_id, gate.also) == (show_id, ceiling, ())


def test_crossovers_ask_for_both() -> None:
    joint = both(through(203), through(102, 2))
    assert read("S02E03 + Lost S01E02") == joint
    assert read("other:Lost S01E02", floor=through(203)) == joint
    assert read("other: lost S01E02") == through(102, 2)
    assert read("S02E03 + S01E01") == through(203)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "unreadable"),
        ("   ", "unreadable"),
        ("the ending", "unreadable"),
        ("S02E", "unreadable"),
        ("S", "unreadable"),
        ("3", "unreadable"),
        ("S02E03 and more", "unreadable"),
        ("x" * 300, "unreadable"),
        ("book:", "unreadable"),
        ("book:" + "she dies " * 10, "unreadable"),
        ("book:She Dies", "unknown-work"),
        ("book:It where she dies", "unknown-work"),
        ("book:It through chapter she-dies", "unknown-work"),
        ("special:", "unreadable"),
        ("only:S02", "unreadable"),
        ("leak promo", "unreadable"),
        ("only only S02", "unreadable"),
        ("S09E99", "unknown-episode"),
        ("S02E03-E99", "unknown-episode"),
        ("S09", "unknown-episode"),
        ("special:Nothing", "unknown-episode"),
        ("special:203", "unknown-episode"),
        ("special:!!!", "unknown-episode"),
        ("special:twins", "ambiguous-episode"),
        ("S02E05-E03", "reversed-range"),
        ("S02-S01", "reversed-range"),
        ("Dallas S01E02", "unknown-show"),
        ("other:Dallas S01E02", "unknown-show"),
        ("other:S01E02", "show-needed"),
        ("Lost S09E01", "unknown-episode"),
        ("S01E01 + Dallas S01E02", "unknown-show"),
    ],
)
def test_refused(text: str, code: str) -> None:
    with pytest.raises(ScopeError) as refused:
        read(text)
    assert refused.value.code == code


def test_refused_without_a_show() -> None:
    with pytest.raises(ScopeError, match="show-needed") as refused:
        read("S02E03", None)
    assert refused.value.text == "S02E03"


@pytest.mark.parametrize("text", ["series", "S01", "S01E01"])
def test_a_show_without_episodes_has_no_scopes(text: str) -> None:
    with pytest.raises(ScopeError, match="unknown-episode"):
        read(text, show())


@pytest.mark.parametrize("text", ["S01E01", "S02E02", "S01", "only:S02E01"])
def test_a_tag_below_the_threads_own_scope(text: str) -> None:
    with pytest.raises(ScopeError, match="lower-than-thread"):
        read(text, floor=through(203))


@pytest.mark.parametrize("text", ["S02E03", "S02E04", "series", "promo", "book:It", "Lost S01E01", "leak S01E01"])
def test_a_tag_at_or_above_the_threads_scope(text: str) -> None:
    assert read(text, floor=through(203)) == read(text)


# -- frozen ceilings


@pytest.mark.parametrize(
    ("show_name", "scope", "written_at", "ceiling"),
    [
        ("stranger-things", "S04", "2022-06-10T00:00:00Z", "S04E07"),
        ("stranger-things", "S04", "2022-07-01T06:59:59Z", "S04E07"),
        ("stranger-things", "S04", "2022-07-01T07:00:00Z", "S04E09"),
        ("stranger-things", "S04", "2022-01-01T00:00:00Z", "S04E09"),
        ("game-of-thrones", "series", "2019-01-01T00:00:00Z", "S07E07"),
        ("game-of-thrones", "series", "2001-01-01T00:00:00Z", "S08E06"),
        ("breaking-bad", "season 5", "2012-10-01T00:00:00Z", "S05E08"),
    ],
)
def test_season_and_series_end_where_they_could_when_written(
    show_name: str, scope: str, written_at: str, ceiling: str
) -> None:
    listed = catalogue_of(show_name)
    gate = read_scope(scope, NAMES, listed, instant(written_at))
    assert gate.ceiling_id is not None
    assert listed.code(gate.ceiling_id) == ceiling


def test_an_edit_never_lowers_a_season() -> None:
    before = read_scope("S02", NAMES, BARRY, START + 14 * WEEK)
    moved = show(*season_of(3), episode(1, 2), episode(2, 2), *(episode(n, 2, world=UNDATED) for n in (3, 4, 5)))
    after = read_scope("S02", NAMES, moved, START + 15 * WEEK)
    assert (before.ceiling_id, after.ceiling_id) == (204, 202)
    assert refrozen(before, after, by_id(moved)) == before
    assert refrozen(after, before, by_id(moved)) == before
    assert refrozen(before, through(101), by_id(moved)) == through(101)  # the author's own lowering
    assert refrozen(before, through(103, span="season"), by_id(moved)) == through(103, span="season")


# -- labels


@pytest.mark.parametrize(
    ("gate", "said"),
    [
        (through(203), "S02E03"),
        (through(205, span="range", first_id=203), "S02E03-E05"),
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


# -- comparing and keeping


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


def test_highest() -> None:
    assert highest(through(203), through(102), KNOWN) == highest(through(102), through(203), KNOWN) == through(203)
    assert highest(through(203), through(102, 2), KNOWN) == both(through(203), through(102, 2))
    assert highest(both(through(203), through(102, 2)), through(204), KNOWN).show_ids() == {1, 2}
    assert highest(through(203), through(9, span="special"), KNOWN) == both(through(203), through(9, span="special"))


GATES = [
    through(203),
    through(203, span="season"),
    through(205, span="range", first_id=203),
    through(205, span="range", first_id=204),
    through(203, kind=GateKind.ONLY),
    through(203, kind=GateKind.LEAK),
    through(None, span="series"),
    through(None, kind=GateKind.PROMO, span="work"),
    through(None, kind=GateKind.BOOK, span="work", work="Ærlig + talt"),
    through(None, kind=GateKind.BOOK, span="work", work="It"),
    both(through(203), through(102, 2)),
    both(through(102, 2), through(203)),
]


@pytest.mark.parametrize("gate", GATES)
def test_gates_are_stored_and_found_again(gate: Gate) -> None:
    assert Gate.from_json(gate.to_json()) == gate


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
