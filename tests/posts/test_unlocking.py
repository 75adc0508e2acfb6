"""The moment at which something opens: posts that were waiting, what counts as new, and pages that were left open."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from forum.domain.errors import Missing
from forum.domain.people import Reader
from forum.infra import clock as clocks
from forum.infra.clock import SetClock
from forum.infra.directory import directory
from forum.posts import actions, queries
from forum.presenting.posts import ThreadPage
from forum.shows import actions as shows
from tests.factories import accounts, groups, posts
from tests.posts.conftest import Scene


def look(reader: Reader, thread_id: int) -> ThreadPage:
    return queries.thread_page(reader, thread_id, 1, directory(), clocks.now())


def seen(scene: Scene, number: int = 2) -> dict[str, str]:
    return {"verb": "through", "episode_id": str(scene.episodes[number - 1]), "next": f"/t/{scene.thread_id}"}


def test_marking_an_episode_seen_says_what_was_waiting(app: Flask, scene: Scene) -> None:
    said = [posts.post(scene.ann, scene.thread_id, f"Post {n}") for n in range(14)]
    ben = accounts.signed_in(app, scene.ben)
    page = ben.post("/progress", data=seen(scene), follow_redirects=True).text
    title = "S01E02: "
    assert "14 posts were waiting for you in" in page
    assert f'<a href="/t/{scene.thread_id}#p{said[0]}">{title}' in page
    assert page.index("Post 0") < page.index("Post 13")
    assert "waiting for you" not in ben.post("/progress", data=seen(scene), follow_redirects=True).text


def test_only_what_can_be_read_was_waiting(scene: Scene) -> None:
    posts.post(scene.ann, scene.thread_id, "[spoiler S01E03]not yet[/spoiler]")
    posts.post(scene.ann, scene.thread_id, "not yet", cover="S01E04")
    gone = posts.post(scene.ann, scene.thread_id, "gone")
    actions.withdraw_post(scene.ann, gone, clocks.now())
    first = posts.post(scene.ann, scene.thread_id, "Words, [spoiler S01E03]and others[/spoiler]")
    posts.post(scene.ben, scene.thread_id, "my own")
    shows.mark_through(scene.ben, scene.episodes[1], clocks.now())
    (one,) = queries.waiting(scene.ben, scene.episodes[1], clocks.now())
    assert (one.count, one.more, one.url) == (1, False, f"/t/{scene.thread_id}#p{first}")
    assert [card.is_new for card in look(scene.ben, scene.thread_id).posts] == [False, False, False, True, False]


def test_nothing_was_waiting_for_who_is_still_behind(app: Flask, scene: Scene) -> None:
    posts.post(scene.ann, scene.thread_id, "CANARY")
    assert queries.waiting(scene.ben, scene.episodes[1], clocks.now()) == ()
    assert queries.waiting(Reader.stranger(), scene.episodes[1], clocks.now()) == ()
    page = accounts.signed_in(app, scene.ben).post("/progress", data=seen(scene, 1), follow_redirects=True).text
    assert ("waiting for you" in page, "CANARY" in page) == (False, False)


def test_one_post_and_very_many(app: Flask, scene: Scene) -> None:
    first = posts.post(scene.ann, scene.thread_id, "One.")
    ben = accounts.signed_in(app, scene.ben)
    assert "1 post was waiting for you in" in ben.post("/progress", data=seen(scene), follow_redirects=True).text
    posts.many_posts(scene.ann, scene.thread_id, 300)
    shows.mark_through(scene.mona, scene.episodes[1], clocks.now())
    groups.member(scene.group_id, scene.mona)
    (one,) = queries.waiting(scene.mona, scene.episodes[1], clocks.now())
    assert (one.count, one.more, one.url) == (200, True, f"/t/{scene.thread_id}#p{first}")


def token(reader: Reader, thread_id: int, *show_ids: int) -> str:
    return queries.watch(reader, thread_id, show_ids, clocks.now()).token


@pytest.fixture
def talk(scene: Scene) -> Scene:
    posts.post(scene.ann, scene.talk_id, "[spoiler harbour-lights S01E04]CANARY[/spoiler]")
    return scene


def test_a_page_left_open_knows_its_token(app: Flask, talk: Scene) -> None:
    page = look(talk.ben, talk.talk_id)
    assert page.watch.shows == (talk.show.show_id,)
    assert token(talk.ben, talk.talk_id, *page.watch.shows) == page.watch.token
    assert page.watch.seconds is not None
    assert 0 < page.watch.seconds <= 8 * 3600 + 1
    ben = accounts.signed_in(app, talk.ben)
    answer = ben.get(f"/t/{talk.talk_id}/standing?shows={talk.show.show_id},x,-1,99999999999999")
    assert answer.json == {"token": page.watch.token}
    assert "no-store" in answer.headers["Cache-Control"]
    assert f'data-token="{page.watch.token}"' in ben.get(f"/t/{talk.talk_id}").text


def test_the_token_changes_with_the_release_and_back(talk: Scene, clock: SetClock) -> None:
    show_id = talk.show.show_id
    tokens = [token(talk.ben, talk.talk_id, show_id)]
    clock.forward(timedelta(hours=4))
    assert token(talk.ben, talk.talk_id, show_id) == tokens[0]
    clock.forward(timedelta(hours=12))
    tokens.append(token(talk.ben, talk.talk_id, show_id))
    groups.put_date(talk.episodes[3], clocks.now() + timedelta(days=9))
    tokens.append(token(talk.ben, talk.talk_id, show_id))
    shows.mark_through(talk.ben, talk.episodes[2], clocks.now())
    tokens.append(token(talk.ben, talk.talk_id, show_id))
    assert len(set(tokens)) == 4


def test_the_token_changes_with_the_door(scene: Scene) -> None:
    tokens = [token(scene.ben, scene.thread_id)]
    actions.enter_thread(scene.ben, scene.thread_id, clocks.now())
    tokens.append(token(scene.ben, scene.thread_id))
    actions.open_all(scene.ben, scene.thread_id, clocks.now())
    tokens.append(token(scene.ben, scene.thread_id))
    assert len(set(tokens)) == 3


def test_a_token_is_no_oracle(scene: Scene) -> None:
    """It says as much of a hidden group's thread as of none, and nothing of words or counts."""
    before = token(scene.ben, scene.thread_id)
    posts.post(scene.ann, scene.thread_id, "A word more.")
    assert token(scene.ben, scene.thread_id) == before
    hidden = groups.thread(groups.hidden_group(scene.ann), scene.ann)
    for thread_id in (hidden, 10**6):
        with pytest.raises(Missing):
            queries.watch(scene.ben, thread_id, (), clocks.now())
