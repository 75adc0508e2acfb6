"""Posts that wait: quiet until a moderator lets them in, kept whatever happens, explained to their author."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from forum.domain.errors import Conflict, Denied, Invalid, Missing, Waits
from forum.infra import clock, jobs
from forum.infra.db import db
from forum.infra.directory import directory
from forum.intake import actions, queries
from forum.intake.forms import WaitingForm
from forum.intake.models import WaitingPost
from forum.moderation.models import LedgerEntry
from forum.notifications.models import Notification
from forum.posts.actions import start_thread, write_reply
from forum.posts.models import Post
from forum.search.forms import SearchForm
from forum.search.queries import search_page
from forum.threads.models import Thread
from tests.conftest import NOW
from tests.factories import accounts, posts
from tests.intake.conftest import Porch

WORDS = "My very first lighthouse here."


def sent(porch: Porch, body: str = WORDS, **more: object) -> int:
    with pytest.raises(Waits) as kept:
        write_reply(porch.cora, porch.thread_id, posts.reply_form(body, **more), clock.now())
    return kept.value.waiting_id


def decided(porch: Porch, number: int, outcome: str = "approved", reason: str = "Welcome.") -> int | None:
    return actions.decide_waiting(
        porch.ann, number, WaitingForm.read({"outcome": outcome, "reason": reason}), clock.now()
    )


def count(thread_id: int) -> tuple[int, int]:
    db.session.expire_all()
    thread = db.session.get_one(Thread, thread_id)
    there = db.session.scalar(select(func.count(Post.id)).where(Post.thread_id == thread_id))
    return thread.post_count, there or 0


def test_a_held_post_is_quiet_until_it_is_let_in(app: Flask, porch: Porch) -> None:
    porch.pace(first_posts=2, hold_first=True)
    before = count(porch.thread_id)
    number = sent(porch, f"{WORDS} Hello @ben.")
    jobs.drain(clock.now())
    found = search_page(porch.ben, SearchForm.read({"q": "lighthouse"}), directory(), clock.now())
    assert (count(porch.thread_id), found.posts) == (before, ())
    assert "lighthouse" not in accounts.signed_in(app, porch.ben).get(f"/t/{porch.thread_id}").text
    assert db.session.scalar(select(func.count(Notification.id))) == 0
    post_id = decided(porch, number)
    jobs.drain(clock.now())
    assert count(porch.thread_id) == (before[0] + 1, before[1] + 1)
    assert "lighthouse" in accounts.signed_in(app, porch.ben).get(f"/t/{porch.thread_id}").text
    assert post_id
    told = db.session.execute(select(Notification.person_id, Notification.about).order_by(Notification.person_id))
    assert [tuple(row) for row in told] == [(porch.ben.id, "mention"), (porch.cora.id, "waited")]


def test_its_author_sees_it_wait_and_others_see_nothing(app: Flask, porch: Porch) -> None:
    porch.pace(first_posts=2, hold_first=True)
    cora = accounts.signed_in(app, porch.cora)
    answer = cora.post(f"/t/{porch.thread_id}/reply", data={"body": WORDS})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/waiting/1")
    page = cora.get("/waiting/1").text
    assert "lighthouse" in page
    assert "waits for a moderator" in page
    assert "a moderator looks at the first 2 posts of each member" in page
    assert "lighthouse" in cora.get("/waiting").text
    assert accounts.signed_in(app, porch.ben).get("/waiting/1").status_code == 404
    assert app.test_client().get("/waiting/1").status_code == 404
    assert "lighthouse" in accounts.signed_in(app, porch.ann).get("/g/binge-club/waiting").text
    assert accounts.signed_in(app, porch.ben).get("/g/binge-club/waiting").status_code == 403


def test_the_api_says_that_it_waits(app: Flask, porch: Porch) -> None:
    porch.pace(first_posts=2, hold_first=True)
    key = {"Authorization": f"Bearer {accounts.token(porch.cora, 'read', 'write')}"}
    answer = app.test_client().post(
        f"/api/v1/threads/{porch.thread_id}/posts", json={"body": WORDS}, headers={**key, "Idempotency-Key": "one"}
    )
    assert (answer.status_code, answer.get_json()["url"]) == (202, "/waiting/1")


def test_sent_twice_it_waits_once(porch: Porch) -> None:
    porch.pace(first_posts=2, hold_first=True)
    assert sent(porch, submission_key="k1") == sent(porch, submission_key="k1") == 1
    assert db.session.scalar(select(func.count(WaitingPost.id))) == 1


def test_a_thread_waits_as_well(porch: Porch) -> None:
    porch.pace(first_posts=2, hold_first=True)
    before = db.session.scalar(select(func.count(Thread.id)))
    with pytest.raises(Waits) as kept:
        start_thread(porch.cora, porch.group_id, posts.thread_form("A new one", WORDS), clock.now())
    assert db.session.scalar(select(func.count(Thread.id))) == before
    card = queries.waiting_card(porch.ann, kept.value.waiting_id, directory(), clock.now()).posts[0]
    assert (card.title, card.thread_id, card.author.handle if card.author else "") == ("A new one", None, "cora")
    post_id = decided(porch, kept.value.waiting_id)
    assert posts.row(post_id or 0).author_id == porch.cora.id


def test_a_declined_post_is_explained_and_stays_with_its_author(app: Flask, porch: Porch) -> None:
    porch.pace(first_posts=2, hold_first=True)
    number = sent(porch)
    with pytest.raises(Invalid):
        decided(porch, number, "declined", "")
    assert decided(porch, number, "declined", "We talk about that elsewhere.") is None
    page = accounts.signed_in(app, porch.cora).get(f"/waiting/{number}").text
    assert "We talk about that elsewhere." in page
    assert "lighthouse" in page
    lines = [row.what for row in db.session.scalars(select(LedgerEntry).order_by(LedgerEntry.id))]
    assert lines == ["pace-set", "decline"]
    with pytest.raises(Conflict):
        decided(porch, number)


def test_who_may_decide(porch: Porch) -> None:
    porch.pace(first_posts=2, hold_first=True)
    number = sent(porch)
    form = WaitingForm.read({"outcome": "approved"})
    with pytest.raises(Denied):
        actions.decide_waiting(porch.ben, number, form, clock.now())
    with pytest.raises(Denied):
        actions.decide_waiting(porch.cora, number, form, clock.now())
    with pytest.raises(Missing):
        actions.decide_waiting(porch.ann, 99, form, clock.now())
    with pytest.raises(Missing):
        actions.take_back(porch.ben, number, clock.now())
    actions.take_back(porch.cora, number, clock.now())
    actions.take_back(porch.cora, number, clock.now())
    with pytest.raises(Conflict):
        decided(porch, number)


def test_what_can_no_longer_be_written_is_not_lost(porch: Porch) -> None:
    porch.pace(first_posts=2, hold_first=True)
    number = sent(porch)
    db.session.get_one(Thread, porch.thread_id).locked_at = clock.now()
    db.session.commit()
    with pytest.raises(Conflict):
        decided(porch, number)
    assert queries.waiting_card(porch.cora, number, directory(), clock.now()).posts[0].outcome == ""


def test_regulars_and_stewards_do_not_wait(porch: Porch) -> None:
    porch.pace(first_posts=2, hold_first=True)
    assert write_reply(porch.ben, porch.thread_id, posts.reply_form(WORDS), clock.now()).post_id
    assert write_reply(porch.ann, porch.thread_id, posts.reply_form(WORDS), clock.now()).post_id


def test_words_of_somebody_in_need_never_wait(porch: Porch) -> None:
    porch.pace(first_posts=2, hold_first=True, newcomer_links=0, later_seconds=3600, premiere_seconds=3600)
    porch.rule(words="kill")
    said = "I want to kill myself tonight. https://a.example"
    assert write_reply(porch.cora, porch.thread_id, posts.reply_form(said), clock.now()).post_id
    assert db.session.scalar(select(func.count(WaitingPost.id))) == 0


def test_old_texts_are_forgotten(porch: Porch) -> None:
    porch.pace(first_posts=2, hold_first=True)
    number = sent(porch)
    decided(porch, number, "declined", "Not here.")
    actions.forget_waiting(NOW + timedelta(days=89))
    assert db.session.get_one(WaitingPost, number).form["body"] == WORDS
    actions.forget_waiting(NOW + timedelta(days=91))
    db.session.expire_all()
    assert db.session.get_one(WaitingPost, number).form == {}
