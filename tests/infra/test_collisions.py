"""Two who write in the same moment: whoever the database sends back is told so in words, and loses none of theirs."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from forum.app import create_app
from forum.infra.db import db, transaction
from forum.infra.settings import Settings
from tests.conftest import make_settings
from tests.factories.accounts import person

SAID = "Somebody wrote here in the same moment"


def own(settings: Settings, act: Callable[[], None]) -> FlaskClient:
    """An application of one's own with one route more, at which `act` is done."""
    app = create_app(settings)
    app.config["WTF_CSRF_ENABLED"] = False

    @app.post("/collide")
    def collide() -> str:
        act()
        return "done"

    return app.test_client()


def ask(client: FlaskClient, **headers: str) -> tuple[int, str]:
    answer = client.post("/collide", data={"body": "My long words"}, headers=headers)
    return answer.status_code, answer.text


@pytest.mark.parametrize("app", ["postgresql"], indirect=True)
def test_a_row_that_another_holds(app: Flask, postgres_url: str, tmp_path: Path) -> None:
    person("ann")
    db.session.rollback()

    def act() -> None:
        with transaction():
            db.session.execute(text("SET LOCAL lock_timeout = '20ms'"))
            db.session.execute(text("SELECT id FROM people FOR NO KEY UPDATE"))

    client = own(make_settings(tmp_path, postgres_url), act)
    with db.engine.begin() as other:
        other.execute(text("SELECT id FROM people FOR NO KEY UPDATE"))
        status, page = ask(client, **{"Sec-Fetch-Site": "same-origin"})
        assert (status, SAID in page, "My long words" in page) == (409, True, True)
        status, told = ask(client, Accept="application/json")
        assert (status, '"urn:watercooler:busy"' in told, SAID in told) == (409, True, True)
    assert ask(client) == (200, "done")
    with client.application.app_context():
        db.engine.dispose()


def test_a_file_that_another_writes_into(tmp_path: Path) -> None:
    file = tmp_path / "shared.sqlite3"

    def act() -> None:
        with closing(sqlite3.connect(file, timeout=0, isolation_level=None)) as mine:
            mine.execute("BEGIN IMMEDIATE")

    client = own(make_settings(tmp_path), wrapped(act))
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        status, page = ask(client)
        assert (status, SAID in page) == (409, True)
        other.execute("ROLLBACK")
    assert ask(client) == (200, "done")


def test_another_fault_of_the_database_is_no_collision(tmp_path: Path) -> None:
    client = own(make_settings(tmp_path), wrapped(lambda: sqlite3.connect(tmp_path / "no" / "folder").close()))
    status, page = ask(client)
    assert (status, SAID in page) == (500, False)


def wrapped(act: Callable[[], None]) -> Callable[[], None]:
    """A fault of the driver as SQLAlchemy passes it on."""

    def go() -> None:
        try:
            act()
        except sqlite3.OperationalError as fault:
            raise OperationalError("BEGIN IMMEDIATE", {}, fault) from fault

    return go
