"""The life of a reveal: asked for, taken back, closed again when a date moves."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from forum.domain.errors import Denied, Missing
from forum.domain.people import Reader
from forum.infra import clock as clocks
from forum.infra.clock import SetClock
from forum.infra.db import db
from forum.infra.directory import directory
from forum.posts import actions, queries
from forum.posts.models import Reveal
from forum.presenting.posts import ThreadPage
from tests.factories import accounts, groups, posts
from tests.posts.conftest import Scene


def page(reader: Reader, thread_id: int) -> ThreadPage:
    return queries.thread_page(reader, thread_id, 1, directory(), clocks.now())


def html(reader: Reader, thread_id: int) -> str:
    return "".join(card.body_html for card in page(reader, thread_id).posts)


def test_one_veil_at_a_time_and_for_oneself_alone(scene: Scene) -> None:
    posts.post(
        scene.ann,
        scene.talk_id,
        "[spoiler harbour-lights S01E01]FIRST ONE[/spoiler] [spoiler harbour-lights S01E02]SECOND ONE[/spoiler]",
    )
    keys = page(scene.ben, scene.talk_id).openable
    assert len(keys) == 2
    actions.reveal(scene.ben, keys[:1], clocks.now())
    assert "FIRST ONE" in html(scene.ben, scene.talk_id)
    assert "SECOND ONE" not in html(scene.ben, scene.talk_id)
    assert "FIRST ONE" not in html(scene.mona, scene.talk_id)
    assert "FIRST ONE" not in html(Reader.stranger(), scene.talk_id)
    actions.reveal(scene.ben, keys, clocks.now())  # one of them again
    assert "SECOND ONE" in html(scene.ben, scene.talk_id)
    actions.hide_again(scene.ben, keys, clocks.now())
    assert "FIRST ONE" not in html(scene.ben, scene.talk_id)
    actions.reveal(scene.ben, keys[:1], clocks.now())
    assert "FIRST ONE" in html(scene.ben, scene.talk_id)
    rows = db.session.scalars(select(Reveal).order_by(Reveal.id)).all()
    assert [(row.veil_key, row.withdrawn_at is None) for row in rows] == [(keys[0], True), (keys[1], False)]


def test_a_lifted_thread_veil_still_covers_what_is_later(scene: Scene) -> None:
    posts.post(scene.ann, scene.thread_id, "OUTER [spoiler S01E03]INNER[/spoiler]")
    actions.reveal(scene.ben, page(scene.ben, scene.thread_id).openable, clocks.now())
    found = html(scene.ben, scene.thread_id)
    assert ("OUTER" in found, "INNER" in found) == (True, False)
    actions.reveal(scene.ben, page(scene.ben, scene.thread_id).openable, clocks.now())
    assert "INNER" in html(scene.ben, scene.thread_id)


def test_what_is_not_out_cannot_be_revealed(scene: Scene) -> None:
    posts.post(scene.ann, scene.talk_id, "[spoiler harbour-lights S01E06]LATER[/spoiler]")
    found = page(scene.ben, scene.talk_id)
    assert found.openable == ()
    (key,) = re.findall(r'data-veil="([^"]+)"', found.posts[0].body_html)
    with pytest.raises(Denied) as refused:
        actions.reveal(scene.ben, [key], clocks.now())
    assert refused.value.reason == "not-released"
    assert "LATER" not in html(scene.ben, scene.talk_id)


def test_a_reveal_closes_again_when_its_episode_is_put_back(scene: Scene, clock: SetClock) -> None:
    posts.post(scene.ann, scene.talk_id, "[spoiler harbour-lights S01E03]CANARY[/spoiler]")
    actions.reveal(scene.ben, page(scene.ben, scene.talk_id).openable, clocks.now())
    assert "CANARY" in html(scene.ben, scene.talk_id)
    groups.put_date(scene.episodes[2], clocks.now() + timedelta(days=30))
    assert "CANARY" not in html(scene.ben, scene.talk_id)
    clock.forward(timedelta(days=31))
    assert "CANARY" in html(scene.ben, scene.talk_id)


def test_entering_opens_the_threads_own_scope_and_nothing_later(scene: Scene) -> None:
    posts.post(scene.ann, scene.thread_id, "OUTER [spoiler S01E03]INNER[/spoiler]")
    actions.enter_thread(scene.ben, scene.thread_id, clocks.now())
    found = page(scene.ben, scene.thread_id)
    assert (found.standing.place, found.standing.entered) == ("shown", True)
    assert ("OUTER" in html(scene.ben, scene.thread_id), "INNER" in html(scene.ben, scene.thread_id)) == (True, False)
    posts.post(scene.ann, scene.thread_id, "AFTERWARDS")
    assert "AFTERWARDS" in html(scene.ben, scene.thread_id)
    actions.leave_thread(scene.ben, scene.thread_id, clocks.now())
    assert "OUTER" not in html(scene.ben, scene.thread_id)


def test_an_entered_thread_closes_again_when_its_episode_is_put_back(scene: Scene, clock: SetClock) -> None:
    posts.post(scene.ann, scene.thread_id, "CANARY")
    actions.enter_thread(scene.ben, scene.thread_id, clocks.now())
    assert "CANARY" in html(scene.ben, scene.thread_id)
    groups.put_date(scene.episodes[1], clocks.now() + timedelta(days=30))
    assert page(scene.ben, scene.thread_id).standing.place == "closed"
    assert "CANARY" not in repr(page(scene.ben, scene.thread_id))
    clock.forward(timedelta(days=31))
    assert "CANARY" in html(scene.ben, scene.thread_id)


def test_an_entered_veil_hides_through_its_own_key(scene: Scene) -> None:
    posts.post(scene.ann, scene.thread_id, "CANARY")
    actions.enter_thread(scene.ben, scene.thread_id, clocks.now())
    (key,) = re.findall(r'name="hide" value="([^"]+)"', html(scene.ben, scene.thread_id))
    assert key.startswith("thread:")
    actions.hide_again(scene.ben, [key], clocks.now())
    assert "CANARY" not in html(scene.ben, scene.thread_id)
    actions.reveal(scene.ben, [key], clocks.now())
    assert "CANARY" in html(scene.ben, scene.thread_id)


@pytest.mark.parametrize(
    "key",
    ["", "x", "1", "1:t0", "1:t0:", "9999:t0:through.1.2.episode", f"{2**70}:a:b", "thread:x:y", "-1:a:b", "٣:a:b"],
)
def test_keys_that_are_none(scene: Scene, key: str) -> None:
    posts.post(scene.ann, scene.thread_id, "CANARY")
    with pytest.raises(Missing):
        actions.reveal(scene.ben, [key], clocks.now())


def test_nobody_reveals_in_a_group_they_may_not_read(scene: Scene) -> None:
    attic = groups.hidden_group(scene.ann)
    thread_id = groups.thread(attic, scene.ann)
    posts.post(scene.ann, thread_id, "[spoiler harbour-lights S01E01]CANARY[/spoiler]")
    outsider = accounts.person("zoe")
    (key,) = re.findall(r'data-veil="([^"]+)"', html(scene.mona, thread_id))
    with pytest.raises(Missing):
        actions.reveal(outsider, [key], clocks.now())


def test_a_stranger_is_shown_it_once_and_leaves_no_trace(app: Flask, scene: Scene) -> None:
    posts.post(scene.ann, scene.thread_id, "CANARY [spoiler S01E06]LATER[/spoiler]")
    app.config["WTF_CSRF_ENABLED"] = False
    browser = app.test_client()
    first = browser.get(f"/t/{scene.thread_id}").text
    assert "CANARY" not in first
    (key,) = re.findall(r'name="veil" value="([^"]+)"', first)
    shown = browser.post("/reveal", data={"veil": key})
    assert shown.status_code == 200
    assert "CANARY" in shown.text
    assert "LATER" not in shown.text
    assert shown.headers["Cache-Control"] == "private, no-store"
    assert "CANARY" not in browser.get(f"/t/{scene.thread_id}").text
    assert db.session.scalars(select(Reveal)).all() == []


def test_a_script_gets_the_words_alone(app: Flask, scene: Scene) -> None:
    posts.post(scene.ann, scene.talk_id, "[spoiler harbour-lights S01E01]CANARY[/spoiler]")
    ben = accounts.signed_in(app, scene.ben)
    (key,) = page(scene.ben, scene.talk_id).openable
    answer = ben.post("/reveal", data={"veil": key}, headers={"X-Requested-With": "fetch", "Accept": "text/html"})
    assert answer.status_code == 200
    assert "CANARY" in answer.text
    assert "<html" not in answer.text
    assert f'class="veil is-open" data-veil="{key}"' in answer.text
    hidden = ben.post("/reveal", data={"hide": key}, headers={"X-Requested-With": "fetch"})
    assert "CANARY" not in hidden.text
    assert f'class="veil" data-veil="{key}"' in hidden.text


def test_the_strict_reader_has_no_button_and_no_other_way(scene: Scene) -> None:
    strict = groups.member(scene.group_id, accounts.person("stella", strict=True))
    posts.post(scene.ann, scene.talk_id, "[spoiler harbour-lights S01E01]CANARY[/spoiler]")
    found = page(strict, scene.talk_id)
    assert found.openable == ()
    (key,) = re.findall(r'data-veil="([^"]+)"', found.posts[0].body_html)
    with pytest.raises(Denied):
        actions.reveal(strict, [key], clocks.now())
