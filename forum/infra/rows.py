"""Rows by their number, as addresses and forms name them."""

from __future__ import annotations

from typing import TypeVar

from forum.domain.errors import Missing
from forum.infra.db import Base, db

LARGEST_ID = 2**31 - 1
"""PostgreSQL's integer. A larger number is no id of ours, and the database would not even compare it."""

Row = TypeVar("Row", bound=Base)


def held(kind: type[Row], number: int) -> Row:
    """The row of this number as it is now; nobody else changes it until the transaction ends.

    Raises: `Missing`.
    """
    row = None
    if 0 < number <= LARGEST_ID:
        row = db.session.get(kind, number, with_for_update=True, populate_existing=True)
    if row is None:
        raise Missing
    return row
