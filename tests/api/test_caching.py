"""Copies: a reader's own client may ask whether its copy is still right; nobody else may keep one."""

from __future__ import annotations

from datetime import timedelta

from forum.api.operations import OPERATIONS
from forum.infra.clock import SetClock
from tests.api.conftest import World
from tests.api.test_door import address
from tests.factories import posts


def test_what_has_not_changed_is_not_sent_again(world: World) -> None:
    caller = world.by(world.ann)
    tried = 0
    for known in OPERATIONS.values():
        path = address(world, known.path)
        first = caller.get(path) if known.is_safe else None
        if first is None or first.status_code != 200:
            continue
        tried += 1
        assert first.headers["Cache-Control"] == "private, no-cache", path
        assert {"Authorization", "Cookie"} <= set(first.headers["Vary"].split(", "))
        again = caller.get(path, {"If-None-Match": first.headers["ETag"]})
        assert (again.status_code, again.data) == (304, b""), path
        assert again.headers["ETag"] == first.headers["ETag"]
        assert again.headers["Cache-Control"] == "private, no-cache"
        assert caller.get(path, {"If-None-Match": 'W/"other"'}).status_code == 200
    assert tried > 15


def test_a_new_post_makes_a_new_mark(world: World) -> None:
    caller, path = world.by(world.ben), f"/threads/{world.talk_id}"
    mark = caller.get(path).headers["ETag"]
    posts.post(world.ann, world.talk_id)
    assert caller.get(path, {"If-None-Match": mark}).status_code == 200


def test_two_readers_never_share_a_mark(world: World) -> None:
    marks = {world.by(one).get("/calendar").headers["ETag"] for one in (None, world.ann, world.ben, world.eve)}
    assert len(marks) == 4


def test_a_release_makes_a_new_mark_by_time_alone(world: World, clock: SetClock) -> None:
    coming = posts.post(world.ann, world.talk_id, f"[spoiler {world.show.slug} S01E04]Words.[/spoiler]")
    caller = world.by(world.ben)
    found = caller.get(f"/posts/{coming}")
    assert found.json["valid_until"] == "2026-11-22T20:00:00Z"
    clock.forward(timedelta(hours=9))
    later = caller.get(f"/posts/{coming}", {"If-None-Match": found.headers["ETag"]})
    assert (later.status_code, len(later.json["post"]["openable"])) == (200, 1)


def test_writes_and_refusals_are_kept_by_nobody(world: World) -> None:
    caller = world.by(world.ben)
    for answer in (
        caller.post(f"/threads/{world.talk_id}/posts", {"body": "A word."}),
        caller.get("/threads/999"),
        caller.delete("/groups/binge-club/membership"),
    ):
        assert answer.headers["Cache-Control"] == "private, no-store"
        assert "ETag" not in answer.headers


def test_the_same_question_of_two_readers_has_two_answers(world: World) -> None:
    """What a shared cache would do wrong: hand ann's answer to a stranger who asks with ann's mark."""
    path = f"/threads/{world.thread_id}"
    mark = world.by(world.ann).get(path).headers["ETag"]
    assert world.by().get(path, {"If-None-Match": mark}).status_code == 200
