"""Scopes as people write them, and what is refused."""

import pytest

from forum.domain.catalogue import Catalogue
from forum.domain.gates import Gate, GateKind
from forum.domain.scopes import (
    ScopeError,
    both,
)
from tests.domain.scoped_shows import BARRY, LOST, read
from tests.domain.shows_made_up import (
    show,
    through,
)


@pytest.mark.parametrize(
    "text",
    ["S02E03", "s2e3", "S02 E03", "s02.e03", "S02-E03", "2x03", "2X3", "season 2 episode 3", "Season 2, Episode 3",
     "series 2 ep 3", "S02Ep03", "  S02E03 ", "up to S02E03", "through S02E03", "spoilers for 2x03", "Ｓ０２Ｅ０３"],
)  # fmt: skip  # rows of a table
def test_one_episode(text: str) -> None:
    assert read(text) == through(203)


@pytest.mark.parametrize(
    "text",
    ["S02E03-E05", "S02E03-05", "S02E03 – E05", "S02E03-S02E05", "2x03-05", "2x03-2x05", "S02E03 to E05",
     "season 2 episodes 3-5", "S02E03E05"],
)  # fmt: skip  # rows of a table
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
