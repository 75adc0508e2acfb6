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
from tests.factories.accounts import person, token
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
