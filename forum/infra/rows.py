"""Rows by their number, as addresses and forms name them."""

from __future__ import annotations

from typing import Any, TypeVar

from sqlalchemy import Select

from forum.domain.errors import Missing
from forum.infra.db import Base, db

LARGEST_ID = 2**31 - 1
"""PostgreSQL's integer. A larger number is no id of ours, and the database would not even compare it."""

Row = TypeVar("Row", bound=Base)
Wanted = TypeVar("Wanted", bound=Select[Any])
HELD: dict[str, Any] = {"key_share": True}
"""How rows are held for a change: but for their keys, which nothing here changes. Whoever writes a row that only points
at them does not wait, and two who hold different rows do not wait for each other (PostgreSQL: FOR NO KEY UPDATE)."""


def holding(wanted: Wanted) -> Wanted:
    """The rows that are wanted, held: nobody else changes them until the transaction ends."""
    return wanted.with_for_update(**HELD)


def held(kind: type[Row], number: int) -> Row:
    """The row of this number as it is now; nobody else changes it until the transaction ends.

    Raises: `Missing`.
    """
    row = None
    if 0 < number <= LARGEST_ID:
        row = db.session.get(kind, number, with_for_update=HELD, populate_existing=True)
    if row is None:
        raise Missing
    return row
