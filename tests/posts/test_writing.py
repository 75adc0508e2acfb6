"""Replies and threads: what is stored, counted and announced."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.exc import InvalidRequestError

from forum.domain.errors import Conflict, Denied, Invalid, Missing
from forum.domain.people import Reader
from forum.infra import clock
from forum.infra.db import db, transaction
from forum.infra.jobs import Outbox
from forum.posts import actions
from forum.posts.actions.submitting import KEPT, forget_submissions
from forum.posts.models import Draft, Mention, Post, Revision, Submission
from forum.posts.places import thread_place
from forum.threads.models import Thread
from tests.factories import accounts, groups, posts
from tests.posts.conftest import Scene


def announced(name: str) -> list[dict[str, object]]:
    return list(db.session.scalars(select(Outbox.payload).where(Outbox.name == name).order_by(Outbox.id)))


def test_replies_stand_one_after_the_other_and_the_thread_counts_them(scene: Scene) -> None:
    first, second = posts.post(scene.ann, scene.talk_id), posts.post(scene.ben, scene.talk_id)
    assert (posts.row(first).position, posts.row(second).position) == (1, 2)
    thread = db.session.get_one(Thread, scene.talk_id)
    assert (thread.post_count, thread.last_position, thread.last_post_by_id) == (2, 2, scene.ben.id)
    assert thread.last_post_at == clock.now()


def test_the_source_raises_when_it_is_touched_without_being_asked_for(scene: Scene) -> None:
    post = posts.row(posts.post(scene.ann, scene.talk_id, "secret source"))
    with pytest.raises(InvalidRequestError):
        _ = post.source


def test_the_default_scope_is_the_threads(scene: Scene) -> None:
    stored = posts.row(posts.post(scene.ann, scene.thread_id, "He dies.")).document
    (veil,) = stored["pieces"]
    assert (veil["cover"], veil["gate"]["ceiling"]) == ("thread", scene.episodes[1])


def test_a_mark_may_only_raise_the_threads_scope(scene: Scene) -> None:
    posts.post(scene.ann, scene.thread_id, "[spoiler S01E03]later[/spoiler]")
    with pytest.raises(Invalid) as refused:
        posts.post(scene.ann, scene.thread_id, "[spoiler S01E01]earlier[/spoiler]")
    assert refused.value.errors == {"body": ("lower-than-thread",)}
    assert refused.value.values["body"] == "[spoiler S01E01]earlier[/spoiler]"
    (problem,) = refused.value.facts["problems"]
    assert (problem["line"], problem["column"]) == (1, 1)


def test_outside_episode_threads_a_mark_names_its_show(scene: Scene) -> None:
    with pytest.raises(Invalid) as refused:
        posts.post(scene.ann, scene.talk_id, "[spoiler S01E03]later[/spoiler]")
    assert refused.value.errors == {"body": ("show-needed",)}
    with pytest.raises(Invalid) as refused:
        posts.post(scene.ann, scene.talk_id, ">!later!<")
    assert refused.value.errors == {"body": ("scope-needed",)}


def test_a_refused_reply_leaves_nothing_behind(scene: Scene) -> None:
    with pytest.raises(Invalid):
        posts.post(scene.ann, scene.talk_id, ">!later!<", submission_key="k")
    assert db.session.scalars(select(Post)).all() == []
    assert posts.post(scene.ann, scene.talk_id, "now right", submission_key="k")


def test_who_may_reply(app: Flask, scene: Scene) -> None:
    outsider = accounts.person("zoe")
    for reader, reason in ((outsider, "members-only"), (Reader.stranger(), "sign-in")):
        with pytest.raises(Denied) as refused:
            posts.post(reader, scene.talk_id)
        assert refused.value.reason == reason
    with transaction():
        thread = db.session.get_one(Thread, scene.talk_id)
        thread.locked_at = clock.now()
    with pytest.raises(Denied) as refused:
        posts.post(scene.ben, scene.talk_id)
    assert refused.value.reason == "locked"
    posts.post(scene.ann, scene.talk_id)  # the group's owner


def test_nobody_writes_in_a_thread_that_is_not_open(scene: Scene) -> None:
    later = groups.thread(
        scene.group_id,
        title="",
        about=groups.gate(scene.show.show_id, scene.episodes[5]),
        kind="episode",
        episode_id=scene.episodes[5],
        opened_at=None,
    )
    with pytest.raises(Denied) as refused:
        posts.post(scene.ann, later)
    assert refused.value.reason == "not-open-yet"


def test_a_hidden_groups_thread_is_not_there_for_outsiders(scene: Scene) -> None:
    attic = groups.hidden_group(scene.ann)
    thread_id = groups.thread(attic, scene.ann)
    with pytest.raises(Missing):
        posts.post(scene.ben, thread_id)


def test_an_answer_belongs_to_the_same_thread(scene: Scene) -> None:
    elsewhere = posts.post(scene.ann, scene.thread_id)
    with pytest.raises(Invalid) as refused:
        posts.post(scene.ben, scene.talk_id, reply_to=elsewhere)
    assert refused.value.errors == {"reply_to": ("not-an-option",)}
    first = posts.post(scene.ann, scene.talk_id)
    answer = posts.post(scene.ben, scene.talk_id, reply_to=first)
    posts.post(scene.ann, scene.talk_id, reply_to=first)  # to oneself: nobody is told
    assert announced("post.replied") == [{"post_id": answer, "person_id": scene.ann.id, "to_post_id": first}]


def test_people_named_are_kept_and_told_once(scene: Scene) -> None:
    zoe = groups.member(scene.group_id, accounts.person("zoe"))
    post_id = posts.post(scene.ann, scene.thread_id, "@ben and @Ben and @nobody, >!@zoe!< and @ann")
    mentions = db.session.execute(select(Mention.person_id, Mention.veiled).order_by(Mention.person_id)).all()
    assert [tuple(row) for row in mentions] == [(scene.ben.id, False), (zoe.id, True)]
    assert announced("post.mentioned") == [{"post_id": post_id, "person_ids": [scene.ben.id, zoe.id]}]
    posts.amended(scene.ann, post_id, "@ben only, and @mona")
    assert announced("post.mentioned")[1:] == [{"post_id": post_id, "person_ids": [scene.mona.id]}]
    named = db.session.scalars(select(Mention.person_id).order_by(Mention.person_id)).all()
    assert named == sorted([scene.ben.id, scene.mona.id])


def test_ten_thousand_names_cost_one_look(scene: Scene, statements) -> None:
    body = " ".join(f"@nobody{n}" for n in range(1500))
    with statements() as seen:
        posts.post(scene.ann, scene.talk_id, body)
    assert sum("FROM people" in one for one in seen) <= 2
    assert db.session.scalars(select(Mention)).all() == []


def test_the_same_submission_returns_the_first_post(scene: Scene) -> None:
    first = posts.post(scene.ann, scene.talk_id, "once", submission_key="k")
    assert posts.post(scene.ann, scene.talk_id, "once", submission_key="k") == first
    with pytest.raises(Conflict):
        posts.post(scene.ann, scene.talk_id, "something else", submission_key="k")
    with pytest.raises(Conflict):
        posts.post(scene.ann, scene.thread_id, "once", submission_key="k")
    assert posts.post(scene.ben, scene.talk_id, "once", submission_key="k") != first
    assert db.session.get_one(Thread, scene.talk_id).post_count == 2


def test_a_thread_starts_with_its_first_post_or_not_at_all(scene: Scene) -> None:
    thread_id = posts.started(
        scene.ben, scene.group_id, "Who is it?", "It is him.", kind="theory", show="harbour-lights", scope="S01E02"
    )
    thread = db.session.get_one(Thread, thread_id)
    assert (thread.title, thread.kind, thread.post_count, thread.last_position) == ("Who is it?", "theory", 1, 1)
    assert thread.gate is not None
    assert thread.gate["ceiling"] == scene.episodes[1]
    before = db.session.scalar(select(db.func.count(Thread.id)))
    with pytest.raises(Invalid) as refused:
        posts.started(scene.ben, scene.group_id, body=">!nothing named!<")
    assert refused.value.errors == {"body": ("scope-needed",)}
    assert db.session.scalar(select(db.func.count(Thread.id))) == before


@pytest.mark.parametrize(
    ("more", "errors"),
    [
        ({"kind": "article"}, {"link": ("required",)}),
        ({"show": "no such show"}, {"show": ("unknown-show",)}),
        ({"show": "harbour-lights", "scope": "S09E99"}, {"scope": ("unknown-episode",)}),
    ],
)
def test_what_is_wrong_with_a_new_thread(scene: Scene, more: dict[str, str], errors: dict[str, object]) -> None:
    with pytest.raises(Invalid) as refused:
        posts.started(scene.ben, scene.group_id, **more)
    assert refused.value.errors == errors
    assert refused.value.values["title"] == "What now?"


def test_the_first_version_is_kept(scene: Scene) -> None:
    post_id = posts.post(scene.ann, scene.thread_id, "[spoiler S01E03]later[/spoiler]")
    revision = db.session.scalars(select(Revision).where(Revision.post_id == post_id)).one()
    assert revision.version == 1
    assert list(revision.scopes) == ["S01E03"]
    assert revision.document == posts.row(post_id).document


def test_a_draft_is_kept_until_it_is_sent(scene: Scene) -> None:
    from forum.posts.forms import DraftForm

    place = thread_place(scene.talk_id)
    actions.save_draft(scene.ann, place, DraftForm(body="so far"), clock.now())
    actions.save_draft(scene.ann, place, DraftForm(body="so far, so good"), clock.now())
    assert db.session.scalars(select(Draft.text)).all() == ["so far, so good"]
    posts.post(scene.ann, scene.talk_id, "so far, so good")
    assert db.session.scalars(select(Draft.text)).all() == []


def test_an_empty_draft_is_none(scene: Scene) -> None:
    from forum.posts.forms import DraftForm

    place = thread_place(scene.talk_id)
    actions.save_draft(scene.ann, place, DraftForm(body="so far"), clock.now())
    actions.save_draft(scene.ann, place, DraftForm(body=" "), clock.now())
    assert db.session.scalars(select(Draft.text)).all() == []
    attic = groups.thread(groups.hidden_group(scene.ann), scene.ann)
    with pytest.raises(Missing):
        actions.save_draft(scene.ben, thread_place(attic), DraftForm(body="peek"), clock.now())


def test_of_many_who_are_named_ten_are_told(scene: Scene) -> None:
    """A post that names a crowd is taken; the first ten of them are told, in the order of the text."""
    crowd = [accounts.person(f"guest{number}") for number in range(12)]
    body = "Come all: " + " ".join(f"@{one.handle}" for one in reversed(crowd))
    post_id = posts.post(scene.ann, scene.thread_id, body)
    told = set(db.session.scalars(select(Mention.person_id).where(Mention.post_id == post_id)))
    assert told == {one.id for one in crowd[2:]}
    (payload,) = db.session.scalars(select(Outbox.payload).where(Outbox.name == "post.mentioned"))
    assert payload["person_ids"] == sorted(told)


def test_a_submission_key_is_known_for_two_days(scene: Scene) -> None:
    first = posts.post(scene.ann, scene.talk_id, "once", submission_key="k")
    forget_submissions(clock.now() + KEPT)
    assert posts.post(scene.ann, scene.talk_id, "once", submission_key="k") == first
    forget_submissions(clock.now() + KEPT + timedelta(seconds=1))
    assert db.session.scalar(select(func.count(Submission.id))) == 0
