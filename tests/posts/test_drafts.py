"""The list of one's own drafts: all of them, for nobody else, whatever became of their places."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from forum.domain.errors import Denied
from forum.domain.people import Reader
from forum.groups import actions as group_actions
from forum.infra import clock as clocks
from forum.infra.clock import SetClock
from forum.posts import actions, queries
from forum.posts.forms import DraftForm
from forum.posts.places import group_place, thread_place
from forum.threads import actions as threads
from forum.threads.forms import ReasonForm
from tests.conftest import counting
from tests.factories import accounts, groups
from tests.posts.conftest import Scene


def save(scene: Scene, place: str, body: str, title: str = "") -> None:
    actions.save_draft(scene.ben, place, DraftForm(body=body, title=title), clocks.now())


def test_each_says_where_it_goes_on(scene: Scene, clock: SetClock) -> None:
    save(scene, thread_place(scene.thread_id), "The captain is")
    clock.forward(timedelta(minutes=1))
    save(scene, group_place(scene.group_id), "It runs", "The clock")
    page = queries.drafts_page(scene.ben, 1, clock.instant)
    new, reply = page.drafts
    assert (new.kind, new.title, new.text, new.url) == ("thread", "The clock", "It runs", "/g/binge-club/new")
    assert (reply.kind, reply.text, reply.url) == ("reply", "The captain is", f"/t/{scene.thread_id}#reply")
    assert (reply.place, reply.group_name, reply.updated_at) == (
        "S01E02: Part 2",
        "Binge Club",
        clock.instant - timedelta(minutes=1),
    )
    assert queries.drafts_page(scene.ann, 1, clock.instant).drafts == ()
    with pytest.raises(Denied):
        queries.drafts_page(Reader.stranger(), 1, clock.instant)


def test_words_outlive_their_place_which_is_not_named(scene: Scene, clock: SetClock) -> None:
    attic = groups.hidden_group(scene.ann)
    groups.member(attic, scene.ben)
    hidden = groups.thread(attic, scene.ann, "CANARYATTIC", kind="open")
    save(scene, thread_place(hidden), "My words.")
    save(scene, group_place(attic), "My other words.")
    assert [one.place for one in queries.drafts_page(scene.ben, 1, clock.instant).drafts] == ["", "CANARYATTIC"]
    group_actions.leave(scene.ben, attic, clock.instant)
    found = queries.drafts_page(scene.ben, 1, clock.instant).drafts
    assert [(one.text, one.place, one.group_name, one.url) for one in found] == [
        ("My other words.", "", "", ""),
        ("My words.", "", "", ""),
    ]


def test_a_locked_thread_keeps_the_draft_to_be_copied(app: Flask, scene: Scene, clock: SetClock) -> None:
    save(scene, thread_place(scene.talk_id), "My words.")
    threads.lock_thread(scene.ann, scene.talk_id, ReasonForm(reason="A quarrel."), clock.instant)
    (card,) = queries.drafts_page(scene.ben, 1, clock.instant).drafts
    assert (card.place, card.url) == ("All sorts", "")
    page = accounts.signed_in(app, scene.ben).get("/drafts").text
    assert "My words." in page
    assert "You cannot write there now." in page
    assert "Go on writing" not in page


def test_the_page_its_link_and_throwing_away(app: Flask, scene: Scene) -> None:
    ben = accounts.signed_in(app, scene.ben)
    assert 'href="/drafts"' not in ben.get("/about").text
    assert "No drafts" in ben.get("/drafts").text
    save(scene, thread_place(scene.talk_id), "<b>so</b> " + "far " * 60)
    assert 'href="/drafts"' in ben.get("/about").text
    page = ben.get("/drafts").text
    assert "&lt;b&gt;so&lt;/b&gt; far" in page
    assert f'href="/t/{scene.talk_id}#reply"' in page
    (card,) = queries.drafts_page(scene.ben, 1, clocks.now()).drafts
    ann = accounts.signed_in(app, scene.ann)
    assert "far far" not in ann.get("/drafts").text
    assert ann.post(f"/drafts/{card.id}/discard").status_code == 303
    assert "far far" in ben.get("/drafts").text
    for _ in range(2):
        assert ben.post(f"/drafts/{card.id}/discard").status_code == 303
    assert "No drafts" in ben.get("/drafts").text
    assert 'href="/drafts"' not in ben.get("/about").text
    assert ben.post(f"/drafts/{2**70}/discard").status_code == 404


def test_many_come_in_pages_at_the_same_cost(scene: Scene, clock: SetClock) -> None:
    costs = []
    for wanted in (1, 3, 30):
        number = len(queries.drafts_page(scene.ben, 1, clock.instant).drafts)
        for n in range(number, wanted):
            talk = groups.thread(scene.group_id, scene.ann, f"Talk {n}", kind="open")
            save(scene, thread_place(talk), f"Words {n}")
        with counting() as statements:
            page = queries.drafts_page(scene.ben, 1, clock.instant)
        costs.append(len(statements))
    assert costs == [2, 2, 2]
    assert (len(page.drafts), page.has_more) == (20, True)
    rest = queries.drafts_page(scene.ben, 2, clock.instant)
    assert (len(rest.drafts), rest.has_more) == (10, False)
