"""What a moderator may read comes first in a queue of any length; what they have not seen comes after all of it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from forum.domain.flags import FlagReason
from forum.domain.people import Reader
from forum.domain.queueing import Spot
from forum.infra import jobs
from forum.infra.db import db, transaction
from forum.infra.directory import directory
from forum.moderation import actions, queries
from forum.moderation.actions.gauging import gauge_rest
from forum.moderation.desk_models import CaseGates
from forum.moderation.models import Case
from forum.posts.actions import seal_post, unseal_post
from forum.presenting.moderation import QueueFilter
from forum.shows import actions as shows_actions
from tests.conftest import counting
from tests.factories import groups, posts
from tests.moderation.conftest import Court, case


def reported(court: Court, count: int, scope: str = "") -> list[int]:
    made = [posts.post(court.ann, court.thread_id, f"{scope or 'plain'} {number}") for number in range(count)]
    if scope:
        return [court.flag(court.ben, FlagReason.SPOILER, one, spoils=scope) for one in made]
    return [court.flag(court.ben, FlagReason.SPAM, one) for one in made]


def walked(court: Court, who: Reader) -> list[int]:
    """All pages of somebody's queue, one after the other."""
    found: list[int] = []
    after = ""
    while True:
        page = queries.open_cases(who, QueueFilter(after=after), court.now)
        found += [row.id for row in page.rows]
        after = page.next
        if not after:
            return found


def test_what_i_have_seen_comes_first_over_all_pages(court: Court) -> None:
    unseen = reported(court, 20, "harbour-lights S01E03")
    seen = reported(court, 25, "harbour-lights S01E02")
    plain = reported(court, 3)
    mine = walked(court, court.mona)
    assert sorted(mine) == sorted([*unseen, *seen, *plain])
    assert set(mine[:28]) == {*seen, *plain}
    assert set(mine[28:]) == set(unseen)
    theirs = walked(court, court.max)
    assert set(theirs[:3]) == set(plain)
    assert len(theirs) == len(set(theirs)) == 48


def test_what_i_see_meanwhile_moves_forward(court: Court) -> None:
    unseen, plain = reported(court, 1, "harbour-lights S01E03"), reported(court, 1)
    assert walked(court, court.mona) == [*plain, *unseen]
    shows_actions.mark_through(court.mona, court.show.regular[2].id, court.now)
    assert set(walked(court, court.mona)[:1]) == set(unseen)


def test_what_i_chose_to_read_waits_like_what_i_have_seen(court: Court) -> None:
    unseen, plain = reported(court, 1, "harbour-lights S01E03"), reported(court, 1)
    actions.read_anyway(court.mona, unseen[0], court.now)
    assert walked(court, court.mona) == [*unseen, *plain]


def test_the_next_case_is_the_next_one_that_i_may_read(court: Court) -> None:
    unseen = reported(court, 1, "harbour-lights S01E03")
    first, second = reported(court, 2)

    def following(number: int) -> int:
        page = queries.case_page(court.mona, number, directory(), court.now)
        return queries.beside_case(court.mona, page, court.now).next_id

    assert [following(one) for one in (first, second, *unseen)] == [second, unseen[0], 0]


def test_what_a_seal_changes_is_followed(court: Court) -> None:
    post_id = posts.post(court.ann, court.thread_id, "Nothing is marked here.")
    number = court.flag(court.ben, FlagReason.SPAM, post_id)
    (plain,) = reported(court, 1)
    assert walked(court, court.mona) == [number, plain]
    seal_post(court.max, post_id, groups.gate(court.show.show_id, court.show.regular[2].id), "It spoils.", court.now)
    jobs.drain(court.now)
    assert walked(court, court.mona) == [plain, number]
    unseal_post(court.max, post_id, "It does not.", court.now)
    jobs.drain(court.now)
    assert walked(court, court.mona) == [number, plain]


def test_cases_of_before_are_looked_at_by_the_worker(court: Court) -> None:
    (number,) = reported(court, 1, "harbour-lights S01E03")
    with transaction():
        case(number).gate_set_id = None
    assert walked(court, court.mona) == [number]
    gauge_rest(court.now)
    assert case(number).gate_set_id is not None


def test_cases_about_the_same_share_what_is_kept(court: Court) -> None:
    reported(court, 3, "harbour-lights S01E03")
    reported(court, 2)
    assert db.session.query(CaseGates).count() == 2
    assert db.session.query(Case.gate_set_id).distinct().count() == 2


@pytest.mark.parametrize("unseen", [False, True])
def test_a_spot_is_read_as_it_was_printed(court: Court, unseen: bool) -> None:
    spot = Spot(court.now + timedelta(microseconds=7), 12, unseen)
    assert Spot.read(str(spot)) == spot
    assert Spot.read(f"{spot}x") is None


def test_the_order_costs_the_same_for_any_number_of_kinds(court: Court) -> None:
    costs = []
    for episode in range(1, 6):
        reported(court, 2, f"harbour-lights S01E0{episode}")
        queries.open_cases(court.mona, QueueFilter(), court.now)
        with counting() as statements:
            queries.open_cases(court.mona, QueueFilter(), court.now)
        costs.append(len(statements))
    assert set(costs) == {8}
