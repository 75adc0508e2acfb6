"""What is written down about requests: what happened and how long it took, never what a person typed."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog
from flask import Flask

from forum.app import create_app
from forum.domain.errors import Conflict
from forum.infra import jobs
from forum.infra.db import db, transaction
from tests.conftest import make_settings
from tests.factories.accounts import person, signed_in, token
from tests.factories.groups import group
from tests.sweep.world import NOW

PASSWORD = "canary password, longer than most"
MAIL = "canary-address@people.example"
WORDS = "CANARYWORDS that somebody wrote"
CANARIES = (PASSWORD, "canary-address", "CANARYWORDS", "canaryhandle", "canary search", "203.0.113.77")


@pytest.fixture
def talking(tmp_path: Path, standing_clock: object) -> Iterator[Flask]:
    """A forum that writes its logs as in production, on SQLite."""
    settings = make_settings(tmp_path).model_copy(update={"mode": "development", "log_format": "json"})
    before = structlog.get_config()
    app = create_app(settings)
    app.config["WTF_CSRF_ENABLED"] = False
    with app.app_context():
        db.create_all()
    yield app
    with app.app_context():
        db.engine.dispose()
    structlog.configure(**before)


def _live(app: Flask) -> list[str]:
    """A day of somebody's life here, mishaps included. Returns the secrets that were made on the way."""
    with app.app_context():
        ann = person("ann")
        group(ann, "binge-club")
        key = token(ann, "read", "write")
    here = {"REMOTE_ADDR": "203.0.113.77"}
    browser = app.test_client()
    account = {"handle": "canaryhandle", "email": MAIL, "password": PASSWORD}
    assert browser.post("/account/register", data=account, environ_overrides=here).status_code == 303
    assert browser.post("/account/register", data={**account, "handle": "!!"}).status_code == 422
    with app.app_context():
        jobs.drain(NOW)
    for secret in (PASSWORD, "wrong"):
        browser.post("/account/login", data={"email": MAIL, "password": secret}, environ_overrides=here)
    browser.post("/account/recover", data={"identity": MAIL})
    with app.app_context():
        jobs.drain(NOW)
    bearer = {"Authorization": f"Bearer {key}"}
    body = {"kind": "theory", "title": WORDS, "body": WORDS}
    assert browser.post("/api/v1/groups/binge-club/threads", json=body, headers=bearer).status_code == 201
    assert browser.get("/api/v1/me", headers={"Authorization": f"Bearer {key}x"}).status_code == 401
    browser.get("/shows?q=canary+search")
    for path in ("/search", "/search/suggest", "/api/v1/search", "/api/v1/search/suggestions"):
        assert browser.get(f"{path}?q=canary+search&author=CANARYWORDS").status_code == 200
    browser.get(f"/account/recover/{WORDS}")
    browser.get("/x\nforged: line")
    assert browser.get("/crash").status_code == 500
    assert browser.get("/crash-in-the-database").status_code == 500
    return [key]


def _fail_at_work(app: Flask) -> None:
    """A worker's job that fails with somebody's words."""

    @jobs.handles("test.failed")
    def fail(_payload: object, _now: object) -> None:
        raise RuntimeError(WORDS)

    try:
        with app.app_context():
            with transaction():
                jobs.announce("test.failed", post_id=1)
            jobs.drain(NOW)
    finally:
        jobs._handlers.pop("test.failed")


def test_no_log_line_holds_what_somebody_typed(
    talking: Flask, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)

    def crash() -> str:
        raise RuntimeError(f"{WORDS} {PASSWORD}") from Conflict(MAIL)

    def crash_in_the_database() -> str:
        with transaction():
            db.session.execute(db.text("INSERT INTO people (handle) VALUES (:said)"), {"said": WORDS})
        return ""

    talking.add_url_rule("/crash", "crash", crash)
    talking.add_url_rule("/crash-in-the-database", "crash_in_the_database", crash_in_the_database)
    secrets = _live(talking)
    _fail_at_work(talking)
    out, err = capsys.readouterr()
    written = f"{out}\n{err}\n{caplog.text}"
    for event in ('"event": "request"', '"event": "crash"', '"event": "announcement failed"'):
        assert event in out, "nothing was logged, so nothing was tested"
    for told in ("RuntimeError", "IntegrityError", "test_logs.py"):
        assert told in out, "a crash tells its kind and its place"
    assert [canary for canary in (*CANARIES, *secrets) if canary in written] == []
    assert not re.search(r"(?<![\w.])/account/recover/\w", written), "a mailed link was written down"


def test_each_event_is_one_line_of_json(talking: Flask, capsys: pytest.CaptureFixture[str]) -> None:
    for odd in ("/\n{}", "/\r\nforged", "/\u2028x", "/%0aforged", "/\x1b[31m"):
        talking.test_client().get(odd, headers={"User-Agent": "a\tb", "X-Request-Id": "forged"})
    lines = [line for line in capsys.readouterr().out.splitlines() if line]
    assert len(lines) >= 5
    for line in lines:
        told = json.loads(line)
        assert set(told) == {
            "event",
            "method",
            "endpoint",
            "status",
            "ms",
            "person",
            "request_id",
            "level",
            "timestamp",
        }
        assert re.fullmatch("[0-9a-f]{16}", told["request_id"])


FIELDS = (
    *("title", "body", "text", "words", "reason", "scope", "name", "slug", "description", "rules", "answers", "q"),
    *("handle", "email", "password", "why", "veil", "hide", "link", "show", "kind", "lines", "territory", "instant"),
)


@pytest.mark.filterwarnings("ignore::DeprecationWarning:wtforms")
def test_no_unsafe_address_writes_down_what_it_was_sent(
    talking: Flask, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    """Fails when a form or a body, taken or refused, comes into a log line or a line of the error log."""
    caplog.set_level(logging.DEBUG)
    _live_quietly(talking)
    written = capsys.readouterr()
    lines = f"{written.out}{written.err}{caplog.text}"
    assert lines.count('"event": "request"') > 100
    assert [line for line in lines.splitlines() if "CANARYWORDS" in line] == []


def _live_quietly(app: Flask) -> None:
    """Every unsafe address once as a page and once as a program, signed in, with words in every field."""
    with app.app_context():
        ann = person("ann")
        group(ann, "binge-club")
        bearer = {"Authorization": f"Bearer {token(ann, 'read', 'write', 'moderate')}"}
        browser = signed_in(app, ann)
    typed = dict.fromkeys(FIELDS, WORDS)
    for rule in app.url_map.iter_rules():
        ends = any(word in str(rule) for word in ("logout", "/sessions/end", "/settings/leave"))
        for method in () if ends else sorted((rule.methods or set()) & {"POST", "PUT", "DELETE"}):
            path = re.sub(r"<(int:)?[^>]+>", lambda found: "1" if found[1] else "CANARYWORDS", str(rule))
            sent = {"json": typed, "headers": bearer} if path.startswith("/api/") else {"data": typed}
            assert browser.open(path, method=method, **sent).status_code < 500, path
