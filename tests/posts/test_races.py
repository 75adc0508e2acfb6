"""Several people at the same moment, with real threads."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import func, select

from forum.domain.errors import Conflict, Denied, Invalid
from forum.infra import clock as clocks
from forum.infra.db import db
from forum.posts import actions
from forum.posts.forms import Nod
from forum.posts.models import Post, Reaction, Submission
from forum.threads.models import Thread
from tests.factories import posts
from tests.posts.conftest import Scene


def at_once(app: Flask, acts: list[Callable[[], object]]) -> list[object]:
    """Do all of them at one moment, each in its own context and connection."""
    db.session.rollback()
    barrier = Barrier(len(acts))

    def run(act: Callable[[], object]) -> object:
        with app.app_context():
            barrier.wait(10)
            try:
                return act()
            finally:
                db.session.remove()

    with ThreadPoolExecutor(len(acts)) as pool:
        return [done.result(30) for done in [pool.submit(run, act) for act in acts]]


def told(act: Callable[[], object]) -> object:
    """What came of it, or what its doer is told."""
    try:
        return act()
    except (Invalid, Conflict, Denied) as fault:
        return fault


def test_replies_at_once_get_places_of_their_own(app: Flask, scene: Scene) -> None:
    writers = [scene.ann, scene.ben] * 5
    found = at_once(app, [lambda who=who: posts.post(who, scene.talk_id, "word") for who in writers])
    assert len(set(found)) == 10
    positions = db.session.scalars(select(Post.position).order_by(Post.position)).all()
    assert positions == list(range(1, 11))
    thread = db.session.get_one(Thread, scene.talk_id)
    assert (thread.post_count, thread.last_position) == (10, 10)


@pytest.mark.parametrize("new_thread", [False, True])
def test_the_same_submission_eight_times_at_once_is_one_post(app: Flask, scene: Scene, new_thread: bool) -> None:
    def send() -> object:
        if new_thread:
            form = posts.thread_form(submission_key="k")
            return actions.start_thread(scene.ann, scene.group_id, form, clocks.now())
        return posts.post(scene.ann, scene.talk_id, "once", submission_key="k")

    assert len(set(at_once(app, [send] * 8))) == 1
    assert db.session.scalar(select(func.count(Post.id))) == 1
    assert db.session.scalar(select(func.count(Submission.id))) == 1


def test_ten_nods_of_one_person_at_once_count_one(app: Flask, scene: Scene) -> None:
    post_id = posts.post(scene.ann, scene.talk_id)
    found = at_once(app, [lambda: actions.react(scene.ben, post_id, Nod.HEART, clocks.now())] * 10)
    assert sorted(found) == [False] * 9 + [True]
    assert db.session.scalar(select(func.count(Reaction.id))) == 1


def test_of_two_edits_at_once_one_is_told(app: Flask, scene: Scene) -> None:
    from forum.posts.forms import AmendForm

    post_id = posts.post(scene.ann, scene.talk_id)

    def amend(words: str) -> object:
        try:
            return actions.amend_post(scene.ann, post_id, AmendForm(body=words, version=1), clocks.now())
        except Conflict:
            return "told"

    found = at_once(app, [lambda: amend("one way"), lambda: amend("the other")])
    assert sorted(map(str, found)) == ["2", "told"]
    assert posts.row(post_id).version == 2


def test_counters_hold_after_replies_and_withdrawals_at_once(app: Flask, scene: Scene) -> None:
    standing = [posts.post(scene.ann, scene.talk_id) for _ in range(5)]
    acts: list[Callable[[], object]] = [lambda: posts.post(scene.ben, scene.talk_id)] * 5
    acts += [lambda one=one: actions.withdraw_post(scene.ann, one, clocks.now()) for one in standing]
    at_once(app, acts)
    thread = db.session.get_one(Thread, scene.talk_id)
    stands = select(func.count(Post.id)).where(Post.withdrawn_at.is_(None))
    assert thread.post_count == db.session.scalar(stands) == 5
    assert thread.last_position == 10


def test_answers_to_a_post_that_is_edited_and_withdrawn(app: Flask, scene: Scene) -> None:
    """Whoever answers a post points at its row, and does not wait for who holds it; nor the other way round."""
    asked = posts.post(scene.ann, scene.talk_id, "one way")
    acts: list[Callable[[], object]] = [lambda: posts.post(scene.ben, scene.talk_id, "yes", reply_to=asked)] * 4
    acts += [lambda: posts.amended(scene.ann, asked, "the other")]
    written = at_once(app, acts)
    assert posts.row(asked).version == 2
    acts[-1] = lambda: actions.withdraw_post(scene.ann, asked, clocks.now())
    written[-1:] = at_once(app, acts)[:-1]
    assert posts.row(asked).withdrawn_at is not None
    assert db.session.get_one(Thread, scene.talk_id).post_count == 8
    assert len(set(written)) == 8
