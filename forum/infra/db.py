"""The database: session, column types and the one way to write.

Source: the SQLite settings follow docs/operating.md; why every write begins IMMEDIATE is told in docs/adr/0002.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import (
    JSON,
    CursorResult,
    DateTime,
    Dialect,
    Engine,
    Executable,
    MetaData,
    String,
    Table,
    TypeDecorator,
    event,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase

_NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """Ground of all tables, with named constraints."""

    metadata = MetaData(naming_convention=_NAMING)


@event.listens_for(Table, "after_parent_attach")
def _never_reuse_ids(table: Table, _metadata: MetaData) -> None:
    # Without it SQLite gives a deleted post's id to the next one, and an old notification would point at it.
    table.dialect_options["sqlite"]["autoincrement"] = True


db = SQLAlchemy(model_class=Base, session_options={"expire_on_commit": False}, disable_autonaming=True)


class UtcDateTime(TypeDecorator[datetime]):
    """An aware UTC instant, the same on both databases.

    SQLite has no such type: there it is ISO text of fixed width, so that order of text is order of time.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> Any:
        """Text on SQLite, timestamptz elsewhere."""
        if dialect.name == "sqlite":
            return dialect.type_descriptor(String(32))
        return dialect.type_descriptor(DateTime(timezone=True))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        """Refuse naive instants at the door."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("naive instant")
        value = value.astimezone(UTC)
        return value.isoformat(timespec="microseconds") if dialect.name == "sqlite" else value

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        """Always UTC, whatever the session's zone is."""
        if value is None:
            return None
        return (datetime.fromisoformat(value) if dialect.name == "sqlite" else value).astimezone(UTC)


JsonValue = JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")
"""A JSON document; None is NULL."""


def _compact(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


ENGINE_OPTIONS: dict[str, Any] = {"json_serializer": _compact, "hide_parameters": True}
"""Faults of the database must not carry what people typed into a log."""


def _prepare_sqlite(connection: sqlite3.Connection) -> None:
    # The driver must not begin transactions by itself: `_begin` below does, and knows which kind.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "foreign_keys=ON", "busy_timeout=5000", "synchronous=FULL", "temp_store=MEMORY"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def prepare_engine(engine: Engine) -> None:
    """Make an SQLite engine behave: WAL, foreign keys, patient writers, IMMEDIATE for writes."""
    if engine.dialect.name != "sqlite":
        return

    @event.listens_for(engine, "connect")
    def _connect(connection: Any, _record: Any) -> None:
        _prepare_sqlite(connection)

    @event.listens_for(engine, "begin")
    def _begin(connection: Any) -> None:
        kind = connection.get_execution_options().get("sqlite_begin", "DEFERRED")
        connection.exec_driver_sql(f"BEGIN {kind}")


def prepared(statement: Executable, **given: Any) -> CursorResult[Any]:
    """The rows of a statement that was put together before: values, never tables' objects.

    For what every page asks: putting a statement together costs more than running it, and so does loading objects
    that a page only reads. What an action has not written yet is written first.
    """
    session = db.session()
    session.flush()
    return session.connection().execute(statement, given)


class _Written:
    """How many writes this process has committed."""

    number = 0


_written = _Written()


def writes() -> int:
    """A number that is another one after each committed write of this process."""
    return _written.number


@contextmanager
def transaction() -> Iterator[None]:
    """One action, one transaction: commits at its end, rolls everything back on any error.

    An action called inside another joins it. What was read before is read anew: the rows a write decides on must be
    those of its own transaction.
    """
    session = db.session()
    if session.info.get("writing"):
        yield
        return
    session.rollback()
    session.info["writing"] = True
    try:
        session.connection(execution_options={"sqlite_begin": "IMMEDIATE"} if _is_sqlite() else None)
        yield
        session.commit()
        _written.number += 1
    except BaseException:
        session.rollback()
        raise
    finally:
        session.info["writing"] = False


def _is_sqlite() -> bool:
    return db.engine.dialect.name == "sqlite"


ON_POSTGRESQL = {"only": "postgresql"}
"""What an index says of itself that the other database is not to have."""
UNMODELLED = "search_words"
"""SQLite's table of words, and those that it keeps for itself beside it: no model describes them."""


def is_modelled(thing: Any, name: str | None, _kind: str, *_more: object) -> bool:
    """Whether models and tables are to be compared in this, on the database in use."""
    only = thing.info.get("only", db.engine.dialect.name)
    return only == db.engine.dialect.name and not (name or "").startswith(UNMODELLED)


def folded(text: str) -> str:
    """Text as it is compared: both databases agree on it because it is folded before it reaches them."""
    return text.casefold()
