"""How far somebody has read."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.dialects import postgresql, sqlite

from forum.domain.people import Reader
from forum.infra.db import db, transaction
from forum.presenting.posts import ThreadPage
from forum.threads.models import ReadMark


def keep_place(reader: Reader, page: ThreadPage, now: datetime) -> None:
    """Move the reader's mark to the last post of a page they could read. One statement, and only when it advances."""
    reached = page.posts[-1].position if page.posts else 0
    if page.number == page.pages:  # the last places may be empty: their posts were moved elsewhere
        reached = max(reached, page.last_position)
    if reader.id is None or reached <= page.read_to or page.standing.place not in ("free", "shown"):
        return
    dialect = postgresql if db.engine.dialect.name == "postgresql" else sqlite
    mark = dialect.insert(ReadMark).values(person_id=reader.id, thread_id=page.id, position=reached, read_at=now)
    further = mark.on_conflict_do_update(
        index_elements=[ReadMark.person_id, ReadMark.thread_id],
        set_={"position": mark.excluded.position, "read_at": mark.excluded.read_at},
        where=ReadMark.position < mark.excluded.position,
    )
    with transaction():
        db.session.execute(further)
