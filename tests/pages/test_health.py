"""Ready means: database, tables of this code, a worker at work. Each check can fail, and says what to do."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import flask_migrate
import pytest
from flask import Flask
from sqlalchemy import text

from forum.app import create_app
from forum.infra import jobs
from forum.infra.clock import SetClock
from forum.infra.db import db
from tests.conftest import make_settings


@pytest.fixture
def well(app: Flask, clock: SetClock) -> Iterator[Flask]:
    """Everything is as it should be."""
    flask_migrate.stamp()
    jobs.beat("worker", clock.instant)
    yield app
    db.session.rollback()
    with db.engine.begin() as connection:
        connection.execute(text("DROP TABLE IF EXISTS alembic_version"))


def ready(app: Flask) -> tuple[int, dict[str, str]]:
    answer = app.test_client().get("/readyz")
    return answer.status_code, {name: said for name, said in answer.json["checks"].items() if said != "ok"}


def test_all_is_well(well: Flask) -> None:
    assert ready(well) == (200, {})
    answer = well.test_client().get("/readyz").json
    assert answer == {
        "status": "ready", "checks": {"database": "ok", "migrations": "ok", "redis": "ok", "worker": "ok"},
    }  # fmt: skip  # rows of a table


def test_a_worker_that_fell_silent(well: Flask, clock: SetClock) -> None:
    clock.forward(timedelta(minutes=2))
    assert ready(well) == (200, {})
    clock.forward(timedelta(seconds=1))
    assert ready(well) == (503, {"worker": "no worker is running; start one with: forum worker"})


def test_tables_of_another_version(well: Flask) -> None:
    with db.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = 'older'"))
    status, found = ready(well)
    assert (status, list(found)) == (503, ["migrations"])
    assert found["migrations"].startswith("the schema is at older, the code at ")
    assert found["migrations"].endswith("; run: forum upgrade")


def test_a_database_that_is_away(tmp_path: Path, clock: SetClock) -> None:
    away = create_app(make_settings(tmp_path, "postgresql+psycopg://nobody@127.0.0.1:1/nothing"))
    status, found = ready(away)
    assert (status, set(found)) == (503, {"database", "migrations", "worker"})
    assert found["database"] == "the database does not answer; check FORUM_DATABASE_URL"
    assert away.test_client().get("/healthz").status_code == 200


def test_the_process_answers_without_its_database(well: Flask, statements) -> None:
    with statements() as seen:
        assert well.test_client().get("/healthz").json == {"status": "ok"}
    assert seen == []
