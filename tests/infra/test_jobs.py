"""The outbox: announced with the action or not at all, done once, tried again when it fails."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from forum.infra import jobs
from forum.infra.clock import SetClock
from forum.infra.db import db, transaction


@pytest.fixture
def heard() -> Iterator[list[dict[str, object]]]:
    seen: list[dict[str, object]] = []

    @jobs.handles("test.happened")
    def note(payload: dict[str, object], _now: object) -> None:
        if payload.get("fail") and len(seen) == 0:
            seen.append({"failed": True})
            raise RuntimeError("first try")
        seen.append(payload)

    yield seen
    jobs._handlers.pop("test.happened")


def test_an_announcement_is_handled_once(app: Flask, clock: SetClock, heard: list[object]) -> None:
    with transaction():
        jobs.announce("test.happened", post_id=7)
    assert jobs.drain(clock.instant) == 1
    assert jobs.drain(clock.instant) == 0
    assert heard == [{"post_id": 7}]


def _announce_and_fail() -> None:
    with transaction():
        jobs.announce("test.happened", post_id=7)
        raise ZeroDivisionError


def test_what_is_rolled_back_is_not_announced(app: Flask, clock: SetClock, heard: list[object]) -> None:
    with pytest.raises(ZeroDivisionError):
        _announce_and_fail()
    assert jobs.drain(clock.instant) == 0
    assert heard == []


@pytest.mark.usefixtures("app")
def test_a_failed_handler_is_tried_again_later(clock: SetClock, heard: list[object], capsys: object) -> None:
    with transaction():
        jobs.announce("test.happened", fail=True)
    assert jobs.drain(clock.instant) == 0
    row = db.session.scalars(select(jobs.Outbox)).one()
    assert (row.attempts, row.fault) == (1, "RuntimeError")
    clock.forward(timedelta(seconds=10))
    assert jobs.drain(clock.instant) == 1
    assert heard == [{"failed": True}, {"fail": True}]


@pytest.mark.usefixtures("app")
def test_an_announcement_can_wait(clock: SetClock, heard: list[object]) -> None:
    with transaction():
        jobs.announce("test.happened", at=clock.instant + timedelta(hours=24), case_id=1)
    assert jobs.drain(clock.instant) == 0
    clock.forward(timedelta(hours=24))
    assert jobs.drain(clock.instant) == 1
    assert heard == [{"case_id": 1}]


def test_what_was_done_a_week_ago_is_dropped_and_what_was_not_stays(
    app: Flask, clock: SetClock, heard: list[object]
) -> None:
    with transaction():
        jobs.announce("test.happened", post_id=7)
    jobs.drain(clock.instant)
    with transaction():
        jobs.announce("test.happened", post_id=8)

    def kept(after: timedelta) -> list[object]:
        jobs.forget_done(clock.instant + after)
        return list(db.session.scalars(select(jobs.Outbox.done_at).order_by(jobs.Outbox.id)))

    assert kept(jobs.KEEP_DONE) == [clock.instant, None]
    assert kept(jobs.KEEP_DONE + timedelta(seconds=1)) == [None]
