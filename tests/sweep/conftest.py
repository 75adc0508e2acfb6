"""The furnished forum on one SQLite file that is put back after each change, and on PostgreSQL."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import event, text

from forum.app import create_app
from forum.infra import clock as clocks
from forum.infra.db import db
from forum.shows.queries import forget_catalogues
from tests.conftest import TABLES_KEPT, _empty_all_tables, make_settings
from tests.sweep.world import NOW, World, build


@dataclass
class House:
    """A furnished forum. `changed` says whether anything was written since the last `put_back`."""

    world: World
    file: Path
    kept: sqlite3.Connection = field(init=False)
    eye: sqlite3.Connection = field(init=False)
    seen: int = 0

    def __post_init__(self) -> None:
        self.kept = sqlite3.connect(":memory:")
        self.eye = sqlite3.connect(self.file)
        self.eye.execute("PRAGMA synchronous=OFF")
        self.eye.backup(self.kept)
        self.seen = self._version()

    def _version(self) -> int:
        """SQLite counts every commit of another connection, whatever it changed."""
        return int(self.eye.execute("PRAGMA data_version").fetchone()[0])

    @property
    def changed(self) -> bool:
        return self._version() != self.seen

    def holds(self, text: str) -> bool:
        """Whether a text stands anywhere in the database."""
        tables = [name for (name,) in self.eye.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
        rows = (row for name in tables for row in self.eye.execute(f'SELECT * FROM "{name}"'))
        return any(text in value for row in rows for value in row if isinstance(value, str))

    def put_back(self) -> None:
        if self.changed:
            self.kept.backup(self.eye)
            forget_catalogues()
            self.world.app.extensions.pop("directory", None)
            self.seen = self._version()

    def close(self) -> None:
        self.kept.close()
        self.eye.close()


@pytest.fixture(scope="module")
def standing_clock() -> Iterator[clocks.SetClock]:
    with clocks.SetClock(NOW) as standing:
        yield standing


@pytest.fixture(scope="module")
def house(
    sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory, standing_clock: clocks.SetClock
) -> Iterator[House]:
    """The forum on SQLite. Tests run without an application context: each request has its own, as when served."""
    folder = tmp_path_factory.mktemp("house")
    shutil.copy(sqlite_template, folder / "forum.sqlite3")
    app = create_app(make_settings(folder))
    app.config["WTF_CSRF_ENABLED"] = False
    forget_catalogues()
    with app.app_context():
        event.listen(db.engine, "connect", _without_waiting)
        db.engine.dispose()
        world = build(app)
        db.session.remove()
    made = House(world, folder / "forum.sqlite3")
    yield made
    made.close()
    with app.app_context():
        db.engine.dispose()
    forget_catalogues()


def _without_waiting(connection: sqlite3.Connection, _record: object) -> None:
    """Thousands of small changes that nobody will miss after a power cut."""
    connection.execute("PRAGMA synchronous=OFF")


@pytest.fixture(autouse=True)
def _as_it_was(request: pytest.FixtureRequest) -> Iterator[None]:
    """Each test finds the house as it was built, also after one that failed half-way."""
    yield
    if "house" in request.fixturenames:
        request.getfixturevalue("house").put_back()


@pytest.fixture(scope="module")
def postgres_world(postgres_app: Flask, standing_clock: clocks.SetClock) -> Iterator[World]:
    """The forum on PostgreSQL."""
    postgres_app.config["WTF_CSRF_ENABLED"] = False
    forget_catalogues()
    with postgres_app.app_context():
        _empty_all_tables()
        world = build(postgres_app)
        db.session.remove()
    yield world
    with postgres_app.app_context():
        db.session.remove()
        _empty_all_tables()
    forget_catalogues()


def fingerprint(app: Flask) -> dict[str, str]:
    """The content of every table in one number each. For PostgreSQL."""
    with app.app_context(), db.engine.connect() as connection:
        return {
            table.name: str(
                connection.scalar(
                    text(f"SELECT md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), '')) FROM {table.name} t")
                )
            )
            for table in db.metadata.sorted_tables
            if table.name not in TABLES_KEPT
        }
