"""Orders, specials, renumbering and names of a catalogue."""

from datetime import date

import pytest

from forum.domain.episodes import drops
from forum.domain.releases import Interval
from tests.domain.shows_made_up import START, UNDATED, episode, season_of, show, special, weekly
from tests.domain.tvmaze_catalogue import SHOWS, catalogue_of, instant


def test_aired_order_goes_by_season_and_number() -> None:
    listed = show(*season_of(2, season=2), *reversed(season_of(3)))
    assert [one.id for one in listed.episodes] == [101, 102, 103, 201, 202]


def test_specials_stand_by_date_whatever_season_they_are_filed_under() -> None:
    extra = special(9, date(2026, 1, 22), season=7)  # between E02 (19 January) and E03 (26 January)
    undated = episode(None, season=1, id=8, world=UNDATED)
    assert [one.id for one in show(*season_of(3), undated, extra).episodes] == [101, 102, 9, 103, 8]


def test_scope_of_a_special_is_what_came_before_its_date() -> None:
    listed = show(*season_of(4), special(9, date(2026, 1, 26)))
    assert listed.up_to(9) == {9, 101, 102}  # E03 is out on the same date
    assert listed.up_to(103) == {101, 102, 103}


def test_scope_of_an_undated_special_is_everything() -> None:
    listed = show(*season_of(2), episode(None, id=9, world=UNDATED))
    assert listed.up_to(9) == {9, 101, 102}


def test_a_scope_never_loses_what_it_once_covered() -> None:
    moved = episode(2, kept=frozenset({104}))  # once the fourth, renumbered
    listed = show(episode(1), moved, episode(3), episode(4))
    assert listed.up_to(102) == {101, 102, 104}
    assert listed.up_to(103) == {101, 102, 103, 104}
    assert listed.place_bits("aired", 102) == listed.bits((101, 102))  # a reader's place does not grow by it


def test_two_episodes_at_one_instant_stay_two() -> None:
    listed = catalogue_of("mr-robot")
    first, second = listed.find(2, 1), listed.find(2, 2)
    assert first is not None
    assert second is not None
    assert (first.world, first.id == second.id) == (second.world, False)


def test_year_seasons() -> None:
    daily = catalogue_of("the-daily-show-2014-2015")
    hundredth = daily.find(2015, 100)
    assert hundredth is not None
    assert (daily.code(hundredth.id), daily.seasons) == ("S2015E100", (2014, 2015))


def test_dvd_order_of_firefly() -> None:
    firefly = catalogue_of("firefly")
    names = [one.name for one in map(firefly.episode, firefly.orders["dvd"]) if one]
    assert names[:4] == ["Serenity", "The Train Job", "Bushwhacked", "Shindig"]
    assert len(names) == 14
    until_third = firefly.place_bits("dvd", firefly.orders["dvd"][2])
    assert {firefly.code(one) for one in firefly.ids(until_third)} == {"S01E01", "S01E02", "S01E11"}


@pytest.mark.parametrize(("order", "pointer", "seen"), [("vhs", 103, {103}), ("dvd", 101, {101}), ("aired", 9, {9})])
def test_a_pointer_that_means_nothing_stands_for_itself(order: str, pointer: int, seen: set[int]) -> None:
    listed = show(*season_of(3), special(9, date(2026, 1, 26)), orders={"dvd": (103, 102)})
    assert set(listed.ids(listed.place_bits(order, pointer))) == seen


def test_a_place_in_another_order_holds_no_specials_on_the_way() -> None:
    listed = show(*season_of(3), special(9, date(2026, 1, 26)), orders={"dvd": (9, 103, 101)})
    assert set(listed.ids(listed.place_bits("dvd", 101))) == {101, 103}


def test_counting_through_the_seasons() -> None:
    listed = show(*season_of(3), *season_of(2, season=2))
    assert [getattr(listed.absolute(number), "id", None) for number in (0, 1, 4, 5, 6)] == [None, 101, 201, 202, None]


def test_names_of_specials_wait_for_their_release() -> None:
    extra = special(9, date(2026, 2, 1), "The Death of Kate")
    listed = show(*season_of(2), extra)
    assert listed.code(9) == "special: 2026-02-01"
    assert listed.code(9, START) == "special: 2026-02-01"
    assert listed.code(9, instant("2026-02-01T20:00:00Z")) == "special: The Death of Kate"
    assert show(extra, titles_open=True).code(9) == "special: The Death of Kate"
    assert listed.code(77) == ""


def test_the_next_episode_to_watch() -> None:
    listed = show(*season_of(3), special(9, date(2026, 1, 8)))
    assert [getattr(listed.next_after(seen), "id", None) for seen in ((), (101,), (102,), (101, 102, 103))] == [
        101,
        102,
        101,
        None,
    ]


def test_content_notes_add_up() -> None:
    listed = show(
        episode(1, topics=frozenset({"suicide"})),
        episode(2),
        show_topics=frozenset({"grief"}),
        season_topics={1: frozenset({"violence"})},
    )
    assert listed.topics_of(None) == {"grief"}
    assert listed.topics_of(102) == {"grief", "violence"}
    assert listed.topics_of(101) == listed.topics_of(None, 1) == {"grief", "violence", "suicide"}


def test_an_id_is_listed_once() -> None:
    with pytest.raises(ValueError, match="duplicate-episode-id"):
        show(episode(1), episode(1))


def test_a_show_without_episodes() -> None:
    empty = show()
    assert (empty.up_to(1), empty.season(1), empty.next_after(()), empty.ids(0)) == (frozenset(), (), None, ())


@pytest.mark.parametrize("name", SHOWS)
def test_scopes_grow_through_real_shows(name: str) -> None:
    listed = catalogue_of(name)
    larger = 0
    for number, one in enumerate(listed.regular, start=1):
        smaller, larger = larger, listed.scope_bits(one.id)
        assert smaller & ~larger == 0
        assert len(listed.up_to(one.id)) == number


def test_drops_are_three_at_one_instant() -> None:
    same = weekly(1)
    pair = [episode(number, world=weekly(2)) for number in (4, 5)]
    three = [episode(number, world=same) for number in (1, 2, 3)]
    undated = [episode(number, world=UNDATED) for number in (6, 7, 8)]
    assert drops([*three, *pair, *undated]) == (tuple(three),)
    assert drops([*three[:2], episode(9, world=Interval(same.earliest, same.earliest))]) == ()
