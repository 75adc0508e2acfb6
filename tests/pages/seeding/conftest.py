"""The demo is played once for each file into an empty SQLite file; then many things are looked for in it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from forum.app import create_app
from forum.infra.db import db
from forum.shows.queries import forget_catalogues
from tests.conftest import make_settings
from tests.pages.seeding.hands import seed_command


@pytest.fixture(scope="module")
def instance(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("demo")


@pytest.fixture(scope="module")
def output() -> dict[str, str]:
    return {}


@pytest.fixture(scope="module")
def seeded(instance: Path, output: dict[str, str]) -> Iterator[Flask]:
    """The forum after `forum seed`, as an operator runs it."""
    forget_catalogues()
    app = create_app(make_settings(instance).model_copy(update={"mail_backend": "file"}))
    with app.app_context():
        db.create_all()
    result = app.test_cli_runner().invoke(seed_command(), ["--if-empty"], catch_exceptions=False)
    output["first"] = result.output
    assert result.exit_code == 0
    yield app
    with app.app_context():
        db.engine.dispose()
    forget_catalogues()


@pytest.fixture(autouse=True)
def _in_the_app(seeded: Flask) -> Iterator[None]:
    with seeded.app_context():
        yield
        db.session.remove()
