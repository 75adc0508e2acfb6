"""Whom a reported text could still spoil or hurt, counted by hand.

Members: olga, ann, ben, cleo, mona, maxi. Ann wrote the post and has read it; mona has seen two episodes, the others
none.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

from forum.domain.flags import FlagReason
from forum.domain.people import Reader
from forum.domain.priority import HARM, exposed
from forum.infra.db import transaction
from forum.infra.jobs import drain
from forum.moderation import actions
from forum.moderation.actions.ranking import rank
from forum.moderation.forms import FlagForm
from forum.moderation.locking import locked_case
from forum.posts.actions import read_seal, seal_post, unseal_post
from forum.shows.actions import mark_through
from forum.threads.actions.placing import read_through
from tests.factories import accounts, groups, posts
from tests.moderation.conftest import Court, case
from tests.moderation.hearing import SCOPE


def reads(court: Court, who: Reader, position: int = 1) -> None:
    with transaction():
        read_through(who.id or 0, court.thread_id, position, court.now)


def sealed(court: Court, scope: str = SCOPE) -> None:
    gate = read_seal(court.max, court.post_id, scope, court.now)
    seal_post(court.max, court.post_id, gate, "Because.", court.now)
    drain(court.now)


def test_who_has_read_it_is_not_to_be_protected_any_more(court: Court) -> None:
    number = court.flag(court.ben)
    assert case(number).exposure == 5  # all but ann
    reads(court, court.max)
    reads(court, court.mona)
    court.flag(court.cleo)
    assert case(number).exposure == 3  # olga, ben, cleo


def test_a_spoiler_reaches_those_who_have_not_seen_what_it_gives_away(court: Court) -> None:
    number = court.spoiler(court.ben)
    assert case(number).exposure == 4  # olga, ben, cleo, maxi: mona has seen the second episode
    assert case(number).place_at == court.now - exposed_for(4)
    mark_through(court.ben, court.show.regular[1].id, court.now)
    reads(court, court.max)
    court.spoiler(court.cleo)
    assert case(number).exposure == 2  # olga, cleo


def test_two_reporters_name_two_episodes(court: Court) -> None:
    number = court.spoiler(court.ben)
    court.spoiler(court.cleo, "harbour-lights S01E03")
    assert case(number).exposure == 5  # mona has not seen the third


def test_who_named_no_episode_meant_that_of_the_thread(court: Court) -> None:
    about = groups.gate(court.show.show_id, court.show.regular[0].id)
    thread_id = groups.thread(court.group_id, court.ann, "The first one", about=about)
    number = court.flag(court.ben, FlagReason.HINT, posts.post(court.ann, thread_id, "Soon."))
    assert case(number).exposure == 4  # mona has seen the first episode, ann wrote it
    free = court.flag(court.ben, FlagReason.HINT)
    assert case(free).exposure == 5  # a thread about nothing


def test_whoever_is_hurt_counts_whatever_they_have_seen(court: Court) -> None:
    number = court.spoiler(court.ben)
    court.flag(court.cleo)
    assert case(number).exposure == 5


def test_a_curtain_protects_and_lifted_it_does_not(court: Court) -> None:
    number = court.spoiler(court.ben)
    waits = case(number).place_at
    sealed(court)
    assert case(number).exposure == 0  # mona has seen it, the others do not get it
    assert case(number).place_at > waits
    court.flag(court.cleo)
    assert case(number).exposure == 1  # mona reads it unasked
    unseal_post(court.max, court.post_id, "It was none.", court.now)
    drain(court.now)
    assert case(number).exposure == 5


def test_a_lower_curtain_protects_fewer(court: Court) -> None:
    number = court.spoiler(court.ben, "harbour-lights S01E03")
    sealed(court, "harbour-lights S01E01")
    assert case(number).exposure == 1  # mona passes the curtain and has not seen the third


def test_a_profile_reaches_nobody_in_particular(court: Court) -> None:
    form = FlagForm.read({"reason": "harassment"})
    assert case(actions.raise_flag_on(court.ben, "person", court.ann.id or 0, form, court.now)).exposure == 0


def test_the_count_costs_the_same_for_many(
    court: Court, statements: Callable[..., AbstractContextManager[list[str]]]
) -> None:
    number = court.spoiler(court.ben)

    def cost() -> int:
        with transaction():
            held = locked_case(number)
            with statements() as seen:
                rank(held, court.now)
            return len(seen)

    few = cost()
    for n in range(20):
        mark_through(groups.member(court.group_id, accounts.person(f"more{n}")), court.show.regular[0].id, court.now)
    assert cost() == few
    assert case(number).exposure == 24


def exposed_for(readers: int) -> timedelta:
    return timedelta(hours=HARM[FlagReason.SPOILER] + exposed(readers))
