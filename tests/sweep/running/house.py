"""A forum that runs: gunicorn with two processes, a worker, a database, and mail that lies in files."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import requests
from flask import Flask
from requests.adapters import HTTPAdapter

from forum.app import create_app
from forum.infra import jobs
from forum.infra.clock import SetClock
from forum.infra.db import db
from tests.conftest import make_settings
from tests.posts.canaries import Cage
from tests.posts.furnishing import furnish, stay_signed_in
from tests.sweep.running.hands import CLOCK

TOP = Path(__file__).resolve().parents[3]
PATIENCE_S = 120


@dataclass(frozen=True)
class House:
    """Shapes: `cage` = what is in it; `folder` holds the clock, the mails and what both processes say."""

    cage: Cage
    app: Flask
    folder: Path
    url: str
    database: str = "sqlite"

    def stand_at(self, instant: datetime) -> None:
        """Put the clock of all processes there. Everybody was here a moment ago."""
        part = self.folder / "clock.new"
        part.write_text(instant.isoformat(), encoding="ascii")
        part.replace(self.folder / "clock")
        with self.app.app_context():
            stay_signed_in(instant)
            db.session.remove()

    def wait_for_the_worker(self) -> None:
        """Until nothing is left to announce."""
        ends = time.monotonic() + PATIENCE_S
        while time.monotonic() < ends:
            with self.app.app_context():
                left = _left(self.instant)
                db.session.remove()
            if not left:
                return
            time.sleep(0.2)
        raise AssertionError(f"the worker does not work: {self.said()[-2000:]}")

    @property
    def instant(self) -> datetime:
        """Where the clock stands."""
        return datetime.fromisoformat((self.folder / "clock").read_text(encoding="ascii"))

    def mails(self) -> list[EmailMessage]:
        """Everything that was sent."""
        texts = [path.read_bytes().split(b"\n" + b"-" * 79 + b"\n") for path in (self.folder / "mail").glob("*")]
        return [message_from_bytes(one, policy=policy.default) for text in texts for one in text if one.strip()]  # type: ignore[misc]  # the policy makes them so

    def said(self) -> str:
        """Everything that server and worker wrote down."""
        return "".join(path.read_text(encoding="utf-8") for path in sorted(self.folder.glob("*.out")))

    def visitor(self, role: str) -> requests.Session:
        """Somebody with a browser, and with a key where they are known."""
        session = requests.Session()
        session.trust_env = False
        session.mount("http://", HTTPAdapter(pool_maxsize=1))
        if role in self.cage.cookies:
            session.cookies.set("session", self.cage.cookies[role], domain="127.0.0.1")
        return session


def _left(now: datetime) -> int:
    waiting = db.session.query(jobs.Outbox).filter(jobs.Outbox.done_at.is_(None), jobs.Outbox.due_at <= now)
    return waiting.count()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(folder: Path, database_url: str, written_at: datetime) -> Iterator[House]:
    """A furnished forum that runs until the block ends."""
    port = _free_port()
    settings = {
        "FORUM_SECRET_KEY": make_settings(folder).secret,
        "FORUM_INSTANCE": str(folder),
        "FORUM_DATABASE_URL": database_url,
        "FORUM_BASE_URL": f"http://127.0.0.1:{port}",
        "FORUM_MAIL_BACKEND": "file",
        "FORUM_RATE_LIMITS": "false",
        "FORUM_LOG_FORMAT": "json",
    }
    (folder / "clock").write_text(written_at.isoformat(), encoding="ascii")
    app = create_app(make_settings(folder, database_url))
    with SetClock(written_at) as clock, app.app_context():
        db.create_all()
        cage = furnish(app, clock)
        db.session.remove()
        db.engine.dispose()
    given = {**{k: v for k, v in os.environ.items() if not k.startswith("FORUM_")}, **settings}
    given |= {CLOCK: str(folder / "clock")}
    serve = [sys.executable, "-m", "gunicorn", "tests.sweep.running.hands:app", "--bind", f"127.0.0.1:{port}"]
    serve += ["--workers", "2", "--threads", "4", "--log-level", "warning", "--config", "gunicorn.conf.py"]
    work = [sys.executable, "-m", "tests.sweep.running.hands"]
    house = House(cage, app, folder, f"http://127.0.0.1:{port}", "postgresql" if database_url else "sqlite")
    with _process(serve, given, folder / "server.out"), _process(work, given, folder / "worker.out"):
        _wait_for(house)
        yield house
    with app.app_context():
        db.engine.dispose()


@contextmanager
def _process(command: list[str], environ: dict[str, str], said: Path) -> Iterator[None]:
    """A process of our own, ended with the block."""
    with said.open("wb") as out, subprocess.Popen(command, cwd=TOP, env=environ, stdout=out, stderr=out) as process:
        try:
            yield
        finally:
            process.terminate()
            try:
                process.wait(timeout=15)
            except subprocess.TimeoutExpired:
                process.kill()


def _wait_for(house: House) -> None:
    ends = time.monotonic() + PATIENCE_S
    while time.monotonic() < ends:
        try:
            if requests.get(f"{house.url}/healthz", timeout=5).ok:
                return
        except (requests.ConnectionError, requests.Timeout):
            time.sleep(0.1)
    raise AssertionError(f"the server does not answer: {house.said()[-2000:]}")
