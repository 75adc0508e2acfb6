"""Whatever is sent, the answer is a clear refusal and never a crash."""

from __future__ import annotations

import json
from itertools import product

import pytest

from forum.api.bodies import depth
from forum.api.operations import OPERATIONS
from tests.api.conftest import Caller, World
from tests.api.test_door import address

SHAPES = [
    None, True, 0, -1, 1.5, 10**18, 10**30, "", "x", "\x00", "\ud800", "x" * 30_000, [], {}, [[]], [None], [{}],
    {"a": 1}, ["\x00"], ["\ud83d"], [10**30], {"__proto__": {}}, "2026-13-45", "-0", "NaN", [["a"] * 50], {"": ""},
    "\u202e", 1e308,
]  # fmt: skip  # rows of a table


@pytest.fixture
def caller(world: World) -> Caller:
    return world.by(world.ann)


def raw(caller: Caller, path: str, data: bytes, kind: str = "application/json") -> tuple[int, str]:
    answer = caller.client.post(f"/api/v1{path}", data=data, headers={**caller.headers, "Content-Type": kind})
    return answer.status_code, answer.content_type


def test_only_json_is_read(world: World, caller: Caller) -> None:
    kinds = ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "", "text/json"]
    for kind in kinds:
        found = raw(caller, f"/threads/{world.talk_id}/posts", b'{"body": "A word."}', kind)
        assert found == (415, "application/problem+json"), kind


NOT_JSON = [
    b"", b"{", b"nonsense", b"\xff\xfe", b'{"body": NaN}', b'{"body": "a", "body": "b"}', b"[" * 100_000,
    b'"' + b'\\"' * 400_000, b'{"a":' * 30 + b"1" + b"}" * 30, b'{"reply_to": ' + b"9" * 5000 + b"}",
]  # fmt: skip  # rows of a table


def test_what_is_not_plain_json_is_refused(world: World, caller: Caller) -> None:
    for data in NOT_JSON:
        found = raw(caller, f"/threads/{world.talk_id}/posts", data)
        assert found == (400, "application/problem+json"), data[:40]


def test_what_is_no_object_is_refused(world: World, caller: Caller) -> None:
    for data in (b"[]", b"1", b'"x"', b"null", b"true"):
        assert raw(caller, f"/threads/{world.talk_id}/posts", data)[0] == 422


def test_a_megabyte_is_the_most(world: World, caller: Caller) -> None:
    data = json.dumps({"body": "x" * 2**20}).encode()
    assert raw(caller, f"/threads/{world.talk_id}/posts", data) == (413, "application/problem+json")


def test_depth_is_counted() -> None:
    assert [depth(one) for one in (1, {}, {"a": [1]}, [[[]], {}])] == [0, 1, 2, 3]


def test_every_field_of_every_form_takes_any_shape(world: World, caller: Caller) -> None:
    refused = 0
    for known in (one for one in OPERATIONS.values() if one.body is not None):
        path = address(world, known.path)
        for name, shape in product(known.body.model_fields, SHAPES):
            answer = caller.send(known.method, path, {**known.example, name: shape})
            assert answer.status_code < 500, f"{path} {name} {shape!r}"
            refused += answer.status_code == 422
            if answer.status_code >= 400:
                assert answer.content_type == "application/problem+json"
    assert refused > 500


def test_every_parameter_takes_any_text(world: World, caller: Caller) -> None:
    values = ["%00", "%FF", "9" * 5000, "-1", "%F0%9F%92%A9", "' OR 1=1", "cDo5OTk5OTk5OTk5OQ", "%ED%A0%80"]
    for known in (one for one in OPERATIONS.values() if one.query is not None):
        for name, value in product(known.query.model_fields, values):
            answer = caller.get(f"{address(world, known.path)}?{name}={value}")
            assert answer.status_code < 500, f"{known.path} {name} {value[:20]}"


OTHERWISE = {"notifications": 200, "drafts": 204, "support-lines": 403, "notices": 403}
"""What answers every number alike: one's own notifications and drafts, and what is for staff alone."""


def test_ids_of_any_size_are_missing_and_no_more(world: World, caller: Caller) -> None:
    tried = 0
    for known, number in product(
        OPERATIONS.values(), ("0", str(2**31 - 1), str(2**31), str(2**62), str(2**63), "9" * 30)
    ):
        if "<int:" not in known.path:
            continue
        tried += 1
        path = "/".join(number if part.startswith("<int:") else part for part in known.path.split("/"))
        answer = caller.send(known.method, address(world, path), dict(known.example) if known.body else None)
        allowed = {404, OTHERWISE.get(known.path.split("/")[1], 404)}
        assert answer.status_code in allowed, f"{path}: {answer.status_code}"
    assert tried > 80


def test_fields_that_no_form_names_change_nothing(world: World, caller: Caller) -> None:
    extra = dict.fromkeys(("id", "author_id", "position", "role", "removed_at", "created_at", "seal", "document"), 1)
    answer = caller.post(f"/threads/{world.talk_id}/posts", {"body": "A word.", **extra})
    assert answer.status_code == 201
    assert (answer.json["post"]["author"]["handle"], answer.json["post"]["position"]) == ("ann", 2)
