"""What was found, finished for one reader: every title and every snippet went through that reader's door."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from forum.domain.crisis import Notice
from forum.presenting.accounts import PersonCard
from forum.presenting.groups import GroupCard
from forum.presenting.shows import ShowCard
from forum.presenting.threads import ThreadCard

Snippet = tuple[tuple[str, bool], ...]
"""A stretch of a text, cut at the words that were looked for; True for these."""


@dataclass(frozen=True, slots=True)
class HitCard:
    """A post that was found."""

    post_id: int
    thread_id: int
    position: int
    thread_title: str
    group_slug: str
    group_name: str
    author: PersonCard | None
    created_at: datetime
    snippet: Snippet
    sensitive: bool

    @property
    def text(self) -> str:
        """The snippet in one piece."""
        return "".join(words for words, _ in self.snippet)


@dataclass(frozen=True, slots=True)
class EpisodeHit:
    """An episode that was found. Shapes: `title` None while it may spoil."""

    id: int
    show_name: str
    code: str
    title: str | None


@dataclass(frozen=True, slots=True)
class SearchPage:
    """An answer.

    Shapes: `count` of posts from here on, at most `COUNTED`, `is_counted` when there are no more; `next_before` = where
    the posts go on, None at the end; the other lists are filled on the first page alone. `notice` for the hard topics
    of all threads on this page.
    """

    posts: tuple[HitCard, ...] = ()
    count: int = 0
    is_counted: bool = True
    next_before: int | None = None
    threads: tuple[ThreadCard, ...] = ()
    shows: tuple[ShowCard, ...] = ()
    episodes: tuple[EpisodeHit, ...] = ()
    groups: tuple[GroupCard, ...] = ()
    people: tuple[PersonCard, ...] = ()
    notice: Notice | None = None
    valid_until: datetime | None = None

    @property
    def is_empty(self) -> bool:
        """Nothing was found."""
        return not (self.posts or self.threads or self.shows or self.episodes or self.groups or self.people)


@dataclass(frozen=True, slots=True)
class SuggestionCard:
    """Something one may have meant.

    Shapes: `kind` "show", "thread", "group" or "person"; `title` holds no member's words, but names of groups
    and people.
    """

    kind: str
    title: str
    url: str
