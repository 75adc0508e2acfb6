"""gunicorn loads the forum once and forks: nothing that two processes must not share may be open by then."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from sqlalchemy import QueuePool

from forum.app import create_app
from forum.infra.db import db
from tests.conftest import make_settings


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_a_new_application_has_no_connection_and_no_thread(
    kind: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    url = request.getfixturevalue("postgres_url") if kind == "postgresql" else ""
    before = set(threading.enumerate())
    app = create_app(make_settings(tmp_path, url))
    assert set(threading.enumerate()) - before == set()
    with app.app_context():
        pool = db.engine.pool
        assert isinstance(pool, QueuePool)
        assert (pool.checkedin(), pool.checkedout()) == (0, 0)
        with db.engine.connect():
            assert pool.checkedout() == 1, "otherwise this proves nothing"
        db.engine.dispose()
