"""A wrong number in somebody's words: a note stands under it wherever the words go, and the words stay as they are."""

from __future__ import annotations

import json
from datetime import timedelta

from flask import Flask

from forum.care import actions
from forum.care.forms import SwitchForm
from forum.domain.people import SiteRole
from forum.infra import clock
from tests.factories import accounts, groups, posts

WORDS = "The article says to call 1-800-SUICIDE when it hurts."
NOTE = "A note from the forum: a phone number in this text is not the right one any more."
ANSWERS = "988 Suicide &amp; Crisis Lifeline answers at 988."


def test_the_note_follows_the_words_and_the_lines(app: Flask) -> None:
    owner = accounts.person("olga")
    thread_id = posts.started(owner, groups.group(owner), body=WORDS)
    post_id = posts.post(owner, thread_id, WORDS)
    browser = accounts.signed_in(app, accounts.person("mia"))
    page = browser.get(f"/t/{thread_id}").text
    assert WORDS in page
    assert NOTE in page
    assert ANSWERS in page
    assert 'href="/support/us"' in page
    told = browser.get(f"/api/v1/posts/{post_id}").get_json()
    assert NOTE in json.dumps(told)
    assert "1-800-784-2433" not in page
    admin = accounts.person("ada", SiteRole.ADMINISTRATOR)
    actions.switch_lines(admin, SwitchForm(target="line:us-988", to="off", reason="A test of it."), clock.now())
    page = browser.get(f"/t/{thread_id}").text
    assert "out of date or wrong" in page
    assert "answers at 988" not in page


def test_a_hidden_number_gives_no_note(app: Flask) -> None:
    """The note would tell what stands behind the veil."""
    owner = accounts.person("olga")
    show_id, _ = groups.show(releases=[[clock.now() - timedelta(days=30)]])
    body = "Look. [spoiler The Lighthouse S01E01]call 1-800-784-2433[/spoiler]"
    thread_id = posts.started(owner, groups.group(owner), body=body)
    assert show_id
    page = accounts.signed_in(app, accounts.person("mia")).get(f"/t/{thread_id}").text
    assert "veil-open" in page
    assert NOTE not in page


def test_descriptions_of_groups_carry_it_too(app: Flask) -> None:
    owner = accounts.person("olga")
    groups.group(owner, description="If you are low: 1-800-784-2433.")
    page = app.test_client().get("/g/binge-club").text
    assert NOTE in page
