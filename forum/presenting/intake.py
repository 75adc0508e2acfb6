"""Cards of the intake room: posts that wait, if-then rules, and what rules met."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup

from forum.domain.crisis import Notice
from forum.presenting.accounts import PersonCard
from forum.presenting.groups import GroupHead

Because = tuple[tuple[str, str], ...]
"""Why: (code, value) pairs; a value is a word of the rule, a number or ""."""


@dataclass(frozen=True, slots=True)
class WaitingCard:
    """A post that waits, or waited, as one reader gets it.

    Shapes: `title` of its thread, through the door, "" for a new thread whose scope the reader has not seen;
    `body_html` through the one path; `closed` = so many pieces the reader does not get; `outcome` "" while it waits.
    """

    id: int
    group_slug: str
    group_name: str
    thread_id: int | None
    title: str
    author: PersonCard | None
    sent_at: datetime
    body_html: Markup
    closed: int
    why: Because
    outcome: str
    reason: str
    post_id: int | None
    mine: bool


@dataclass(frozen=True, slots=True)
class WaitingPage:
    """Posts that wait, oldest first, or one's own, newest first. `notice` is for all of them."""

    posts: tuple[WaitingCard, ...]
    notice: Notice | None
    group: GroupHead | None = None


@dataclass(frozen=True, slots=True)
class AutomationCard:
    """An if-then rule. Shapes: `met` = how often it was met, `words` and `sites` as they were written."""

    id: int
    version: int
    name: str
    words: tuple[str, ...]
    sites: tuple[str, ...]
    any_link: bool
    newcomer: bool
    pace: int
    deed: str
    reason: str
    scope: str
    note: str
    author: PersonCard | None
    written_at: datetime
    on_since: datetime | None
    met: int


@dataclass(frozen=True, slots=True)
class MatchCard:
    """A rule met a post: which rule, who wrote it, and which of its own words. Shapes: `url` of the post."""

    id: int
    rule: str
    deed: str
    note: str
    because: Because
    rule_author: PersonCard | None
    author: PersonCard | None
    matched_at: datetime
    url: str
    group_slug: str
    group_name: str
    mine: bool


@dataclass(frozen=True, slots=True)
class TriedCard:
    """A post of the past that a rule would have met. `excerpt` through the one path."""

    post_id: int
    position: int
    thread_title: str
    author: PersonCard | None
    created_at: datetime
    excerpt: str
    because: Because


@dataclass(frozen=True, slots=True)
class TryPage:
    """What a rule would have met. Shapes: `looked_at` posts on this page; `following` = where older threads begin."""

    rule: AutomationCard
    group: GroupHead
    found: tuple[TriedCard, ...]
    looked_at: int
    following: str
    notice: Notice | None
    tries: bool = True
