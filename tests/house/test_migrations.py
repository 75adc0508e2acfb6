"""Migrations: the newest one makes the tables of the models, on both databases, and every one goes back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import flask_migrate
import psycopg
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask
from sqlalchemy import inspect, text

from forum.app import create_app
from forum.infra.clock import SetClock
from forum.infra.db import UNMODELLED, db, is_modelled
from forum.pages import health
from tests.conftest import make_settings
from tests.factories.accounts import person
from tests.factories.groups import group
from tests.factories.posts import started


@pytest.fixture(params=["sqlite", "postgresql"])
def bare_app(request: pytest.FixtureRequest, tmp_path: Path, clock: SetClock) -> Iterator[Flask]:
    """The application on a database without tables."""
    url = ""
    if request.param == "postgresql":
        url = request.getfixturevalue("postgres_url")
        with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as connection:
            connection.execute("DROP DATABASE IF EXISTS migrating")
            connection.execute("CREATE DATABASE migrating")
        url = url.replace("/postgres?", "/migrating?")
        assert "/migrating?" in url
    app = create_app(make_settings(tmp_path, url))
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


def tables() -> set[str]:
    names = set(inspect(db.engine).get_table_names()) - {"alembic_version"}
    return {name for name in names if not name.startswith(UNMODELLED)}


def test_the_head_is_the_models(bare_app: Flask) -> None:
    flask_migrate.upgrade()
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "include_object": is_modelled})
        assert compare_metadata(context, db.metadata) == []


def test_up_and_down_with_rows_in_the_tables(bare_app: Flask, clock: SetClock) -> None:
    flask_migrate.upgrade()
    ann = person("ann")
    started(ann, group(ann))  # posts point at the thread, memberships at the group: tables that are made anew
    assert db.session.execute(text("SELECT count(*) FROM memberships")).scalar_one() == 1
    db.session.remove()
    assert health.migrations(clock.instant) == ""
    db.session.remove()
    flask_migrate.downgrade(revision="base")
    assert tables() == set()
    assert "forum upgrade" in health.migrations(clock.instant)
    db.session.remove()
    flask_migrate.upgrade()
    assert tables() == set(db.metadata.tables)
    assert db.session.execute(text("SELECT count(*) FROM memberships")).scalar_one() == 0


def test_ids_are_never_used_twice_on_sqlite(bare_app: Flask, clock: SetClock) -> None:
    """An old notification must not point at a newer row."""
    flask_migrate.upgrade()
    person("ann")
    last = person("bob")
    db.session.execute(text("DELETE FROM people WHERE id = :id"), {"id": last.id})
    db.session.commit()
    assert person("cid").id == (last.id or 0) + 1
