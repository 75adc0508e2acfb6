"""From an episode to the threads of one's own groups, in one click."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from forum.accounts.queries import person_by_handle, reader_of
from forum.domain.people import Reader
from forum.infra.clock import SetClock
from forum.threads.actions import open_episode_thread
from forum.threads.queries import episode_talk, thread_urls
from tests.factories.accounts import person, signed_in
from tests.factories.groups import follows, group, hidden_group, member, show, weekly

DAY = timedelta(days=1)


@pytest.fixture
def episodes(app: Flask, clock: SetClock) -> list[int]:
    """Ann's club follows a show with two episodes out and one to come; the first has its thread, number 1."""
    ann = person("ann")
    show_id, ids = show(releases=[weekly(clock.instant - 8 * DAY, 3)])
    club = group(ann)
    follows(club, show_id, ann)
    assert open_episode_thread(ann, club, ids[0], clock.instant) == 1
    member(club, person("ben"))
    person("outsider")
    return ids


def reader(handle: str, clock: SetClock) -> Reader:
    return reader_of(person_by_handle(handle).id, clock.instant)


def test_an_episode_page_leads_members_to_their_thread(app: Flask, episodes: list[int], clock: SetClock) -> None:
    browser = signed_in(app, reader("ben", clock))

    assert 'href="/t/1"' in browser.get(f"/episodes/{episodes[0]}").text
    assert 'href="/t/1"' in browser.get("/shows/the-lighthouse").text


def test_outsiders_and_strangers_see_nothing_of_it(app: Flask, episodes: list[int], clock: SetClock) -> None:
    for browser in (app.test_client(), signed_in(app, reader("outsider", clock))):
        for page in (f"/episodes/{episodes[0]}", "/shows/the-lighthouse"):
            text = browser.get(page).text
            assert "S01E01" in text
            assert "/t/1" not in text
            assert "Binge Club" not in text


def test_where_nobody_opened_it_one_click_does(app: Flask, episodes: list[int], clock: SetClock) -> None:
    browser = signed_in(app, reader("ben", clock))
    action = f"/g/binge-club/episodes/{episodes[1]}"

    assert f'action="{action}"' in browser.get(f"/episodes/{episodes[1]}").text
    assert browser.post(action).location == "/t/2"
    assert f'action="{action}"' not in browser.get(f"/episodes/{episodes[1]}").text
    assert 'href="/t/2"' in browser.get(f"/episodes/{episodes[1]}").text


def test_before_its_instant_there_is_nothing_to_open(app: Flask, episodes: list[int], clock: SetClock) -> None:
    ben = reader("ben", clock)
    early, out = episode_talk(ben, episodes[2], clock.instant), episode_talk(ben, episodes[1], clock.instant)

    assert early is not None
    assert out is not None
    assert (early.threads, early.to_open) == ((), ())
    assert [quiet.slug for quiet in out.to_open] == ["binge-club"]
    assert "None of your groups has a thread" in signed_in(app, ben).get(f"/episodes/{episodes[2]}").text


def test_several_groups_give_a_choice(app: Flask, episodes: list[int], clock: SetClock) -> None:
    ann = reader("ann", clock)
    attic = hidden_group(ann)
    follows(attic, 1, ann)
    open_episode_thread(ann, attic, episodes[0], clock.instant)

    assert thread_urls(ann, episodes, clock.instant) == {episodes[0]: f"/episodes/{episodes[0]}#talk"}
    assert thread_urls(reader("ben", clock), episodes, clock.instant) == {episodes[0]: "/t/1"}
    text = signed_in(app, ann).get(f"/episodes/{episodes[0]}").text
    assert (text.count('href="/t/1"'), text.count('href="/t/2"')) == (1, 1)
    assert "Attic" not in signed_in(app, reader("ben", clock)).get(f"/episodes/{episodes[0]}").text


@pytest.mark.parametrize("count", [1, 3, 15])
def test_what_it_costs(app: Flask, clock: SetClock, statements, count: int) -> None:
    ann = person("ann")
    show_id, ids = show(releases=[weekly(clock.instant - 400 * DAY, 30)])
    for number in range(count):
        club = group(ann, f"club-{number}")
        follows(club, show_id, ann)
        open_episode_thread(ann, club, ids[0], clock.instant)
    episode_talk(ann, ids[0], clock.instant)

    with statements() as seen:
        talk = episode_talk(ann, ids[0], clock.instant)
    assert talk is not None
    assert (len(talk.threads), len(seen)) == (count, 4)
    with statements() as seen:
        assert len(thread_urls(ann, ids, clock.instant)) == 1
    assert len(seen) == 1
