"""What the pages hide the API never sends: not in reads, not in answers to writes, not in refusals."""

from __future__ import annotations

from typing import Any

import pytest

from forum.api.operations import OPERATIONS
from tests.api.conftest import CANARY, HIDDEN, World
from tests.api.test_door import address

FORBIDDEN_KEYS = {
    "source", "document", "email", "password", "digest", "gate", "gate_key", "last_position", "draft", "submission_key",
    "removed_by_id", "sealed_by_id", "ip", "address", "scopes_offered", "token",
}  # fmt: skip  # rows of a table


def keys_in(value: Any) -> set[str]:
    if isinstance(value, dict):
        return set(value) | {key for one in value.values() for key in keys_in(one)}
    return {key for one in value for key in keys_in(one)} if isinstance(value, list) else set()


def bodies(world: World) -> dict[str, dict[str, Any]]:
    """A body for each writing operation that succeeds or comes close to it."""
    return {
        "reply": {"body": "A word.", "reply_to": None},
        "start_thread": {"kind": "open", "title": "Other", "body": "A word."},
        "preview": {"body": "A word.", "thread_id": world.thread_id},
        "raise_flag": {"reason": "harassment"},
        "set_progress": {"verb": "through", "episode_id": world.episodes[0]},
        "reveal": {"hide": [f"{world.post_id}:0:x"]},
    }


@pytest.mark.parametrize("who", ["stranger", "ben", "eve"])
def test_who_is_behind_gets_the_canary_from_no_operation(world: World, who: str) -> None:
    reader = None if who == "stranger" else getattr(world, who)
    caller = world.by(reader)
    answered = 0
    for name, known in OPERATIONS.items():
        if name == "enter_thread":
            continue
        for post_id in (world.post_id, world.talk_post_id):
            path = address(world, known.path.replace("<int:post_id>", str(post_id)))
            body = None if known.is_safe or known.body is None else {**known.example, **bodies(world).get(name, {})}
            answer = caller.send(known.method, path, body)
            answered += answer.status_code < 300
            assert CANARY not in answer.text, f"{known.method} {path} as {who}"
            assert HIDDEN not in answer.text, f"{known.method} {path} as {who}"
    assert answered >= (20 if reader is None else 30), answered


def test_who_has_seen_it_gets_it(world: World) -> None:
    """The control: there is something that could have leaked."""
    caller = world.by(world.ann)
    for path in (f"/threads/{world.thread_id}", f"/posts/{world.post_id}", f"/posts/{world.talk_post_id}/history"):
        assert CANARY in caller.get(path).text
    post = caller.get(f"/posts/{world.post_id}").json["post"]
    assert all(CANARY in post[name] for name in ("body_html", "body_text", "excerpt"))


def test_a_closed_post_tells_nothing_by_its_length(world: World) -> None:
    from tests.factories import posts

    long = posts.post(world.ann, world.thread_id, f"{CANARY} " * 300)
    caller = world.by(world.ben)
    short_answer = caller.get(f"/posts/{world.post_id}").json["post"]
    long_answer = caller.get(f"/posts/{long}").json["post"]
    assert len(short_answer["body_text"]) == len(long_answer["body_text"])
    assert abs(len(short_answer["body_html"]) - len(long_answer["body_html"])) <= 4


def test_no_answer_has_a_field_that_nobody_listed(world: World) -> None:
    callers = [world.by(world.ann), world.by(world.max), world.by()]
    met: set[str] = set()
    for name, known in OPERATIONS.items():
        if not known.is_safe or name == "get_source":
            continue
        for caller in callers:
            answer = caller.get(address(world, known.path))
            if answer.status_code == 200:
                met |= keys_in(answer.json)
    assert {"body_html", "valid_until", "notice"} <= met
    # `source` of a show's data has another name; the source of a post is at its own address alone.
    assert not met & FORBIDDEN_KEYS


def test_refusals_repeat_nothing_that_was_sent(world: World) -> None:
    answer = world.by(world.ben).post(f"/threads/{world.talk_id}/posts", {"body": "[spoiler S99]SECRETWORD"})
    assert answer.status_code == 422
    assert "SECRETWORD" not in answer.text
