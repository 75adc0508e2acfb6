"""Opening all that is out, once for a whole thread; and the page on which everything I opened can be covered again."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask

from forum.domain.errors import Denied
from forum.domain.people import Reader
from forum.infra import clock as clocks
from forum.infra.clock import SetClock
from forum.infra.directory import directory
from forum.posts import actions, queries
from forum.presenting.posts import ThreadPage
from forum.shows import actions as shows
from tests.factories import accounts, groups, posts
from tests.posts.conftest import Scene


@pytest.fixture
def talk(scene: Scene) -> Scene:
    """In a thread about nothing: one spoiler that is out, one that is not, one of a trailer."""
    posts.post(scene.ann, scene.talk_id, "[spoiler harbour-lights S01E03]OUTCANARY[/spoiler]")
    posts.post(scene.ann, scene.talk_id, "[spoiler harbour-lights S01E04]NEXTCANARY[/spoiler]")
    posts.post(scene.ann, scene.talk_id, "[spoiler harbour-lights promo]TRAILERCANARY[/spoiler]")
    return scene


def look(reader: Reader, thread_id: int) -> ThreadPage:
    return queries.thread_page(reader, thread_id, 1, directory(), clocks.now())


def seen(reader: Reader, thread_id: int) -> list[bool]:
    words = "".join(card.body_html for card in look(reader, thread_id).posts)
    return [canary in words for canary in ("OUTCANARY", "NEXTCANARY", "TRAILERCANARY")]


def test_one_act_opens_what_is_out_and_nothing_else(talk: Scene) -> None:
    assert (seen(talk.ben, talk.talk_id), look(talk.ben, talk.talk_id).all_opened) == ([False] * 3, False)
    actions.open_all(talk.ben, talk.talk_id, clocks.now())
    assert (seen(talk.ben, talk.talk_id), look(talk.ben, talk.talk_id).all_opened) == ([True, False, False], True)
    assert seen(talk.mona, talk.talk_id) == [False] * 3  # private
    posts.post(talk.ann, talk.talk_id, "[spoiler harbour-lights S01E02]LATERPOST[/spoiler]")
    assert "LATERPOST" in str(look(talk.ben, talk.talk_id).posts[-1].body_html)  # remembered for the thread
    actions.close_all(talk.ben, talk.talk_id, clocks.now())
    assert seen(talk.ben, talk.talk_id) == [False] * 3


def test_what_comes_out_later_is_asked_for_anew(talk: Scene, clock: SetClock) -> None:
    actions.open_all(talk.ben, talk.talk_id, clocks.now())
    clock.forward(timedelta(days=1))
    assert seen(talk.ben, talk.talk_id) == [True, False, False]
    assert len(look(talk.ben, talk.talk_id).openable) == 2
    actions.open_all(talk.ben, talk.talk_id, clocks.now())
    assert seen(talk.ben, talk.talk_id) == [True, True, False]


def test_it_closes_when_the_episode_is_put_back(talk: Scene) -> None:
    actions.open_all(talk.ben, talk.talk_id, clocks.now())
    groups.put_date(talk.episodes[2], clocks.now() + timedelta(days=60))
    assert seen(talk.ben, talk.talk_id) == [False] * 3


def test_one_of_them_is_hidden_again_alone(talk: Scene) -> None:
    posts.post(talk.ann, talk.talk_id, "[spoiler harbour-lights S01E02]OTHER[/spoiler]")
    key = look(talk.ben, talk.talk_id).openable[0]
    actions.open_all(talk.ben, talk.talk_id, clocks.now())
    actions.hide_again(talk.ben, [key], clocks.now())
    actions.hide_again(talk.ben, [key], clocks.now())
    assert seen(talk.ben, talk.talk_id) == [False] * 3
    assert "OTHER" in str(look(talk.ben, talk.talk_id).posts[-1].body_html)
    actions.open_all(talk.ben, talk.talk_id, clocks.now())
    assert seen(talk.ben, talk.talk_id) == [True, False, False]


def test_nobody_opens_all_before_a_door(scene: Scene) -> None:
    posts.post(scene.ann, scene.thread_id, "CANARY")
    with pytest.raises(Denied):
        actions.open_all(scene.ben, scene.thread_id, clocks.now())
    with pytest.raises(Denied):
        actions.open_all(Reader.stranger(), scene.talk_id, clocks.now())
    assert "CANARY" not in str(look(scene.ben, scene.thread_id).posts[0].body_html)


def test_a_strict_reader_keeps_everything_hidden(talk: Scene) -> None:
    strict = replace(groups.member(talk.group_id, accounts.person("strict-1")), strict=True)
    actions.open_all(strict, talk.talk_id, clocks.now())
    assert seen(strict, talk.talk_id) == [False] * 3


def test_by_buttons_without_script(app: Flask, talk: Scene) -> None:
    ben = accounts.signed_in(app, talk.ben)
    path = f"/t/{talk.talk_id}"
    assert "Open all that are out" in ben.get(path).text
    opened = ben.post(f"{path}/open-all", data={"next": path}, follow_redirects=True).text
    assert ("OUTCANARY" in opened, "NEXTCANARY" in opened) == (True, False)
    assert "you opened all that is out here" in opened
    listed = ben.get("/revealed").text
    assert ("You opened everything in it that was out then." in listed, "CANARY" in listed) == (True, False)
    covered = ben.post(f"{path}/close-all", data={"next": "/revealed"}, follow_redirects=True).text
    assert "You have opened nothing" in covered
    assert "OUTCANARY" not in ben.get(path).text


def test_the_list_of_what_i_opened_says_why_and_covers_again(app: Flask, talk: Scene) -> None:
    key = look(talk.ben, talk.talk_id).openable[0]
    actions.reveal(talk.ben, [key], clocks.now())
    (card,) = queries.revealed_page(talk.ben, 1, directory(), clocks.now()).reveals
    assert (card.key, card.label, card.why, card.position) == (key, "Harbour Lights S01E03", "revealed", 1)
    assert queries.revealed_page(talk.mona, 1, directory(), clocks.now()).reveals == ()
    shows.mark_through(talk.ben, talk.episodes[2], clocks.now())
    assert queries.revealed_page(talk.ben, 1, directory(), clocks.now()).reveals[0].why == "covered"
    groups.put_date(talk.episodes[2], clocks.now() + timedelta(days=60))
    assert queries.revealed_page(talk.ben, 1, directory(), clocks.now()).reveals[0].why == "hidden"
    ben = accounts.signed_in(app, talk.ben)
    page = ben.get("/revealed").text
    assert "CANARY" not in page
    again = ben.post("/reveal", data={"hide": key, "next": "/revealed"}, follow_redirects=True)
    assert "You have opened nothing" in again.text


def test_entered_threads_are_listed_too(scene: Scene) -> None:
    posts.post(scene.ann, scene.thread_id, "CANARY")
    actions.enter_thread(scene.ben, scene.thread_id, clocks.now())
    (card,) = queries.revealed_page(scene.ben, 1, directory(), clocks.now()).threads
    assert (card.thread_id, card.why, card.label) == (scene.thread_id, "entered", "Harbour Lights S01E02")
    actions.leave_thread(scene.ben, scene.thread_id, clocks.now())
    assert queries.revealed_page(scene.ben, 1, directory(), clocks.now()).threads == ()


@pytest.mark.parametrize(
    ("how", "why"), [("seen", "you have seen it"), ("asked", "you opened it"), ("wrote", "you wrote it")]
)
def test_an_open_veil_says_why(talk: Scene, how: str, why: str) -> None:
    reader = talk.ann if how == "wrote" else talk.ben
    if how == "seen":
        shows.mark_through(reader, talk.episodes[2], clocks.now())
    elif how == "asked":
        actions.reveal(reader, [look(reader, talk.talk_id).openable[0]], clocks.now())
    body = look(reader, talk.talk_id).posts[0].body_html
    assert f'<span class="veil-label">spoils Harbour Lights S01E03<span class="veil-why"> · {why}</span></span>' in body
