"""The cage of canaries, built once for each file of channels. Tests here only read, or put back what they changed."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from forum.app import create_app
from forum.infra import clock as clocks
from forum.infra.db import db
from forum.search.gates import forget_open_gates
from forum.shows.queries import forget_catalogues
from tests.conftest import make_settings
from tests.posts.canaries import CLOCKS, Cage
from tests.posts.furnishing import furnish, stay_signed_in


@pytest.fixture(scope="module")
def caged(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Cage, clocks.SetClock]]:
    """A forum with a canary behind every kind of gate, and its clock."""
    folder = tmp_path_factory.mktemp("cage")
    shutil.copy(sqlite_template, folder / "forum.sqlite3")
    app = create_app(make_settings(folder))
    app.config["WTF_CSRF_ENABLED"] = False
    _forget()
    with clocks.SetClock(CLOCKS["after"]) as clock:
        with app.app_context():
            cage = furnish(app, clock)
            stay_signed_in(CLOCKS["after"])
            db.session.remove()
        yield cage, clock
    with app.app_context():
        db.engine.dispose()
    _forget()


@pytest.fixture
def cage(caged: tuple[Cage, clocks.SetClock]) -> Cage:
    """The cage a day after everything was written."""
    cage, clock = caged
    clock.set(CLOCKS["after"])
    return cage


def _forget() -> None:
    forget_catalogues()
    forget_open_gates()
