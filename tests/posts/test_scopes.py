"""The spoiler picker: what it offers in each place can be written there, and is out."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from forum.groups.actions import set_policy
from forum.groups.forms import PolicyForm
from forum.infra import clock
from forum.infra.directory import directory
from forum.posts import queries
from forum.shows.actions import list_work
from forum.shows.forms import WorkForm
from tests.conftest import counting
from tests.factories import accounts, groups, posts, shows
from tests.posts.conftest import Scene


def offered_on(app: Flask, scene: Scene, url: str) -> list[str]:
    page = accounts.signed_in(app, scene.ben).get(url).text
    (found,) = re.findall(r'<datalist id="f-body-scopes">(.*?)</datalist>', page)
    return re.findall(r'<option value="([^"]+)"', found)


def test_in_an_episodes_thread_its_own_and_the_later_ones_that_are_out(app: Flask, scene: Scene) -> None:
    found = offered_on(app, scene, f"/t/{scene.thread_id}")
    assert found == ["S01E02", "S01E03", "S01", "series"]
    first = posts.post(scene.ann, scene.thread_id)
    assert offered_on(app, scene, f"/p/{posts.post(scene.ben, scene.thread_id)}/edit") == found
    assert first


def test_elsewhere_every_scope_names_a_show_that_the_group_follows(app: Flask, scene: Scene) -> None:
    other = shows.made_up_show("Night Boats", source_id=77, seasons=(2, 2))
    for show_id in (scene.show.show_id, other.show_id):
        groups.follows(scene.group_id, show_id, scene.ann)
    wanted = ["harbour-lights S01E03", "harbour-lights S01E02", "harbour-lights S01E01", "harbour-lights S01",
              "harbour-lights series", "night-boats S02E02", "night-boats S02E01", "night-boats S01E02",
              "night-boats S02", "night-boats S01", "night-boats series"]  # fmt: skip  # rows of a table
    post_id = posts.post(scene.ann, scene.talk_id)
    for url in (f"/t/{scene.talk_id}", f"/p/{post_id}/quote", "/g/binge-club/new"):
        assert offered_on(app, scene, url) == wanted, url


def test_whatever_is_offered_can_be_written_there(app: Flask, scene: Scene) -> None:
    groups.follows(scene.group_id, scene.show.show_id, scene.ann)
    for thread_id in (scene.thread_id, scene.talk_id):
        page = queries.thread_page(scene.ben, thread_id, 1, directory(), clock.now())
        assert page.scopes
        for scope, _ in page.scopes:
            posts.post(scene.ben, thread_id, f"So [spoiler {scope}]it is[/spoiler].")


@pytest.mark.parametrize("how_many", [1, 3, 30])
def test_a_talk_costs_no_more_than_any_thread(app: Flask, scene: Scene, how_many: int) -> None:
    groups.follows(scene.group_id, scene.show.show_id, scene.ann)
    for _ in range(how_many):
        posts.post(scene.ann, scene.talk_id, "[spoiler harbour-lights S01E03]later[/spoiler]")
    browser = accounts.signed_in(app, scene.ben)
    url = f"/t/{scene.talk_id}"
    browser.get(url)
    with counting() as seen:
        assert browser.get(url).status_code == 200
    assert len(seen) == 7, "\n".join(seen)


def test_the_composer_says_what_the_group_asks(app: Flask, scene: Scene) -> None:
    """Without script as well: in words, under the text, with the day until which a tag is asked for."""
    ben = accounts.signed_in(app, scene.ben)
    talk = ben.get(f"/t/{scene.talk_id}").text
    assert "Leaks are not discussed here." in talk
    inside = ben.get(f"/t/{scene.thread_id}").text
    assert "everything through Harbour Lights S01E02 may be said without a tag" in inside
    assert "Harbour Lights S01E03 needs a tag until <time" in inside
    assert "S01E02 needs a tag" not in inside
    form = PolicyForm(tag_days=3, leaks=True, regional_hides=True, titles_hidden=True)
    set_policy(scene.ann, scene.group_id, form, clock.now())
    page = ben.get(f"/t/{scene.talk_id}").text
    for words in (
        "for 3 days after it is out everywhere",
        "Leaks may be talked about behind their tag.",
        "own country has it.",
        "Do not name an episode by its title",
    ):
        assert words in page, words


def test_the_picker_offers_the_books_of_the_shows_list(app: Flask, scene: Scene) -> None:
    boss = accounts.administrator()
    list_work(boss, scene.show.show_id, WorkForm(name="The Lamp"), clock.now())
    page = accounts.signed_in(app, scene.ben).get(f"/t/{scene.thread_id}").text
    assert page.count('value="book:The Lamp"') == 2, "in the list of the button, and in the choice for a whole post"
    post_id = posts.post(scene.ann, scene.thread_id, "CANARY", cover="book:The Lamp")
    assert "CANARY" not in repr(queries.post_page(scene.ben, post_id, directory(), clock.now()))
