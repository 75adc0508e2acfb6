"""Numbers of a day in which nobody can be found: all that stays of what is over."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.dialects import postgresql, sqlite

from forum.care.models import CareCount
from forum.infra.db import db


def count(what: str, now: datetime, number: int = 1) -> None:
    """Add to the count of the day, inside the running transaction. One statement."""
    dialect = postgresql if db.engine.dialect.name == "postgresql" else sqlite
    fresh = dialect.insert(CareCount).values(day=now.date(), what=what, number=number)
    more = fresh.on_conflict_do_update(
        index_elements=[CareCount.day, CareCount.what], set_={"number": CareCount.number + number}
    )
    db.session.execute(more)
