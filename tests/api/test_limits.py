"""How often: counted per person through both doors, and told in headers."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from forum.app import create_app
from forum.infra.clock import SetClock
from forum.infra.db import db
from forum.infra.web.limits import limiter
from tests.api.conftest import Caller, World, settled
from tests.conftest import make_settings


@pytest.fixture
def limited(tmp_path: Path, sqlite_template: Path, clock: SetClock) -> Iterator[World]:
    """An application whose limits count. They live in memory, whatever the database."""
    shutil.copy(sqlite_template, tmp_path / "forum.sqlite3")
    app = create_app(make_settings(tmp_path).model_copy(update={"rate_limits": True}))
    limiter.reset()
    with app.app_context():
        yield settled(app, clock)
        db.session.remove()
        db.engine.dispose()
    limiter.reset()
    limiter.enabled = False


def test_the_limit_of_replies_holds_through_both_doors(limited: World) -> None:
    caller, path = limited.by(limited.ben), f"/threads/{limited.talk_id}/posts"
    codes = [caller.post(path, {"body": f"Number {n}."}).status_code for n in range(21)]
    assert codes == [201] * 20 + [429]
    last = caller.post(path, {"body": "Again."})
    assert last.content_type == "application/problem+json"
    assert int(last.headers["Retry-After"]) > 0
    for variant in (f"{path}?x=1", path.replace("/threads", "//threads")):
        assert caller.post(variant, {"body": "Again."}).status_code in (308, 404, 405, 429)
    assert limited.by(limited.max).post(path, {"body": "Mine."}).status_code == 201


def test_answers_tell_what_is_left(limited: World) -> None:
    first = limited.by(limited.ben).get("/groups")
    second = limited.by(limited.ben).get("/groups")
    left = [int(answer.headers["X-RateLimit-Remaining"]) for answer in (first, second)]
    assert left[0] - left[1] == 1
    assert first.headers["X-RateLimit-Limit"] == "600"


def test_only_a_refusal_tells_to_wait(limited: World) -> None:
    caller = limited.by(limited.ben)
    answers = [caller.get("/groups"), caller.get("/threads/999999"), caller.get("/groups/")]
    assert [answer.status_code for answer in answers] == [200, 404, 404]
    page = limited.app.test_client().get("/notifications")
    assert page.status_code == 401
    assert [answer.headers.get("Retry-After") for answer in (*answers, page)] == [None] * 4


def test_wrong_keys_are_counted_too(limited: World) -> None:
    caller = Caller(limited.app, "wc_wrong")
    codes = [caller.post("/notifications/read").status_code for _ in range(61)]
    assert codes == [401] * 60 + [429]
