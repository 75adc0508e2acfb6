"""Threads open by the calendar: once, late rather than never, and they close again when a date moves."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from forum.domain.errors import Denied, Missing
from forum.domain.people import Reader
from forum.groups.actions import follow_show, unfollow_show
from forum.infra import jobs
from forum.infra.clock import SetClock
from forum.infra.db import db, transaction
from forum.rendering.document import Document
from forum.shows.models import Episode, Show
from forum.threads.actions import open_episode_thread
from forum.threads.jobs import open_due_threads
from forum.threads.models import Thread, ThreadEvent
from forum.threads.queries import thread_facts
from tests.factories.accounts import person, signed_in
from tests.factories.groups import follows, group, hidden_group, put_date, show, weekly
from tests.factories.posts import post
from tests.factories.posts import row as stored_post

pytestmark = pytest.mark.usefixtures("app")

SECOND = timedelta(seconds=1)
DAY = timedelta(days=1)


def threads(**columns: object) -> list[Thread]:
    db.session.rollback()
    return list(db.session.scalars(select(Thread).filter_by(**columns).order_by(Thread.opens_at, Thread.id)))


def announced(name: str) -> list[dict[str, object]]:
    rows = select(jobs.Outbox.payload).where(jobs.Outbox.name == name).order_by(jobs.Outbox.id)
    return list(db.session.scalars(rows))


def changed(show_id: int, now: datetime) -> None:
    with transaction():
        jobs.announce("episode.changed", show_id=show_id)
    jobs.drain(now)


def test_a_thread_is_made_ahead_and_opens_at_its_instant(clock: SetClock) -> None:
    ann = person("ann")
    group_id = group(ann)
    at = clock.instant + 10 * DAY
    show_id, (episode,) = show(releases=[[at]])
    follows(group_id, show_id, ann)
    open_due_threads(clock.instant)
    (row,) = threads()
    assert (row.kind, row.episode_id, row.opens_at, row.opened_at) == ("episode", episode, at, None)
    assert not thread_facts(ann, row.id, at - SECOND).open
    open_due_threads(at - SECOND)
    assert announced("thread.opened") == []
    open_due_threads(at)
    (row,) = threads()
    assert row.opened_at == at
    assert thread_facts(ann, row.id, at).open
    assert announced("thread.opened") == [{"thread_id": row.id, "group_id": group_id}]


def test_twice_is_the_same_as_once(clock: SetClock) -> None:
    ann = person("ann")
    group_id = group(ann)
    show_id, _ = show(releases=[weekly(clock.instant + DAY, 2)])
    follows(group_id, show_id, ann)
    for _ in range(3):
        open_due_threads(clock.instant + 2 * DAY)
    assert len(threads()) == 2
    assert len(announced("thread.opened")) == 1


def test_the_door_does_not_wait_for_the_worker(clock: SetClock) -> None:
    ann = person("ann")
    group_id = group(ann)
    show_id, _ = show(releases=[[clock.instant + DAY]])
    follows(group_id, show_id, ann)
    open_due_threads(clock.instant)
    (row,) = threads()
    assert thread_facts(ann, row.id, clock.instant + DAY).open


def test_an_opening_missed_while_the_worker_was_away_is_made_up_for(clock: SetClock) -> None:
    ann = person("ann")
    group_id = group(ann)
    show_id, _ = show(releases=[weekly(clock.instant + DAY, 4)])
    follows(group_id, show_id, ann)
    open_due_threads(clock.instant + 30 * DAY)
    assert [row.opened_at for row in threads()] == [clock.instant + 30 * DAY] * 4
    assert len(announced("thread.opened")) == 4


def test_beyond_the_horizon_nothing_is_made(clock: SetClock) -> None:
    ann = person("ann")
    group_id = group(ann)
    show_id, _ = show(releases=[[clock.instant + 15 * DAY, None]])
    follows(group_id, show_id, ann)
    open_due_threads(clock.instant)
    assert threads() == []


def test_a_season_drop_has_a_thread_for_each_episode_and_a_hub(clock: SetClock) -> None:
    ann = person("ann")
    group_id = group(ann)
    at = clock.instant + DAY
    show_id, episodes = show(releases=[[at] * 4])
    follows(group_id, show_id, ann)
    open_due_threads(at)
    assert [row.episode_id for row in threads(kind="episode")] == episodes
    (hub,) = threads(kind="season")
    assert (hub.season, hub.hub_first_id, hub.opened_at) == (1, episodes[0], at)
    assert hub.gate == {
        "kind": "through",
        "show": show_id,
        "ceiling": episodes[3],
        "span": "season",
        "first": episodes[0],
    }


def test_two_in_one_night_are_no_drop(clock: SetClock) -> None:
    ann = person("ann")
    group_id = group(ann)
    show_id, _ = show(releases=[[clock.instant + DAY] * 2])
    follows(group_id, show_id, ann)
    open_due_threads(clock.instant)
    assert [row.kind for row in threads()] == ["episode", "episode"]


def test_a_split_season_has_a_hub_for_each_part(clock: SetClock) -> None:
    ann = person("ann")
    group_id = group(ann)
    show_id, episodes = show(releases=[[clock.instant + DAY] * 3 + [clock.instant + 8 * DAY] * 3])
    follows(group_id, show_id, ann)
    open_due_threads(clock.instant)
    hubs = threads(kind="season")
    assert [(hub.hub_first_id, (hub.gate or {})["ceiling"]) for hub in hubs] == [
        (episodes[0], episodes[2]),
        (episodes[3], episodes[5]),
    ]


def test_a_hub_leads_to_the_threads_of_its_own_episodes(app: Flask, clock: SetClock) -> None:
    """Of a split season to those of its part; not to one that is still to open."""
    ann = person("ann")
    group_id = group(ann)
    first, second = clock.instant + DAY, clock.instant + 8 * DAY
    show_id, episodes = show(releases=[[first] * 3 + [second] * 3])
    follows(group_id, show_id, ann)
    open_due_threads(clock.instant)
    hubs, own = threads(kind="season"), {row.episode_id: row.id for row in threads(kind="episode")}

    def led_to(thread_id: int) -> list[tuple[str, str]]:
        page = signed_in(app, ann).get(f"/t/{thread_id}").text
        return re.findall(r'<li><a href="/t/(\d+)">(S01E\d\d)</a></li>', page)

    clock.instant = first
    open_due_threads(first)
    assert led_to(hubs[0].id) == [(str(own[one]), f"S01E0{n}") for n, one in enumerate(episodes[:3], 1)]
    assert led_to(hubs[1].id) == []
    clock.instant = second
    open_due_threads(second)
    assert led_to(hubs[1].id) == [(str(own[one]), f"S01E0{n}") for n, one in enumerate(episodes[3:], 4)]
    assert led_to(own[episodes[0]]) == []


def test_following_brings_the_last_two_weeks_and_tells_nobody(clock: SetClock) -> None:
    ann = person("ann")
    group_id = group(ann)
    _, episodes = show(releases=[weekly(clock.instant - 50 * DAY, 8)])
    follow_show(ann, group_id, "the-lighthouse", clock.instant)
    follow_show(ann, group_id, "the-lighthouse", clock.instant)
    jobs.drain(clock.instant)
    assert [row.episode_id for row in threads()] == episodes[-2:]
    assert all(row.opened_at == row.opens_at for row in threads())
    assert announced("thread.opened") == []


def test_following_an_ended_show_brings_its_beginning_and_its_end(clock: SetClock) -> None:
    ann = person("ann")
    group_id = group(ann)
    _, episodes = show(releases=[weekly(clock.instant - 500 * DAY, 8)])
    follow_show(ann, group_id, "the-lighthouse", clock.instant)
    jobs.drain(clock.instant)
    assert [row.episode_id for row in threads()] == [episodes[0], episodes[-1]]
    unfollow_show(ann, group_id, "the-lighthouse", clock.instant)
    open_due_threads(clock.instant)
    assert len(threads()) == 2


def test_a_past_thread_is_opened_by_one_click_and_only_once(clock: SetClock) -> None:
    ann = person("ann")
    group_id = group(ann)
    show_id, episodes = show(releases=[weekly(clock.instant - 500 * DAY, 8)])
    with pytest.raises(Missing):
        open_episode_thread(ann, group_id, episodes[3], clock.instant)
    follows(group_id, show_id, ann)
    first = open_episode_thread(ann, group_id, episodes[3], clock.instant)
    assert open_episode_thread(ann, group_id, episodes[3], clock.instant) == first
    assert thread_facts(ann, first, clock.instant).open
    assert len(threads()) == 1
    with pytest.raises(Missing):
        open_episode_thread(ann, group_id, 10**12, clock.instant)


def test_nobody_opens_a_thread_before_its_episode(clock: SetClock) -> None:
    ann, ben = person("ann"), person("ben")
    group_id = group(ann)
    show_id, (coming, undated) = show(releases=[[clock.instant + DAY, None]])
    follows(group_id, show_id, ann)
    for episode in (coming, undated):
        with pytest.raises(Denied) as refused:
            open_episode_thread(ann, group_id, episode, clock.instant)
        assert refused.value.reason == "not-open-yet"
    with pytest.raises(Denied) as outside:
        open_episode_thread(ben, group_id, coming, clock.instant + DAY)
    assert outside.value.reason == "members-only"
    with pytest.raises(Missing):
        open_episode_thread(ben, hidden_group(ann), coming, clock.instant + DAY)


def test_a_later_date_before_opening_only_opens_later(clock: SetClock) -> None:
    ann = person("ann")
    group_id = group(ann)
    show_id, (episode,) = show(releases=[[clock.instant + DAY]])
    follows(group_id, show_id, ann)
    open_due_threads(clock.instant)
    put_date(episode, clock.instant + 3 * DAY)
    changed(show_id, clock.instant)
    (row,) = threads()
    assert (row.opens_at, row.slipped_at) == (clock.instant + 3 * DAY, None)
    open_due_threads(clock.instant + DAY)
    assert announced("thread.opened") == []


def test_a_slip_closes_the_thread_keeps_its_posts_and_tells_once(clock: SetClock) -> None:
    ann = person("ann")
    group_id = group(ann)
    show_id, (episode,) = show(releases=[[clock.instant + DAY]])
    follows(group_id, show_id, ann)
    opened = clock.instant + DAY
    open_due_threads(opened)
    (row,) = threads()
    row.post_count = row.last_position = 5
    db.session.commit()
    put_date(episode, opened + 7 * DAY)
    assert not thread_facts(ann, row.id, opened).open  # at once, before the worker has heard of it
    for _ in range(2):
        changed(show_id, opened)
    (row,) = threads()
    assert (row.slipped_at, row.opened_at, row.post_count) == (opened, None, 5)
    assert len(announced("thread.slipped")) == 1
    for _ in range(2):
        open_due_threads(opened + 7 * DAY)
    (row,) = threads()
    assert (row.slipped_at, row.opened_at) == (None, opened + 7 * DAY)
    events = db.session.scalars(select(ThreadEvent.what).order_by(ThreadEvent.id)).all()
    assert (events, row.event_count) == (["slipped", "reopened"], 2)
    assert len(announced("thread.opened")) == 2


def test_a_withdrawn_date_closes_without_a_new_one(clock: SetClock) -> None:
    ann = person("ann")
    group_id = group(ann)
    show_id, (episode,) = show(releases=[[clock.instant + DAY]])
    follows(group_id, show_id, ann)
    open_due_threads(clock.instant + DAY)
    put_date(episode, None)
    changed(show_id, clock.instant + DAY)
    (row,) = threads()
    assert (row.opens_at, row.slipped_at) == (None, clock.instant + DAY)


def test_an_earlier_date_opens_at_once(clock: SetClock) -> None:
    ann = person("ann")
    group_id = group(ann)
    show_id, (episode,) = show(releases=[[clock.instant + 5 * DAY]])
    follows(group_id, show_id, ann)
    open_due_threads(clock.instant)
    put_date(episode, clock.instant)
    changed(show_id, clock.instant)
    (row,) = threads()
    assert row.opened_at == clock.instant


def test_one_group_and_episode_have_one_thread(clock: SetClock) -> None:
    """The database itself keeps the promise."""
    from sqlalchemy.exc import IntegrityError

    ann = person("ann")
    group_id = group(ann)
    show_id, (episode,) = show(releases=[[clock.instant - DAY]])
    follows(group_id, show_id, ann)
    open_episode_thread(ann, group_id, episode, clock.instant)
    with pytest.raises(IntegrityError), transaction():
        db.session.add(
            Thread(
                group_id=group_id,
                kind="episode",
                show_id=show_id,
                episode_id=episode,
                created_at=clock.instant,
                active_at=clock.instant,
            )
        )
    assert db.session.scalar(select(func.count()).select_from(Thread)) == 1


def test_a_hidden_thread_is_missing_for_outsiders(clock: SetClock) -> None:
    ann, ben = person("ann"), person("ben")
    group_id = hidden_group(ann)
    show_id, (episode,) = show(releases=[[clock.instant - DAY]])
    follows(group_id, show_id, ann)
    thread_id = open_episode_thread(ann, group_id, episode, clock.instant)
    assert thread_facts(ann, thread_id, clock.instant).id == thread_id
    for reader in (ben, Reader.stranger()):
        with pytest.raises(Missing):
            thread_facts(reader, thread_id, clock.instant)


def test_a_drop_that_grows_covers_what_was_said_in_its_hub(clock: SetClock) -> None:
    """A later import says that one more episode came with the drop: hub and texts are about it too, and never less."""
    ann = person("ann")
    group_id = group(ann)
    at = clock.instant + DAY
    show_id, episodes = show(releases=[[at, at, at, at + 7 * DAY]])
    follows(group_id, show_id, ann)
    open_due_threads(at)
    clock.set(at)
    hub = threads(kind="season")[0].id
    post_id = post(ann, hub, "All in one night.")
    assert covers_up_to(post_id) == episodes[2]
    put_date(episodes[3], at)
    changed(show_id, at)
    assert len(announced("thread.regated")) == 1
    assert (threads(id=hub)[0].gate or {})["ceiling"] == episodes[3]
    assert covers_up_to(post_id) == episodes[3]
    put_date(episodes[3], at + 7 * DAY)
    changed(show_id, at)
    assert covers_up_to(post_id) == episodes[3]
    assert len(announced("thread.regated")) == 1


def test_an_episode_that_turns_out_to_be_a_special_closes_its_thread_as_one(clock: SetClock) -> None:
    ann = person("ann")
    group_id = group(ann)
    at = clock.instant + DAY
    show_id, episodes = show(releases=[[at]])
    follows(group_id, show_id, ann)
    open_due_threads(at)
    with transaction():
        db.session.get_one(Episode, episodes[0]).number = None
        db.session.get_one(Show, show_id).touch()
    changed(show_id, at)
    (row,) = threads()
    assert row.gate == {"kind": "through", "show": show_id, "ceiling": episodes[0], "span": "special"}
    assert len(announced("thread.regated")) == 1


def covers_up_to(post_id: int) -> int | None:
    """The episode that one must have seen for every word of a post."""
    (gate,) = Document.from_json(stored_post(post_id).document).gates()
    return gate.ceiling_id
