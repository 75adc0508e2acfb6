"""Work that happens after the answer: announced inside the action's transaction, done by the worker.

The outbox table is the queue itself, so an announcement is there exactly when its action is (docs/adr/0004). A
handler may run twice, gets ids only, and checks rights and release states anew when it runs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlalchemy import Index, String, insert, select, text, update
from sqlalchemy.orm import Mapped, mapped_column

from forum.infra import clock
from forum.infra.db import JsonValue, UtcDateTime, db, transaction

log = structlog.get_logger(__name__)

LEASE = timedelta(minutes=5)
TRIES = 10
KEEP_DONE = timedelta(days=7)

Handler = Callable[[dict[str, object], datetime], None]
Periodic = Callable[[datetime], None]


class Outbox(db.Model):
    """One announced piece of work."""

    __tablename__ = "outbox"
    __table_args__ = (
        Index(
            "ix_outbox_waiting",
            "due_at",
            sqlite_where=text("done_at IS NULL"),
            postgresql_where=text("done_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(64))
    payload: Mapped[dict[str, object]] = mapped_column(JsonValue)
    announced_at: Mapped[datetime] = mapped_column(UtcDateTime)
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    attempts: Mapped[int] = mapped_column(default=0)
    fault: Mapped[str | None] = mapped_column(String(100))
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Beat(db.Model):
    """When each part of the worker last ran: for the health check, and so that a restart misses nothing."""

    __tablename__ = "beats"

    name: Mapped[str] = mapped_column(String(100), primary_key=True)
    beat_at: Mapped[datetime] = mapped_column(UtcDateTime)


@dataclass(frozen=True, slots=True)
class _Regular:
    name: str
    interval: timedelta
    run: Periodic


_handlers: dict[str, list[Handler]] = {}
_regular: dict[str, _Regular] = {}


def announce(name: str, /, *, at: datetime | None = None, **ids: object) -> None:
    """Write down that `name` happened, for the handlers, inside the running transaction.

    Shapes: `ids` are plain JSON values: ids and codes, never texts of people.
    """
    now = clock.now()
    row = {"name": name, "payload": ids, "announced_at": now, "due_at": at or now}
    waiting: list[dict[str, Any]] | None = db.session().info.get(TOGETHER)
    if waiting is None:
        db.session.add(Outbox(**row))
    else:
        waiting.append({**row, "attempts": 0})


TOGETHER = "announced together"


@contextmanager
def announced_together() -> Iterator[None]:
    """What is announced inside is written in one statement at its end; nothing of it when it fails."""
    info = db.session().info
    waiting: list[dict[str, Any]] = info.setdefault(TOGETHER, [])
    try:
        yield
    finally:
        info.pop(TOGETHER, None)
    if waiting:
        db.session.execute(insert(Outbox), waiting)


def handles(name: str) -> Callable[[Handler], Handler]:
    """Register a handler for an announcement. Several may listen; each one may run twice."""

    def register(handler: Handler) -> Handler:
        listeners = _handlers.setdefault(name, [])
        if handler not in listeners:
            listeners.append(handler)
        return handler

    return register


def every(*, minutes: int) -> Callable[[Periodic], Periodic]:
    """Register work that is done again and again, at the worker's start and then every so many minutes."""

    def register(run: Periodic) -> Periodic:
        name = f"{run.__module__}.{run.__name__}"
        _regular[name] = _Regular(name, timedelta(minutes=minutes), run)
        return run

    return register


def drain(now: datetime) -> int:
    """Do everything that is due. Returns how many announcements were done."""
    return sum(1 for _ in _due(now))


def run_regular(now: datetime) -> None:
    """Do the regular work whose time has come."""
    beats = {beat.name: beat.beat_at for beat in db.session.scalars(select(Beat))}
    db.session.rollback()
    for job in list(_regular.values()):
        last = beats.get(job.name)
        if last is not None and now - last < job.interval:
            continue
        try:
            job.run(now)
        except Exception as fault:
            db.session.rollback()
            log.exception("regular work failed", job=job.name, kind=type(fault).__name__)
        beat(job.name, now)


def beat(name: str, now: datetime) -> None:
    """Note that this part of the worker is alive."""
    with transaction():
        db.session.merge(Beat(name=name, beat_at=now))


@every(minutes=60)
def forget_done(now: datetime) -> None:
    """Drop announcements that were done a week ago."""
    with transaction():
        db.session.execute(Outbox.__table__.delete().where(Outbox.done_at < now - KEEP_DONE))


def _due(now: datetime) -> Iterator[int]:
    while (taken := _take(now)) is not None:
        number, name, payload = taken
        try:
            for handler in _handlers.get(name, ()):
                handler(payload, now)
        except Exception as fault:
            db.session.rollback()
            log.exception("announcement failed", announcement=name, outbox=number, kind=type(fault).__name__)
            _put_back(number, type(fault).__name__, now)
            continue
        with transaction():
            db.session.execute(update(Outbox).where(Outbox.id == number).values(done_at=now, payload={}))
        yield number


def _take(now: datetime) -> tuple[int, str, dict[str, object]] | None:
    """Lease the oldest due row, so that two workers never hold the same one."""
    with transaction():
        row = db.session.scalar(
            select(Outbox)
            .where(Outbox.done_at.is_(None), Outbox.due_at <= now, Outbox.attempts < TRIES)
            .order_by(Outbox.due_at, Outbox.id)
            .limit(1)
            .with_for_update(skip_locked=True)
        )
        if row is None:
            return None
        row.attempts += 1
        row.due_at = now + LEASE
        return row.id, row.name, dict(row.payload)


def _put_back(number: int, fault: str, now: datetime) -> None:
    with transaction():
        row = db.session.get_one(Outbox, number)
        row.fault = fault
        row.due_at = now + timedelta(seconds=min(3600, 2**row.attempts))
