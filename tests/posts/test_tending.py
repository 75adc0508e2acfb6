"""Seals, removals, withdrawals: who may, what is shown, and what the thread counts."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from sqlalchemy import select

from forum.domain.errors import Conflict, Denied, Invalid
from forum.domain.people import GroupRole
from forum.infra import clock as clocks
from forum.infra.db import db
from forum.infra.directory import directory
from forum.infra.jobs import Outbox
from forum.posts import actions, queries
from forum.posts.forms import Nod
from forum.posts.models import PostEvent, Reaction
from forum.threads.actions import note_topics
from forum.threads.models import Thread
from tests.factories import accounts, groups, posts
from tests.posts.conftest import Scene


def seal(scene: Scene, post_id: int, scope: str = "harbour-lights S01E02") -> None:
    gate = actions.read_seal(scene.mona, post_id, scope, clocks.now())
    actions.seal_post(scene.mona, post_id, gate, "It gives it away.", clocks.now())


def test_a_seal_covers_a_whole_post_but_not_for_its_author(scene: Scene) -> None:
    post_id = posts.post(scene.ann, scene.talk_id, "CANARY")
    seal(scene, post_id)
    row = posts.row(post_id)
    assert (row.sealed_by_id, row.sealed_at, row.sealed_reason) == (scene.mona.id, clocks.now(), "It gives it away.")
    covered = queries.post_page(scene.ben, post_id, directory(), clocks.now())
    assert "CANARY" not in repr(covered)
    assert (covered.post.state, covered.post.seal_label) == ("sealed", "Harbour Lights S01E02")
    assert "CANARY" in queries.post_page(scene.ann, post_id, directory(), clocks.now()).post.body_html
    actions.reveal(scene.ben, covered.post.openable, clocks.now())
    assert "CANARY" in queries.post_page(scene.ben, post_id, directory(), clocks.now()).post.body_html


def test_the_stored_column_is_never_without_the_seal(scene: Scene) -> None:
    """Whoever reads the column, a future index or an export, reads it through the seal."""
    post_id = posts.post(scene.ann, scene.thread_id, "CANARY")
    plain = posts.row(post_id).document
    seal(scene, post_id, "S01E03")
    (outer,) = posts.row(post_id).document["pieces"]
    assert outer["cover"] == "seal"
    assert outer["inside"] == plain["pieces"]
    seal(scene, post_id, "S01E04")
    (outer,) = posts.row(post_id).document["pieces"]
    assert outer["gate"]["ceiling"] == scene.episodes[3]
    assert outer["inside"] == plain["pieces"]
    actions.unseal_post(scene.mona, post_id, "A mistake.", clocks.now())
    assert posts.row(post_id).document == plain
    assert posts.row(post_id).seal is None


def test_who_may_seal_and_who_may_remove(scene: Scene) -> None:
    steward = groups.member(scene.group_id, accounts.person("stew"), GroupRole.STEWARD)
    post_id = posts.post(scene.ann, scene.talk_id, "words")
    with pytest.raises(Denied):
        actions.read_seal(scene.ben, post_id, "harbour-lights S01E02", clocks.now())
    gate = actions.read_seal(steward, post_id, "harbour-lights S01E02", clocks.now())
    with pytest.raises(Denied):
        actions.seal_post(scene.ben, post_id, gate, "no", clocks.now())
    actions.seal_post(steward, post_id, gate, "yes", clocks.now())
    with pytest.raises(Denied):
        actions.remove_post(steward, post_id, "1", "no", clocks.now())


def test_a_seals_scope_is_read_like_a_mark(scene: Scene) -> None:
    talk, inside = posts.post(scene.ann, scene.talk_id), posts.post(scene.ann, scene.thread_id)
    for post_id, scope, code in ((talk, "S01E02", "show-needed"), (inside, "S01E01", "lower-than-thread")):
        with pytest.raises(Invalid) as refused:
            actions.read_seal(scene.mona, post_id, scope, clocks.now())
        assert refused.value.errors == {"scope": (code,)}


def test_a_removed_post_keeps_its_place_and_shows_no_words(app: Flask, scene: Scene) -> None:
    post_id = posts.post(scene.ann, scene.talk_id, "CANARY")
    actions.remove_post(scene.mona, post_id, "2", "CANARY again, in the reason", clocks.now())
    for reader in (scene.ben, scene.ann, scene.mona):
        page = queries.thread_page(reader, scene.talk_id, 1, directory(), clocks.now(), plain=True)
        (card,) = page.posts
        assert (card.state, card.body_html, card.body_text, card.excerpt) == ("removed", "", "", "")
        assert card.reason == ("Rule 2." if reader is scene.ben else "Rule 2. · CANARY again, in the reason")
        assert card.may.restore == (reader is scene.mona)
        assert not card.may.quote
    assert "CANARY" not in accounts.signed_in(app, scene.ben).get(f"/t/{scene.talk_id}").text
    with pytest.raises(Conflict):
        actions.remove_post(scene.mona, post_id, "1", "again", clocks.now())
    actions.restore_post(scene.mona, post_id, "appeal", clocks.now())
    (card,) = queries.thread_page(scene.ben, scene.talk_id, 1, directory(), clocks.now()).posts
    assert "CANARY" in card.body_html


def test_a_withdrawn_post_is_nobodys_to_read(scene: Scene) -> None:
    post_id = posts.post(scene.ann, scene.talk_id, "CANARY")
    with pytest.raises(Denied):
        actions.withdraw_post(scene.ben, post_id, clocks.now())
    actions.withdraw_post(scene.ann, post_id, clocks.now())
    actions.withdraw_post(scene.ann, post_id, clocks.now())
    for reader in (scene.ann, scene.ben, scene.mona):
        page = queries.thread_page(reader, scene.talk_id, 1, directory(), clocks.now(), plain=True)
        assert "CANARY" not in repr(page)
        assert page.posts[0].state == "withdrawn"
    assert queries.posts_of(scene.ben, scene.ann.id or 0, 1, directory(), clocks.now()).posts == ()


def test_the_thread_counts_what_stands_and_hides_what_was_last(scene: Scene) -> None:
    def counters() -> tuple[int, int, int | None]:
        db.session.expire_all()
        thread = db.session.get_one(Thread, scene.talk_id)
        return thread.post_count, thread.last_position, thread.last_post_by_id

    posts.post(scene.ann, scene.talk_id)
    last = posts.post(scene.ben, scene.talk_id)
    actions.remove_post(scene.mona, last, "1", "why", clocks.now())
    assert counters() == (1, 2, scene.ann.id)
    actions.restore_post(scene.mona, last, "why", clocks.now())
    assert counters() == (2, 2, scene.ben.id)
    actions.withdraw_post(scene.ben, last, clocks.now())
    assert counters() == (1, 2, scene.ann.id)
    assert posts.row(posts.post(scene.ann, scene.talk_id)).position == 3


def test_everything_done_is_written_down_and_announced(scene: Scene) -> None:
    post_id = posts.post(scene.ann, scene.talk_id)
    seal(scene, post_id)
    actions.unseal_post(scene.mona, post_id, "A mistake.", clocks.now())
    actions.remove_post(scene.mona, post_id, "3", "why", clocks.now())
    actions.restore_post(scene.mona, post_id, "appeal", clocks.now())
    actions.withdraw_post(scene.ann, post_id, clocks.now())
    events = db.session.scalars(select(PostEvent).order_by(PostEvent.id)).all()
    assert [(one.what, one.actor_id) for one in events] == [
        ("sealed", scene.mona.id),
        ("unsealed", scene.mona.id),
        ("removed", scene.mona.id),
        ("restored", scene.mona.id),
        ("withdrawn", scene.ann.id),
    ]
    assert events[2].detail == {"rule": "3"}
    names = set(db.session.scalars(select(Outbox.name)))
    assert {f"post.{one.what}" for one in events} <= names


def test_nods_count_once_a_person(app: Flask, scene: Scene) -> None:
    post_id = posts.post(scene.ann, scene.talk_id)
    assert actions.react(scene.ben, post_id, Nod.HEART, clocks.now())
    assert not actions.react(scene.ben, post_id, Nod.HEART, clocks.now())
    actions.react(scene.mona, post_id, Nod.HEART, clocks.now())
    (card,) = queries.thread_page(scene.ben, scene.talk_id, 1, directory(), clocks.now()).posts
    assert [(one.code, one.count, one.mine) for one in card.reactions if one.count] == [("heart", 2, True)]
    browser = accounts.signed_in(app, scene.ben)
    assert browser.post(f"/p/{post_id}/react/heart").status_code == 303
    assert db.session.scalars(select(Reaction.person_id)).all() == [scene.mona.id]
    assert browser.post(f"/p/{post_id}/react/spoiled-me").status_code == 404
    actions.withdraw_post(scene.ann, post_id, clocks.now())
    with pytest.raises(Denied):
        actions.react(scene.ben, post_id, Nod.HEART, clocks.now())


def test_the_asker_marks_what_answers(app: Flask, scene: Scene) -> None:
    thread_id = posts.started(scene.ben, scene.group_id, "Why?", kind="question")
    answer = posts.post(scene.ann, thread_id, "Because.")
    with pytest.raises(Denied):
        actions.take_answer(accounts.person("zoe"), answer, clocks.now())
    assert accounts.signed_in(app, scene.ben).post(f"/p/{answer}/answer").status_code == 303
    cards = queries.thread_page(scene.ben, thread_id, 1, directory(), clocks.now()).posts
    assert [card.is_answer for card in cards] == [False, True]


def test_a_question_does_not_answer_itself(scene: Scene) -> None:
    thread_id = posts.started(scene.ben, scene.group_id, "Why?", kind="question")
    posts.post(scene.ben, thread_id, "Oh, I see.")
    cards = queries.thread_page(scene.ben, thread_id, 1, directory(), clocks.now()).posts
    assert [card.may.answer for card in cards] == [False, True]
    with pytest.raises(Conflict, match="asks-itself"):
        actions.take_answer(scene.ben, cards[0].id, clocks.now())
    actions.take_answer(scene.ben, cards[1].id, clocks.now())


def test_nobody_takes_back_what_was_done_to_their_own_post(scene: Scene) -> None:
    """Ann owns the group."""
    post_id = posts.post(scene.ann, scene.talk_id)
    seal(scene, post_id)
    for undo in (
        lambda: actions.unseal_post(scene.ann, post_id, "mine", clocks.now()),
        lambda: actions.restore_post(scene.ann, post_id, "mine", clocks.now()),
    ):
        with pytest.raises(Denied) as refused:
            undo()
        assert refused.value.reason == "own-post"
    card = queries.post_page(scene.ann, post_id, directory(), clocks.now()).post
    assert (card.may.unseal, card.may.remove) == (False, True)


def test_where_the_notice_stands_nobodys_nods_are_counted(app: Flask, scene: Scene) -> None:
    """A post that tells of need is no contest; all posts there are alike, so that none stands out."""
    post_ids = [posts.post(scene.ann, scene.talk_id) for _ in range(2)]
    for who in (scene.ben, scene.mona):
        actions.react(who, post_ids[0], Nod.HEART, clocks.now())
    ben, stranger = accounts.signed_in(app, scene.ben), app.test_client()
    key = {"Authorization": f"Bearer {accounts.token(scene.ben, 'read')}"}
    addresses = {
        f"/t/{scene.talk_id}": ben.get,
        f"/t/{scene.talk_id}?": stranger.get,
        f"/api/v1/threads/{scene.talk_id}": lambda url: stranger.get(url, headers=key),
        f"/api/v1/posts/{post_ids[0]}": lambda url: stranger.get(url, headers=key),
    }
    counted = re.compile(r'<b>2</b>|"count":2')
    assert [url for url, ask in addresses.items() if counted.search(ask(url).text)] == list(addresses)
    note_topics(scene.mona, scene.talk_id, ["self-harm"], "It came up.", clocks.now())
    assert not [url for url, ask in addresses.items() if counted.search(ask(url).text)]
    (first, _) = queries.thread_page(scene.ben, scene.talk_id, 1, directory(), clocks.now()).posts
    assert [(one.code, one.count, one.mine) for one in first.reactions if one.count] == [("heart", 1, True)]
    assert actions.react(scene.ann, post_ids[1], Nod.HEART, clocks.now())
