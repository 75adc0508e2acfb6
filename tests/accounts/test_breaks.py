"""A break from writing: one's own choice, told calmly, ended by oneself, and no punishment."""

from __future__ import annotations

import re
from datetime import timedelta

from flask import Flask

from forum.accounts import actions
from forum.accounts.forms import BreakForm
from forum.accounts.models import Person
from forum.belongings.actions import leave
from forum.belongings.forms import LeaveForm
from forum.belongings.gathering import belongings_of
from forum.infra import clock as clocks
from forum.infra.clock import SetClock
from forum.infra.db import db
from forum.infra.jobs import drain
from forum.threads.actions import mute_topics
from forum.threads.forms import TopicMutesForm
from forum.threads.models import TopicMute
from tests.factories import accounts, groups, posts


def furnished() -> tuple[accounts.Reader, accounts.Reader, int]:
    ann, ben = accounts.person("ann"), accounts.person("ben")
    group_id = groups.group(ann)
    groups.member(group_id, ben)
    return ann, ben, posts.started(ann, group_id)


def test_a_calm_page_says_until_when_and_ends_it(app: Flask) -> None:
    _ann, ben, thread_id = furnished()
    client = accounts.signed_in(app, ben)
    assert client.get("/settings/break").text.count('action="/settings/break"') == 1
    assert client.post("/settings/break", data={"days": "7"}).status_code == 303
    page = client.get("/settings/break").text
    assert 'datetime="2026-11-29T12:00:00' in page
    assert 'action="/settings/break/end"' in page
    assert "/settings/break" in client.get("/").text.split("<main")[1]
    assert client.post("/settings/break/end").status_code == 303
    assert client.post(f"/t/{thread_id}/reply", data={"body": "Here again."}).status_code == 303


def test_writing_is_closed_and_reading_is_not(app: Flask) -> None:
    _ann, ben, thread_id = furnished()
    own = posts.post(ben, thread_id, "Before.")
    actions.take_break(ben, BreakForm(days=1), clocks.now())
    client = accounts.signed_in(app, ben)
    thread = client.get(f"/t/{thread_id}")
    assert (thread.status_code, "<textarea" in thread.text) == (200, False)
    assert "You are taking a break" in thread.text.split('id="reply"')[1]
    for url, sent in (
        (f"/t/{thread_id}/reply", {"body": "No."}),
        (f"/p/{own}/edit", {"body": "No.", "version": "1"}),
        ("/g/binge-club/new", {"title": "No", "body": "No.", "kind": "open"}),
    ):
        refused = client.post(url, data=sent)
        main = refused.text.split("<main")[1]
        assert refused.status_code == 403
        assert "You are taking a break" in main
        assert 'href="/settings/break"' in main
        assert 'href="/support"' in main
        assert not re.search(r"\b403\b", main)
    assert client.post(f"/p/{own}/withdraw").status_code == 303


def test_it_ends_by_itself(app: Flask, clock: SetClock) -> None:
    _ann, ben, thread_id = furnished()
    actions.take_break(ben, BreakForm(days=3), clocks.now())
    clock.forward(timedelta(days=3, seconds=1))
    client = accounts.signed_in(app, ben)
    assert client.post(f"/t/{thread_id}/reply", data={"body": "Here again."}).status_code == 303


def test_no_mail_about_answers_comes_meanwhile(app: Flask) -> None:
    ann, ben, thread_id = furnished()
    own = posts.post(ben, thread_id, "Before.")
    actions.take_break(ben, BreakForm(days=3), clocks.now())
    box = app.extensions["mailman"].outbox = []
    posts.post(ann, thread_id, "An answer, @ben.", reply_to=own)
    drain(clocks.now())
    assert [one for one in box if one.to == ["ben@people.example"]] == []
    assert "answered you" in accounts.signed_in(app, ben).get("/notifications").text
    actions.end_break(ben, clocks.now())
    posts.post(ann, thread_id, "Another one, @ben.", reply_to=own)
    drain(clocks.now())
    assert len([one for one in box if one.to == ["ben@people.example"]]) == 2


def test_nobody_else_sees_it_and_nobody_else_can_do_it(app: Flask) -> None:
    ann, ben, _ = furnished()
    actions.take_break(ben, BreakForm(days=3), clocks.now())
    seen = accounts.signed_in(app, ann).get("/u/ben").text
    assert "break" not in seen.split("<main")[1].split("</main>")[0]
    assert db.session.get_one(Person, ann.id).break_until is None
    assert app.test_client().get("/settings/break").status_code == 401


def test_the_api_does_the_same(app: Flask) -> None:
    _ann, ben, thread_id = furnished()
    client, key = app.test_client(), accounts.token(ben, "read", "write")
    sent = {"Authorization": f"Bearer {key}"}
    assert client.put("/api/v1/me/break", json={"days": 2}, headers=sent).status_code == 204
    assert client.put("/api/v1/me/muted-topics", json={"topics": ["bullying"]}, headers=sent).status_code == 204
    told = client.get("/api/v1/me/break", headers=sent).json
    assert told == {
        "until": "2026-11-24T12:00:00Z", "topics": [{"topic": "bullying", "until": None}], "shows": [],
    }  # fmt: skip  # rows of a table
    refused = client.post(f"/api/v1/threads/{thread_id}/posts", json={"body": "No."}, headers=sent)
    assert (refused.status_code, refused.json["type"]) == (403, "urn:watercooler:on-break")
    assert client.delete("/api/v1/me/break", headers=sent).status_code == 204
    assert client.post(f"/api/v1/threads/{thread_id}/posts", json={"body": "Yes."}, headers=sent).status_code == 201


def test_nothing_of_it_outlives_the_account(app: Flask) -> None:
    _ann, ben, _ = furnished()
    actions.take_break(ben, BreakForm(days=3), clocks.now())
    mute_topics(ben, TopicMutesForm(topics=["suicide"]), clocks.now())
    kept = belongings_of(ben, clocks.now())
    assert [one["topic"] for one in kept["topics_kept_out"]] == ["suicide"]
    leave(ben, LeaveForm.read({"handle": "ben", "posts": "stay"}), clocks.now())
    assert db.session.get_one(Person, ben.id).break_until is None
    assert db.session.query(TopicMute).count() == 0
