"""Rows that two people may make at the same moment: insert, and learn from the conflict."""

from __future__ import annotations

from sqlalchemy.exc import IntegrityError

from forum.infra.db import Base, db


def insert_once(row: Base) -> bool:
    """Add a row inside the running transaction unless a unique key holds it already.

    Returns whether it is new; if not, the caller reads the one that is there. The savepoint keeps the transaction
    alive: on PostgreSQL a failed statement would kill it.
    """
    try:
        with db.session.begin_nested():
            db.session.add(row)
    except IntegrityError as fault:
        if not _is_taken(fault):
            raise
        return False
    return True


def _is_taken(fault: IntegrityError) -> bool:
    """A unique key, and nothing else, stood in the way. The two drivers name it differently."""
    on_postgresql = getattr(fault.orig, "sqlstate", "") == "23505"
    return on_postgresql or getattr(fault.orig, "sqlite_errorname", "") == "SQLITE_CONSTRAINT_UNIQUE"
