"""Sent again with the same key: whatever would be done twice is done once, and the answer is the first one."""

from __future__ import annotations

from typing import Any

import pytest

from forum.api.operations import OPERATIONS
from forum.groups.models import Group, GroupEvent, Invitation
from forum.infra.db import db
from forum.posts.models import PostEvent, Submission
from forum.threads.models import ThreadEvent
from tests.api.conftest import World
from tests.factories import accounts, groups, posts

HARMLESS = {"preview", "preview_decision", "reveal", "read_waiting", "read_all_notifications", "import_file"}
"""To look at what one writes or would decide, to open what one may open, to have read, the same file: done again it is
the same. A look at what one has not seen is written down each time, and is to be."""


def test_every_post_that_does_something_takes_a_key() -> None:
    without = {name for name, known in OPERATIONS.items() if known.method == "POST" and not known.takes_key}
    assert without == HARMLESS


def test_a_group_is_started_once(world: World) -> None:
    caller = world.by(world.ben)
    form = {"name": "Night Owls", "slug": "night-owls", "description": "", "rules": ["Be kind."]}
    before = db.session.query(Group).count()
    first = caller.post("/groups", form, Idempotency_Key="g1")
    again = caller.post("/groups", form, Idempotency_Key="g1")
    assert (first.status_code, again.status_code) == (201, 201)
    assert again.json == first.json
    assert again.headers["Location"] == first.headers["Location"] == "/api/v1/groups/night-owls"
    assert db.session.query(Group).count() == before + 1
    assert caller.post("/groups", {**form, "slug": "day-owls"}, Idempotency_Key="g1").status_code == 409
    assert caller.post("/groups", form).status_code == 422  # without a key it is a second group of that name


def test_an_invitation_is_made_once_and_told_again(world: World) -> None:
    caller = world.by(world.ann)
    path, form = "/groups/binge-club/invitations", {"places": 3, "days": 7}
    before = db.session.query(Invitation).count()
    first, again = (caller.post(path, form, Idempotency_Key="i1") for _ in range(2))
    assert first.status_code == again.status_code == 201
    assert again.json["path"] == first.json["path"]
    assert db.session.query(Invitation).count() == before + 1
    assert caller.post(path, form, Idempotency_Key="i2").json["path"] != first.json["path"]


def test_somebody_is_banned_once(world: World) -> None:
    zoe = groups.member(world.group_id, accounts.person("zoe"))
    path, form = f"/groups/binge-club/members/{zoe.handle}/ban", {"days": 3, "reason": "Rude."}
    answers = [world.by(world.ann).post(path, form, Idempotency_Key="b1") for _ in range(3)]
    assert [one.status_code for one in answers] == [201, 201, 201]
    assert answers[0].json == answers[2].json
    assert db.session.query(GroupEvent).filter_by(person_id=zoe.id).count() == 1


@pytest.mark.parametrize("verb", ["lock", "pin"])
def test_what_is_done_to_a_thread_is_noted_once(world: World, verb: str) -> None:
    path, form = f"/threads/{world.talk_id}/{verb}", {"reason": "A quarrel."}
    before = db.session.query(ThreadEvent).count()
    first, again = (world.by(world.max).post(path, form, Idempotency_Key="t1") for _ in range(2))
    assert (first.status_code, again.status_code, again.json) == (200, 200, first.json)
    assert db.session.query(ThreadEvent).count() == before + 1


def test_an_answer_with_texts_is_made_anew(world: World) -> None:
    """The key keeps no text: who may not read any more reads nothing."""
    number = posts.post(world.ann, world.talk_id, "CANARY")
    path, form = f"/posts/{number}/remove", {"rule": "1", "reason": "Unkind."}
    first, again = (world.by(world.max).post(path, form, Idempotency_Key="r1") for _ in range(2))
    assert (first.status_code, again.status_code, again.json) == (200, 200, first.json)
    assert db.session.query(PostEvent).filter_by(post_id=number, what="removed").count() == 1
    kept = db.session.query(Submission).filter_by(key="r1").one()
    assert kept.answer == {"status": 200, "location": None, "body": None}
    assert world.by(world.max).post(path, form).status_code == 409


def test_what_was_refused_may_be_sent_again(world: World) -> None:
    caller = world.by(world.ben)
    assert caller.post(f"/threads/{world.talk_id}/lock", {"reason": "So."}, Idempotency_Key="x").status_code == 403
    assert db.session.query(Submission).filter_by(key="x").count() == 0
    assert caller.post("/groups/no-such-group/requests", {"accept": True}, Idempotency_Key="x").status_code == 404


def test_a_key_is_one_persons(world: World) -> None:
    path, form = f"/posts/{world.talk_post_id}/concerns", {"worry": "They do not sound like themselves."}
    answers: list[Any] = [world.by(one).post(path, form, Idempotency_Key="k") for one in (world.ben, world.max)]
    assert [one.status_code for one in answers] == [204, 204]
    again = world.by(world.ben).post(path, form, Idempotency_Key="k")
    assert (again.status_code, again.data) == (204, b"")
