"""What somebody takes a break from: writing, topics, shows."""

from __future__ import annotations

from datetime import datetime

from forum.domain.crisis import GRAVITY
from forum.domain.people import Reader
from forum.presenting.care import BreakPage
from forum.shows.queries import muted_shows
from forum.threads.queries import muted_topics


def break_page(reader: Reader, now: datetime) -> BreakPage:
    """All of it, for the one whose it is. Two statements.

    Raises: `Denied` for strangers.
    """
    return BreakPage(reader.break_until, muted_topics(reader, now), muted_shows(reader, now), GRAVITY)
