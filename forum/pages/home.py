"""The first page: what this is, or where my groups are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from forum.domain.people import Reader
from forum.groups.queries import listed_groups
from forum.presenting.groups import GroupCard
from forum.presenting.shows import CalendarEntry
from forum.presenting.threads import ENGLISH, ThreadCard, TitleWords
from forum.shows.queries import upcoming
from forum.threads.queries import my_threads


@dataclass(frozen=True, slots=True)
class HomePage:
    """Shapes: `groups` are mine, or the listed ones for a stranger; `threads` by activity; `upcoming` by release."""

    groups: tuple[GroupCard, ...]
    threads: tuple[ThreadCard, ...]
    upcoming: tuple[CalendarEntry, ...]


def home_page(reader: Reader, now: datetime, *, words: TitleWords = ENGLISH) -> HomePage:
    """The first page as this reader may see it. Six statements at most, three for strangers."""
    return HomePage(
        groups=listed_groups(reader, now),
        threads=my_threads(reader, now, words=words),
        upcoming=upcoming(reader, now),
    )
