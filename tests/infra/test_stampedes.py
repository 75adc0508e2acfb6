"""Many strangers at once on a page that has just run out: it is made once, and everybody gets all of it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask, Response
from flask.testing import FlaskClient
from sqlalchemy import event

from forum.accounts import queries
from forum.infra.clock import SetClock
from forum.infra.db import db
from forum.infra.kept_files import kept_text
from forum.infra.web import stranger_pages
from tests.factories.accounts import person
from tests.factories.groups import group
from tests.factories.posts import post, started

AT_ONCE = 24
LAST_WORD = "The very last word."


@pytest.fixture
def thread_id(app: Flask) -> int:
    owner = person("ann")
    thread_id = started(owner, group(owner), "What now?", "The very first word.")
    post(owner, thread_id, LAST_WORD)
    return thread_id


@contextmanager
def renderings() -> Iterator[list[int]]:
    """The threads that looked for the thread's posts in the database: each made the page anew."""
    seen: list[int] = []

    def note(_conn: object, _cursor: object, statement: str, *_rest: object) -> None:
        if "FROM posts" in statement and "posts.document" in statement:
            seen.append(threading.get_ident())

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(db.engine, "before_cursor_execute", note)


def all_at_once(app: Flask, ask: Callable[[FlaskClient], Response]) -> list[Response]:
    """What as many strangers get who ask in the same instant, each in an application context of their own."""
    together = threading.Barrier(AT_ONCE)

    def one(_number: int) -> Response:
        with app.app_context():
            browser = app.test_client(use_cookies=False)
            together.wait(timeout=10)
            try:
                return ask(browser)
            finally:
                db.session.remove()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(one, range(AT_ONCE)))


def test_a_page_that_ran_out_is_made_once(app: Flask, thread_id: int, clock: SetClock) -> None:
    address = f"/t/{thread_id}"
    whole = app.test_client(use_cookies=False).get(address).data
    db.session.remove()
    clock.forward(timedelta(seconds=3))
    with renderings() as seen:
        answers = all_at_once(app, lambda browser: browser.get(address))
    assert len(set(seen)) == 1
    assert {answer.status_code for answer in answers} == {200}
    assert {answer.data for answer in answers} == {whole}
    assert LAST_WORD.encode() in whole
    assert whole.rstrip().endswith(b"</html>")


def test_a_write_is_in_the_page_of_everybody_who_asks_after_it(app: Flask, thread_id: int, clock: SetClock) -> None:
    address = f"/t/{thread_id}"
    app.test_client(use_cookies=False).get(address)
    for number in range(3):
        post(queries.reader_of(1, clock.instant), thread_id, f"Word number {number}.")
        db.session.remove()
        answers = all_at_once(app, lambda browser: browser.get(address))
        assert {f"Word number {number}." in answer.text for answer in answers} == {True}


def test_what_cannot_be_kept_is_answered_all_the_same(app: Flask) -> None:
    """Nobody waits for a page that is not there."""
    answers = all_at_once(app, lambda browser: browser.get("/t/4711"))
    assert {answer.status_code for answer in answers} == {404}
    assert stranger_pages._in_the_making == {}


def test_a_file_that_many_make_at_once_is_whole_and_one(tmp_path: Path) -> None:
    """A secret of which one process reads half signs everybody out."""
    together = threading.Barrier(AT_ONCE)

    def make(number: int) -> str:
        return f"{number:02}" * 2_000

    def one(number: int) -> str:
        together.wait(timeout=10)
        return kept_text(tmp_path / "new" / "secret", lambda: make(number))

    with ThreadPoolExecutor(AT_ONCE) as pool:
        read = set(pool.map(one, range(AT_ONCE)))
    assert len(read) == 1
    assert read <= {make(number) for number in range(AT_ONCE)}
    (file,) = (tmp_path / "new").iterdir()
    assert file.stat().st_mode & 0o077 == 0
