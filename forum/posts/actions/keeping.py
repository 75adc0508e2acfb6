"""How far somebody has read."""

from __future__ import annotations

from datetime import datetime

from forum.domain.people import Reader
from forum.infra.db import transaction
from forum.presenting.posts import ThreadPage
from forum.threads.actions.placing import read_through


def keep_place(reader: Reader, page: ThreadPage, now: datetime) -> None:
    """Move the reader's mark to the last post of a page they could read. One statement, and only when it advances."""
    reached = page.posts[-1].position if page.posts else 0
    if page.number == page.pages:  # the last places may be empty: their posts were moved elsewhere
        reached = max(reached, page.last_position)
    if reader.id is None or reached <= page.read_to or page.standing.place not in ("free", "shown"):
        return
    with transaction():
        read_through(reader.id, page.id, reached, now)
