"""What is written down of a request: enough to find a fault, nothing that a person typed and no address."""

from __future__ import annotations

import io
import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import structlog
from flask import Flask

from forum.app import create_app
from forum.infra import jobs
from forum.infra.clock import SetClock
from forum.infra.db import db, transaction
from tests.conftest import make_settings
from tests.factories.accounts import PASSWORD, person

TYPED = "CANARYWORDS"
ADDRESS = "203.0.113.9"


@pytest.fixture
def app(tmp_path: Path, sqlite_template: Path, clock: SetClock) -> Iterator[Flask]:
    """The application as it logs for machines."""
    shutil.copy(sqlite_template, tmp_path / "forum.sqlite3")
    settings = make_settings(tmp_path).model_copy(update={"mode": "development", "log_format": "json"})
    app = create_app(settings)
    app.config["WTF_CSRF_ENABLED"] = False

    @app.get("/crash")
    def crash() -> str:
        raise ValueError(f"{TYPED} by ann@people.example")

    with app.app_context():
        person("ann")
        db.session.rollback()
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
    structlog.reset_defaults()


def lines(captured: pytest.CaptureFixture[str]) -> tuple[str, list[dict[str, Any]]]:
    said = captured.readouterr()
    return said.out + said.err, [json.loads(line) for line in said.out.splitlines() if line.startswith("{")]


class Gone(io.StringIO):
    """The other end of a pipe that nobody reads any more."""

    def write(self, _text: str) -> int:
        raise BrokenPipeError


def test_a_log_that_cannot_be_written_takes_no_answer_with_it(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    browser = app.test_client()
    monkeypatch.setattr("sys.stdout", Gone())
    assert browser.get("/about").status_code == 200
    assert browser.get("/crash").status_code == 500


def test_one_line_for_a_request(app: Flask, capsys: pytest.CaptureFixture[str]) -> None:
    answer = app.test_client().get(f"/shows?q={TYPED}", environ_base={"REMOTE_ADDR": ADDRESS})
    text, (line,) = lines(capsys)

    assert {name: line[name] for name in ("event", "method", "endpoint", "status", "person", "level")} == {
        "event": "request", "method": "GET", "endpoint": "shows.index", "status": 200, "person": None, "level": "info",
    }  # fmt: skip  # rows of a table
    assert line["request_id"] == answer.headers["X-Request-Id"]
    assert line["ms"] > 0
    assert line["timestamp"].endswith("Z")
    assert TYPED not in text
    assert ADDRESS not in text


def test_nothing_that_was_typed(app: Flask, capsys: pytest.CaptureFixture[str]) -> None:
    browser = app.test_client()
    for password in (TYPED, PASSWORD):
        browser.post("/account/login", data={"email": "ann@people.example", "password": password})
    browser.post("/preview", data={"body": TYPED}, environ_base={"REMOTE_ADDR": ADDRESS})
    text, found = lines(capsys)

    assert [line["person"] for line in found] == [None, None, 1]
    for secret in (TYPED, PASSWORD, "people.example", ADDRESS, "ann"):
        assert secret not in text


def test_a_crash_says_where_and_not_what(app: Flask, capsys: pytest.CaptureFixture[str]) -> None:
    answer = app.test_client().get("/crash")
    text, (crash, request) = lines(capsys)

    assert (answer.status_code, request["status"]) == (500, 500)
    assert crash["request_id"] == request["request_id"] == answer.headers["X-Request-Id"]
    assert crash["kind"] == "ValueError"
    assert crash["where"][-1].endswith(" crash")
    assert TYPED not in text
    assert "people.example" not in text
    assert TYPED not in answer.text


def test_a_job_that_fails_says_where_and_not_what(
    app: Flask, clock: SetClock, capsys: pytest.CaptureFixture[str]
) -> None:
    @jobs.handles("test.fails")
    def fails(payload: dict[str, object], _now: object) -> None:
        try:
            raise KeyError(TYPED)
        except KeyError as cause:
            raise RuntimeError(f"for {payload['who']}") from cause

    with app.app_context():
        with transaction():
            jobs.announce("test.fails", who=f"{TYPED}@people.example")
        jobs.drain(clock.instant)
    jobs._handlers.pop("test.fails")
    text, (line,) = lines(capsys)

    assert (line["event"], line["announcement"], line["kind"]) == ("announcement failed", "test.fails", "RuntimeError")
    assert line["causes"] == ["KeyError"]
    assert TYPED not in text
    assert "people.example" not in text


def test_a_request_that_is_refused_at_once_has_a_number_of_its_own(
    app: Flask, capsys: pytest.CaptureFixture[str]
) -> None:
    browser = app.test_client()
    first = browser.get("/shows")
    with browser.session_transaction() as session:
        session["_user_id"] = "somebody"
    refused = browser.post("/shows/import", data=b"x" * (21 * 1024 * 1024))

    assert (first.status_code, refused.status_code) == (200, 413)
    assert "At most 20 MB can be sent here." in refused.text
    numbers = [line["request_id"] for line in lines(capsys)[1] if line["event"] == "request"]
    assert numbers == [first.headers["X-Request-Id"], refused.headers["X-Request-Id"]]
    assert len(set(numbers)) == 2
    assert "" not in numbers


def test_health_is_not_logged(app: Flask, capsys: pytest.CaptureFixture[str]) -> None:
    assert app.test_client().get("/healthz").status_code == 200
    assert lines(capsys)[1] == []
