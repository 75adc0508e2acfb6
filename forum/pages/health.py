"""Is the house standing: each check says what is wrong and what to do."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import current_app
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from forum.infra.db import db
from forum.infra.jobs import Beat
from forum.infra.settings import current_settings

SILENT_AFTER = timedelta(minutes=2)


def database(_now: datetime) -> str:
    """ "" when the database answers."""
    try:
        db.session.execute(text("SELECT 1"))
    except SQLAlchemyError:
        db.session.rollback()
        return "the database does not answer; check FORUM_DATABASE_URL"
    return ""


def code_revisions() -> tuple[str, ...]:
    """The revisions that this code knows, oldest first."""
    scripts = ScriptDirectory(str(current_app.extensions["migrate"].directory))
    return tuple(one.revision for one in scripts.walk_revisions())[::-1]


def schema_revision() -> str | None:
    """Where the database's tables are; None before the first migration."""
    return MigrationContext.configure(db.session.connection()).get_current_revision()


def migrations(_now: datetime) -> str:
    """ "" when the tables are those of this code."""
    head = code_revisions()[-1]
    try:
        found = schema_revision()
    except SQLAlchemyError:
        db.session.rollback()
        return "the schema cannot be read"
    return "" if found == head else f"the schema is at {found or 'nothing'}, the code at {head}; run: forum upgrade"


def redis(_now: datetime) -> str:
    """ "" when Redis answers or is not configured."""
    url = current_settings().redis_url
    if not url:
        return ""
    from redis import Redis, RedisError

    try:
        with Redis.from_url(url, socket_timeout=1, socket_connect_timeout=1) as connection:
            connection.ping()
    except RedisError:
        return "Redis does not answer; limits are counted in each process meanwhile"
    return ""


def worker(now: datetime) -> str:
    """ "" when a worker ran within the last two minutes."""
    try:
        beat = db.session.get(Beat, "worker")
    except SQLAlchemyError:
        db.session.rollback()
        return "the worker cannot be asked"
    if beat is None or now - beat.beat_at > SILENT_AFTER:
        return "no worker is running; start one with: forum worker"
    return ""


CHECKS: Mapping[str, Callable[[datetime], str]] = {
    "database": database,
    "migrations": migrations,
    "redis": redis,
    "worker": worker,
}


def faults(now: datetime) -> dict[str, str]:
    """Each check with what is wrong, "" for well."""
    return {name: check(now) for name, check in CHECKS.items()}
