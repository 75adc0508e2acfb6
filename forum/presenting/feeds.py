"""Feeds as everybody may read them: what a stranger may know, finished, with the notice where a thread is sensitive."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from forum.domain.crisis import Notice

_UNPRINTABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 has no way to write: one such sign would make every program refuse the whole feed."""


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """A thread or a post in a feed. `notice` has no default, so that no entry is made without deciding it.

    Shapes: `tag` like "post/7", the same for ever; `path` begins with "/"; `title` and `text` are what a stranger may
    read, the text as plain paragraphs; `author` a handle or ""; `labels` = names of the show and the kind of thread.
    """

    tag: str
    path: str
    title: str
    text: str
    notice: Notice | None
    published_at: datetime
    updated_at: datetime
    author: str = ""
    labels: tuple[str, ...] = ()

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """The text cut at its empty lines."""
        return tuple(part for part in (one.strip() for one in self.text.split("\n\n")) if part)


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed, newest entry first.

    Shapes: `path` of the page that it is about; `updated_at` of its newest entry, or of what it is about;
    `valid_until` = the next instant at which anything in it may read differently by time alone.
    """

    tag: str
    path: str
    title: str
    entries: tuple[FeedEntry, ...]
    updated_at: datetime
    valid_until: datetime | None


def printable(text: str) -> str:
    """The text without signs that no XML document may hold."""
    return _UNPRINTABLE.sub("", text)
