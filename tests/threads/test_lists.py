"""Lists of threads: what stands in them, for whom, and what they cost."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from forum.domain.errors import Denied, Missing
from forum.domain.people import Reader
from forum.groups.queries import group_head
from forum.infra.clock import SetClock
from forum.infra.db import db, transaction
from forum.shows.models import ProgressMark
from forum.threads.actions import enter_thread, mark_read
from forum.threads.models import ReadMark
from forum.threads.queries import ThreadFilters, ThreadList, my_threads, thread_list
from tests.factories.accounts import person, signed_in
from tests.factories.groups import follows, gate, group, hidden_group, member, show, thread, weekly

DAY = timedelta(days=1)
CANARY = "The butler did it"
ALL = ThreadFilters()


def listed(reader: Reader, clock: SetClock, filters: ThreadFilters = ALL, page: int = 1) -> ThreadList:
    return thread_list(reader, "binge-club", filters, page, clock.instant)


def has_seen(reader: Reader, show_id: int, episode_id: int, clock: SetClock) -> None:
    with transaction():
        mark = ProgressMark(person_id=reader.id, show_id=show_id, through_id=episode_id, updated_at=clock.instant)
        db.session.add(mark)


@pytest.mark.usefixtures("app")
def test_pinned_first_then_by_activity(clock: SetClock) -> None:
    ann = person("ann")
    group_id = group(ann)
    old = thread(group_id, ann, "Old", active_at=clock.instant - 3 * DAY)
    new = thread(group_id, ann, "New", active_at=clock.instant - DAY)
    pinned = thread(group_id, ann, "Pinned", active_at=clock.instant - 9 * DAY, pinned_at=clock.instant)
    assert [card.id for card in listed(ann, clock).threads] == [pinned, new, old]
    assert [card.pinned for card in listed(ann, clock).threads] == [True, False, False]


@pytest.mark.usefixtures("app")
def test_filters_by_kind_and_show(clock: SetClock) -> None:
    ann = person("ann")
    group_id = group(ann)
    show_id, episodes = show(releases=[weekly(clock.instant - 90 * DAY, 3)])
    follows(group_id, show_id, ann)
    theory = thread(group_id, ann, "A", about=gate(show_id, episodes[0]))
    question = thread(group_id, ann, "B", kind="question")
    assert [card.id for card in listed(ann, clock, ThreadFilters(kind="question")).threads] == [question]
    assert [card.id for card in listed(ann, clock, ThreadFilters(show="the-lighthouse")).threads] == [theory]
    assert listed(ann, clock, ThreadFilters(show="no-such-show")).threads == ()
    assert len(listed(ann, clock, ThreadFilters(kind="nonsense")).threads) == 2
    assert listed(ann, clock).shows == (("the-lighthouse", "The Lighthouse"),)


@pytest.mark.usefixtures("app")
def test_a_members_title_is_for_those_who_may_read_on(clock: SetClock) -> None:
    ann, behind, ahead = person("ann"), person("behind-1"), person("ahead-1")
    group_id = group(ann)
    show_id, episodes = show(releases=[weekly(clock.instant - 90 * DAY, 3)])
    thread(group_id, ann, CANARY, about=gate(show_id, episodes[2]), post_count=7, last_position=7,
           last_post_at=clock.instant, last_post_by_id=ann.id)  # fmt: skip  # rows of a table
    has_seen(ahead, show_id, episodes[2], clock)
    has_seen(behind, show_id, episodes[1], clock)
    for reader in (ahead, ann):
        (card,) = listed(reader, clock).threads
        assert (card.title, card.post_count, card.unread, card.is_title_shown) == (CANARY, 7, 7, True)
        assert card.last_author is not None
    for reader in (behind, Reader.stranger()):
        (card,) = listed(reader, clock).threads
        assert (card.title, card.outcome, card.is_title_shown) == ("A theory about S01E03", "click", False)
        assert (card.post_count, card.unread, card.last_post_at, card.last_author) == (None, 0, None, None)
        assert CANARY not in repr(card)


@pytest.mark.usefixtures("app")
def test_who_enters_sees_the_title_until_the_gate_rises(clock: SetClock) -> None:
    ann, ben = person("ann"), person("ben")
    group_id = group(ann)
    show_id, episodes = show(releases=[weekly(clock.instant - 90 * DAY, 3)])
    thread_id = thread(group_id, ann, CANARY, about=gate(show_id, episodes[1]), post_count=3, last_position=3)
    enter_thread(ben, thread_id, clock.instant)
    assert listed(ben, clock).threads[0].title == CANARY
    from forum.threads.models import Thread

    db.session.get_one(Thread, thread_id).gate = gate(show_id, episodes[2]).to_json()
    db.session.commit()
    assert listed(ben, clock).threads[0].title == "A theory about S01E03"


@pytest.mark.usefixtures("app")
def test_nobody_enters_what_is_not_out(clock: SetClock) -> None:
    ann, ben = person("ann"), person("ben")
    group_id = group(ann)
    show_id, episodes = show(releases=[[clock.instant + DAY]])
    thread_id = thread(group_id, ann, CANARY, about=gate(show_id, episodes[0]))
    with pytest.raises(Denied) as refused:
        enter_thread(ben, thread_id, clock.instant)
    assert refused.value.reason == "not-open-yet"
    with pytest.raises(Denied):
        enter_thread(Reader.stranger(), thread_id, clock.instant)
    assert listed(ben, clock).threads[0].title == "A theory about S01E01"


@pytest.mark.usefixtures("app")
def test_unread_counts_from_the_last_place_read(clock: SetClock) -> None:
    ann, ben = person("ann"), person("ben")
    group_id = group(ann)
    thread_id = thread(group_id, ann, "Talk", kind="open", post_count=45, last_position=45)
    assert listed(ben, clock).threads[0].unread == 45
    assert listed(ben, clock).threads[0].first_unread_url == f"/t/{thread_id}#unread"
    mark_read(ben, thread_id, 40, clock.instant)
    mark_read(ben, thread_id, 20, clock.instant)
    (card,) = listed(ben, clock).threads
    assert (card.unread, card.first_unread_url) == (5, f"/t/{thread_id}?page=3#unread")
    mark_read(ben, thread_id, 45, clock.instant)
    assert (listed(ben, clock).threads[0].unread, listed(ben, clock).threads[0].first_unread_url) == (0, None)
    assert listed(Reader.stranger(), clock).threads[0].unread == 0
    mark_read(Reader.stranger(), thread_id, 45, clock.instant)
    assert db.session.query(ReadMark).count() == 1


@pytest.mark.usefixtures("app")
def test_a_slipped_thread_stays_in_the_list_and_says_when(clock: SetClock) -> None:
    ann = person("ann")
    group_id = group(ann)
    show_id, (first, second) = show(releases=[[clock.instant + DAY, clock.instant + 8 * DAY]])
    about = gate(show_id, first)
    slipped = thread(
        group_id,
        None,
        "",
        about=about,
        kind="episode",
        episode_id=first,
        season=1,
        opens_at=clock.instant + DAY,
        opened_at=None,
        slipped_at=clock.instant,
        post_count=4,
    )
    thread(group_id, None, "", about=gate(show_id, second), kind="episode", episode_id=second, season=1,
           opens_at=clock.instant + 8 * DAY, opened_at=None)  # fmt: skip  # rows of a table
    (card,) = listed(ann, clock).threads
    assert (card.id, card.is_open, card.opens_at, card.post_count) == (slipped, False, clock.instant + DAY, None)
    assert card.title == "S01E01"


@pytest.mark.usefixtures("app")
def test_outsiders_of_a_closed_group_get_the_head_alone(clock: SetClock) -> None:
    ann = person("ann")
    group_id = group(ann, joining="request")
    thread(group_id, ann, CANARY)
    page = listed(Reader.stranger(), clock)
    assert (page.threads, page.group.may["read"]) == ((), False)
    hidden_group(ann)
    with pytest.raises(Missing):
        thread_list(Reader.stranger(), "attic", ThreadFilters(), 1, clock.instant)


@pytest.mark.usefixtures("app")
def test_the_first_page_knows_my_groups_alone(clock: SetClock) -> None:
    ann, ben = person("ann"), person("ben")
    mine = thread(group(ann), ann, "Mine")
    thread(group(ben, "other-group"), ben, "Not mine")
    assert [card.id for card in my_threads(ann, clock.instant)] == [mine]
    assert my_threads(Reader.stranger(), clock.instant) == ()


@pytest.mark.usefixtures("app")
def test_sensitive_topics_are_marked(clock: SetClock) -> None:
    ann = person("ann")
    group_id = group(ann)
    thread(group_id, ann, "Plain")
    assert not listed(ann, clock).threads[0].sensitive
    thread(group_id, ann, "Hard", topics=["suicide"])
    assert [(card.title, card.sensitive) for card in listed(ann, clock).threads] == [("Plain", False), ("Hard", True)]


@pytest.mark.parametrize("rows", [1, 3, 30])
def test_a_list_costs_the_same_whatever_its_size(
    app: Flask, clock: SetClock, statements: Callable[[], Any], rows: int
) -> None:
    ann, ben = person("ann"), person("ben")
    group_id = group(ann)
    member(group_id, ben)
    shows = [show(f"show-{n}", [weekly(clock.instant - 90 * DAY, 3)]) for n in range(min(rows, 5))]
    for n in range(rows):
        show_id, episodes = shows[n % len(shows)]
        about = gate(show_id, episodes[n % 3])
        thread(group_id, ann, f"Theory {n}", about=about, last_post_by_id=ann.id, post_count=1, last_position=1)
    for show_id, _ in shows:
        follows(group_id, show_id, ann)
    for reader in (ben, Reader.stranger()):
        listed(reader, clock)
        db.session.rollback()
        with statements() as seen:
            assert len(listed(reader, clock).threads) == rows
        assert len(seen) == (4 if reader.is_stranger else 5), seen
    has_seen(ben, shows[0][0], shows[0][1][2], clock)
    with statements() as seen:
        assert len(my_threads(ben, clock.instant, limit=30)) == rows
    assert len(seen) == 4, seen
    with statements() as seen:
        group_head(ben, "binge-club", clock.instant)
    assert len(seen) == 1, seen
    client = signed_in(app, ben)
    client.get("/g/binge-club")
    with statements() as seen:
        page = client.get("/g/binge-club")
    assert (page.status_code, page.text.count("thread-row")) == (200, rows)
    assert len(seen) <= 8, seen


@pytest.mark.usefixtures("app")
def test_pages_of_a_list(clock: SetClock) -> None:
    ann = person("ann")
    group_id = group(ann)
    made = [thread(group_id, ann, str(n), active_at=clock.instant + n * DAY) for n in range(65)]
    pages = [listed(ann, clock, page=n) for n in (1, 2, 3, 4)]
    assert [len(page.threads) for page in pages] == [30, 30, 5, 0]
    assert [page.pages for page in pages[:3]] == [3, 3, 3]
    assert [card.id for page in pages for card in page.threads] == list(reversed(made))
