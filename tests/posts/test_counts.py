"""What pages cost in statements: the same for 1, 3 and 30 posts, and deep in a thread of ten thousand."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from forum.infra import clock
from forum.infra.db import db
from forum.infra.directory import directory
from forum.intake.models import TextPrint
from forum.posts import queries
from forum.posts.forms import Nod
from forum.posts.models import Draft
from forum.shows import actions as shows
from tests.factories import accounts, groups, posts
from tests.posts.conftest import Scene

Counting = Callable[[], Any]
GROUP_PAGE = 7


def cost(app: Flask, scene: Scene, statements: Counting, url: str, *, signed_in: bool = True) -> int:
    """Statements of a page that was open once before, in a browser of Ben's or of a stranger."""
    browser = accounts.signed_in(app, scene.ben) if signed_in else app.test_client()
    if not signed_in:
        browser.set_cookie("lang", "en")  # without any cookie the second answer would be a kept page
    assert browser.get(url).status_code == 200
    with statements() as seen:
        assert browser.get(url).status_code == 200
    return len(seen)


def fill(scene: Scene, how_many: int) -> None:
    """Posts of many kinds: marks about two shows' episodes, reactions, answers."""
    from forum.posts import actions

    first = posts.post(scene.ann, scene.thread_id, "@ben [spoiler S01E03]later[/spoiler]")
    for n in range(how_many - 1):
        posts.post(scene.ben if n % 2 else scene.ann, scene.thread_id, "A word.", reply_to=first)
    actions.react(scene.ben, first, Nod.HEART, clock.now())


@pytest.mark.parametrize("how_many", [1, 3, 30])
def test_a_thread_page_costs_the_same_whatever_is_on_it(
    app: Flask, scene: Scene, statements: Counting, how_many: int
) -> None:
    fill(scene, how_many)
    shows.mark_through(scene.ben, scene.episodes[1], clock.now())
    url = f"/t/{scene.thread_id}"
    assert cost(app, scene, statements, url) == 7
    assert cost(app, scene, statements, url, signed_in=False) == 6


def test_the_first_look_costs_one_more_for_the_mark(app: Flask, scene: Scene, statements: Counting) -> None:
    fill(scene, 30)
    shows.mark_through(scene.ben, scene.episodes[1], clock.now())
    browser = accounts.signed_in(app, scene.ben)
    directory()  # the lines are read once a minute, whoever comes first
    with statements() as seen:
        browser.get(f"/t/{scene.thread_id}?page=2")
    assert len(seen) == 8


def test_a_reader_behind_costs_no_more(app: Flask, scene: Scene, statements: Counting) -> None:
    fill(scene, 3)
    assert cost(app, scene, statements, f"/t/{scene.thread_id}") == 8


def test_ten_thousand_posts_cost_what_one_does(app: Flask, scene: Scene, statements: Counting) -> None:
    fill(scene, 1)
    posts.many_posts(scene.ann, scene.thread_id, 10_000)
    shows.mark_through(scene.ben, scene.episodes[1], clock.now())
    for number in (1, 400, 501):
        assert cost(app, scene, statements, f"/t/{scene.thread_id}?page={number}") == 7
    page = queries.thread_page(scene.ben, scene.thread_id, 400, _directory(), clock.now())
    assert [card.position for card in page.posts] == list(range(7981, 8001))


def test_a_group_page_costs_the_same_with_ten_thousand_posts_in_it(
    app: Flask, scene: Scene, statements: Counting
) -> None:
    fill(scene, 1)
    posts.many_posts(scene.ann, scene.thread_id, 10_000)
    assert cost(app, scene, statements, "/g/binge-club") == GROUP_PAGE
    assert cost(app, scene, statements, "/g/binge-club", signed_in=False) == GROUP_PAGE - 3


def _directory() -> Any:
    from forum.infra.directory import directory

    return directory()


def test_a_reply_costs_the_same_in_a_long_thread(app: Flask, scene: Scene, statements: Counting) -> None:
    browser = accounts.signed_in(app, scene.ben)
    url = f"/t/{scene.thread_id}/reply"
    sent = {"body": "@ann [spoiler S01E03]later[/spoiler]", "reply_to": posts.post(scene.ann, scene.thread_id)}
    browser.post(url, data={**sent, "submission_key": "first"})
    costs = []
    for how_many in (0, 2, 29, 10_000):
        posts.many_posts(scene.ann, scene.thread_id, how_many) if how_many else None
        with statements() as seen:
            assert browser.post(url, data={**sent, "submission_key": f"key {how_many}"}).status_code == 303
        costs.append(len(seen))
    assert costs == [13] * 4, "\n".join(seen)


def test_a_newcomers_long_text_costs_no_more_than_fifteen(app: Flask, scene: Scene, statements: Counting) -> None:
    """The dearest reply there is: its text is compared and remembered, it names two people, tags, answers, and what was
    begun of it is kept."""
    zoe = accounts.person("zoe")
    groups.member(scene.group_id, zoe)
    browser, url = accounts.signed_in(app, zoe), f"/t/{scene.thread_id}/reply"
    first = posts.post(scene.ann, scene.thread_id)
    words = "@ann @ben [spoiler S01E03]later[/spoiler] It goes on for a while about the lamp and its keeper. " * 4
    costs = []
    for number in range(3):
        sent = {"body": f"{words} Number {number}.", "reply_to": first, "submission_key": f"key {number}"}
        assert browser.post(f"/t/{scene.thread_id}/draft", data={"body": "@ann @ben"}).status_code < 400
        with statements() as seen:
            assert browser.post(url, data=sent).status_code == 303
        costs.append(len(seen))
    assert db.session.query(TextPrint).count() == 3  # it was the dear way
    assert db.session.query(Draft).count() == 0
    assert costs[1:] == [15, 15], "\n".join(seen)


def test_a_kept_draft_is_forgotten_for_one_more(app: Flask, scene: Scene, statements: Counting) -> None:
    browser, url = accounts.signed_in(app, scene.ben), f"/t/{scene.thread_id}"
    browser.post(f"{url}/reply", data={"body": "A word.", "submission_key": "first"})
    costs = []
    for number in range(2):
        if number:
            assert browser.post(f"{url}/draft", data={"body": "A wo"}).status_code < 400
        with statements() as seen:
            browser.post(f"{url}/reply", data={"body": "A word.", "submission_key": f"key {number}"})
        costs.append(len(seen))
    assert costs[1] == costs[0] + 1
    assert db.session.query(Draft).count() == 0
