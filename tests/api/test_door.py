"""Who gets in: keys, scopes, and nothing by cookie."""

from __future__ import annotations

from datetime import timedelta

import pytest

from forum.accounts import actions, queries
from forum.accounts.models import Person
from forum.api.operations import OPERATIONS
from forum.infra import clock as clocks
from forum.infra.clock import SetClock
from forum.infra.db import db
from forum.infra.web.limits import limiter
from tests.api.conftest import Caller, World
from tests.factories import accounts

REPLY = {"body": "A word."}


@pytest.fixture(autouse=True)
def unlimited(world: World) -> None:
    """More is asked here than a minute allows; the limiter is one for all applications of a process."""
    limiter.enabled = False


def address(world: World, path: str) -> str:
    """An operation's path with things that exist."""
    named = {
        "<slug>": "binge-club",
        "<int:thread_id>": str(world.thread_id),
        "<int:post_id>": str(world.post_id),
        "<int:episode_id>": str(world.episodes[0]),
        "<int:case_id>": "1",
        "<int:decision_id>": "1",
        "<int:appeal_id>": "1",
        "<int:written_id>": "1",
        "<int:note_id>": "1",
        "<nod>": "heart",
        "<show>": world.show.slug,
        "<handle>": "ben",
        "<int:draft_id>": "1",
        "<purpose>": "threads",
        "<int:request_id>": "1",
        "<int:ban_id>": "1",
        "<int:invitation_id>": "1",
        "<int:report_id>": "1",
        "<int:message_id>": "1",
        "<int:claim_id>": "1",
        "<int:window_id>": "1",
        "<int:work_id>": "1",
        "<int:proposal_id>": "1",
        "<int:reply_id>": "1",
        "<int:waiting_id>": "1",
        "<int:notice_id>": "1",
        "<int:automation_id>": "1",
        "<token>": world.invitation,
    }
    for sign, value in named.items():
        path = path.replace(sign, value)
    assert "<" not in path
    return path.replace("/shows/binge-club", f"/shows/{world.show.slug}")


def test_nothing_is_written_without_a_key(world: World) -> None:
    stranger = world.by()
    for known in OPERATIONS.values():
        if not known.is_safe:
            answer = stranger.send(known.method, address(world, known.path), {})
            assert answer.status_code == 401, known.path
            assert answer.content_type == "application/problem+json"
            assert answer.headers["WWW-Authenticate"] == 'Bearer realm="Watercooler"'


def test_strangers_read_what_the_pages_show_them_and_no_more(world: World) -> None:
    stranger = world.by()
    for known in OPERATIONS.values():
        if known.is_safe:
            expected = 401 if known.signed_in else 200
            assert stranger.get(address(world, known.path)).status_code == expected, known.path


def test_a_browsers_sign_in_opens_nothing(world: World) -> None:
    world.app.config["WTF_CSRF_ENABLED"] = True
    browser = accounts.signed_in(world.app, world.ann)
    world.app.config["WTF_CSRF_ENABLED"] = True
    assert browser.get("/settings").status_code == 200
    assert browser.get("/api/v1/me").status_code == 401
    answer = browser.post(f"/api/v1/threads/{world.talk_id}/posts", json=REPLY)
    assert (answer.status_code, answer.json["type"]) == (401, "urn:watercooler:sign-in")


def test_a_key_is_somebody(world: World) -> None:
    found = world.by(world.ann, "read").get("/me").json
    assert (found["handle"], found["scopes"]) == ("ann", ["read"])
    assert world.by(world.ben, "read").get("/me").json["handle"] == "ben"


@pytest.mark.parametrize(
    "given", ["Bearer nonsense", "Bearer", "", "Basic YW5uOng=", "bearer  ", "Bearer " + "x" * 9000, "Bearer \xe9"]
)
def test_what_is_no_key_is_refused_even_for_reading(world: World, given: str) -> None:
    for method in ("GET", "POST"):
        path = "/shows" if method == "GET" else f"/threads/{world.talk_id}/posts"
        answer = Caller(world.app).send(method, path, REPLY if method == "POST" else None, {"Authorization": given})
        assert (answer.status_code, answer.json["type"]) == (401, "urn:watercooler:token-unknown")
        assert answer.headers["WWW-Authenticate"] == 'Bearer realm="Watercooler", error="invalid_token"'


def test_keys_end(world: World, clock: SetClock) -> None:
    caller = world.by(world.ann)
    clock.forward(timedelta(days=29))
    assert caller.get("/me").status_code == 200
    clock.forward(timedelta(days=1))
    assert caller.get("/me").status_code == 401


def test_keys_can_be_revoked(world: World) -> None:
    caller = world.by(world.ann)
    (card,) = queries.tokens_of(world.ann, clocks.now())
    actions.revoke_token(world.ann, card.id, clocks.now())
    assert caller.get("/shows").status_code == 401


def test_keys_of_the_suspended_open_nothing(world: World) -> None:
    caller = world.by(world.ann)
    person = db.session.get_one(Person, world.ann.id)
    person.suspended_until = clocks.now() + timedelta(days=1)
    db.session.commit()
    assert caller.get("/shows").status_code == 401


def test_every_operation_asks_for_its_scope(world: World) -> None:
    keys = {scope: world.by(world.ann, scope) for scope in ("read", "write", "moderate")}
    for known in OPERATIONS.values():
        for scope, caller in keys.items():
            answer = caller.send(known.method, address(world, known.path), None if known.is_safe else {})
            lacks = answer.status_code == 403 and answer.json["type"] == "urn:watercooler:scope-missing"
            assert lacks == (scope != known.scope), f"{known.path} with {scope}: {answer.status_code}"
            if lacks:
                assert answer.json["scope"] == known.scope
                assert 'error="insufficient_scope"' in answer.headers["WWW-Authenticate"]


def test_a_scope_gives_no_rights(world: World) -> None:
    """A member's key for moderating moderates nothing."""
    assert world.by(world.ben).get("/cases").status_code == 403
    assert world.by(world.ben).get("/cases/1").status_code == 404


def test_no_other_site_may_read_the_answers(world: World) -> None:
    answer = world.by(world.ann).get("/me", {"Origin": "https://evil.example"})
    assert not [name for name in dict(answer.headers) if name.lower().startswith("access-control")]
