"""Strangers' pages are kept for a moment, and never past a write; members' pages are never kept."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from forum.accounts import queries
from forum.infra.clock import SetClock
from forum.infra.db import db
from tests.factories.accounts import person, signed_in
from tests.factories.groups import group
from tests.factories.posts import post, started
from tests.factories.shows import made_up_show

Counting = Callable[[], AbstractContextManager[list[str]]]


@pytest.fixture
def thread_id(app: Flask) -> int:
    owner = person("ann")
    return started(owner, group(owner), "What now?", "The very first word.")


def page(app: Flask, thread_id: int, **headers: str) -> str:
    """As a stranger whom nobody has met sees it."""
    answer = app.test_client(use_cookies=False).get(f"/t/{thread_id}", headers=headers)
    assert answer.status_code == 200
    assert "Set-Cookie" not in answer.headers
    assert answer.headers["Cache-Control"] == "private, no-store"
    return answer.text


def test_the_second_stranger_costs_no_statement(app: Flask, thread_id: int, statements: Counting) -> None:
    first = page(app, thread_id)
    assert "The very first word." in first
    with statements() as seen:
        assert page(app, thread_id) == first
    assert list(seen) == []


def test_a_write_ends_it_at_once(app: Flask, thread_id: int, clock: SetClock) -> None:
    assert "Another word." not in page(app, thread_id)
    post(queries.reader_of(1, clock.instant), thread_id, "Another word.")
    assert "Another word." in page(app, thread_id)


def test_another_process_is_seen_two_seconds_later(app: Flask, thread_id: int, clock: SetClock) -> None:
    assert "What now?" in page(app, thread_id)
    with db.engine.begin() as elsewhere:
        elsewhere.execute(text("UPDATE threads SET title = 'What then?'"))
    db.session.rollback()  # a request of its own would begin a new look at the database
    assert "What then?" not in page(app, thread_id)
    clock.forward(timedelta(seconds=2))
    assert "What then?" in page(app, thread_id)


def test_language_and_country_have_pages_of_their_own(app: Flask, thread_id: int, statements: Counting) -> None:
    page(app, thread_id, **{"Accept-Language": "en-GB"})
    with statements() as seen:
        page(app, thread_id, **{"Accept-Language": "en-US"})
    assert len(seen) > 0


def test_members_pages_are_not_kept(app: Flask, thread_id: int, statements: Counting) -> None:
    client: FlaskClient = signed_in(app, person("cid"))
    client.get(f"/t/{thread_id}")
    with statements() as seen:
        assert "csrf_token" in client.get(f"/t/{thread_id}").text
    assert len(seen) > 0
    assert "cid" not in page(app, thread_id)


def test_no_page_is_kept_beyond_a_release(app: Flask, clock: SetClock, statements: Counting) -> None:
    """A second before it, a page is kept for that second alone."""
    starts = clock.instant + timedelta(seconds=1)
    show = made_up_show(seasons=(1,), starts=starts)
    owner = person("ann")
    thread_id = started(owner, group(owner), "Now", "Yes.", show=show.slug, scope="S01E01", kind="theory")
    before = page(app, thread_id)
    clock.set(starts)
    with statements() as seen:
        page(app, thread_id)
    assert seen, "made anew at the instant itself"
    assert "Yes." not in before
