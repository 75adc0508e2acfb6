"""Other numbers: scopes never shrink."""

from __future__ import annotations

from datetime import timedelta

from tests.factories.shows import episode_row
from tests.shows.re_import.hands import PAST, WEEK, Rows, at, bring_in, harbour, told


def test_a_scope_keeps_what_it_covered_when_numbers_change(rows: Rows) -> None:
    third, first_of_two = at(1, 3).id, at(2, 1).id
    covered = harbour().up_to(first_of_two)
    rows[2]["season"], rows[2]["number"] = 3, 1

    report = bring_in(rows)

    assert told(report) == [("renumbered", "S01E03")]
    assert third in covered
    assert harbour().up_to(first_of_two) == covered
    assert harbour().code(third) == "S03E01"


def test_swapped_numbers_follow_the_ids(rows: Rows) -> None:
    first, second = at(1, 1).id, at(1, 2).id
    rows[0]["number"], rows[1]["number"] = 2, 1

    bring_in(rows)

    assert (harbour().code(first), harbour().code(second)) == ("S01E02", "S01E01")
    assert harbour().up_to(first) == {first, second}


def test_an_episode_that_becomes_a_special_stays_in_old_scopes(rows: Rows) -> None:
    third, last = at(1, 3).id, at(2, 2).id
    rows[2]["number"], rows[2]["type"] = None, "significant_special"

    bring_in(rows)

    special = harbour().episode(third)
    assert special is not None
    assert special.is_special
    assert third in harbour().up_to(last)


def test_a_new_special_between_two_episodes_moves_nothing(rows: Rows) -> None:
    last = at(2, 2).id
    covered = harbour().up_to(last)

    bring_in([*rows, episode_row(90, 1, None, PAST + WEEK + timedelta(days=2), "A Holiday")])

    assert harbour().up_to(last) == covered
    assert [one.name for one in harbour().episodes][2] == "A Holiday"
