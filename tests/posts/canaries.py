"""A forum with a canary behind every kind of gate, and the readers who must and must not see each.

Everything is written an hour after the fourth episode came out; tests move the clock from there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from flask import Flask

from forum.domain.people import Reader

STARTS = datetime(2026, 10, 31, 20, tzinfo=UTC)
FOURTH = STARTS + timedelta(days=21)
WRITTEN = FOURTH + timedelta(hours=1)
PUT_BACK_TO = WRITTEN + timedelta(days=60)
SPECIAL = 99
"""Number of the special at its source."""
NOWHERE = 999_999
"""Id of no episode and of no show."""

CLOCKS: Mapping[str, datetime] = {
    "before": FOURTH - timedelta(seconds=1),
    "at": FOURTH,
    "after": WRITTEN + timedelta(days=1),
    "put back": WRITTEN + timedelta(days=2),
}

MARKS: Mapping[str, str] = {
    "episode": "harbour-lights S01E04",
    "range": "harbour-lights S01E02-E04",
    "season": "harbour-lights S01",
    "series": "harbour-lights series",
    "only": "harbour-lights only:S01E04",
    "leak": "harbour-lights leak S01E04",
    "crossover": "harbour-lights S01E04 + late-show S01E01",
    "special": "harbour-lights special:The Fog",
    "only special": "harbour-lights only:special:The Fog",
    "book": "harbour-lights book:The Lamp",
    "chapter": "harbour-lights book:The Lamp through chapter 12",
    "promo": "harbour-lights promo",
}
BY_CHOICE = frozenset({"book", "chapter", "promo"})
"""Tied to no date: open to those who asked for it, at every clock."""
BY_CLICK = frozenset({"unlisted"})
"""About an episode that is listed no more: for those who ask for it, at every clock; the control reader did."""
OWN = frozenset({"unknown show"})
"""About a show that is not there: for its author alone."""
IN_A_THREAD = frozenset({"thread", "thread reply", "other show"})
"""In the episode's own thread: nobody at all while its door is closed."""
GONE = frozenset({"removed", "withdrawn"})
"""For nobody, ever."""
ABOUT_CASES = frozenset({"flag words", "note words", "handed words", "ruling note", "proposal"})
"""Only for moderators who have watched."""
RULINGS = frozenset({"ruling", "appeal", "removal"})
"""The same, and for the author, who is told why and may disagree."""
COVERED = frozenset({"covered title"})
"""A title that a steward took from all eyes but its author's, whoever has seen what."""
WAITS = frozenset({"waiting"})
"""Waits for a moderator: for its author, and for moderators who have watched."""
TITLES = frozenset({"title", "old title"})
KINDS = (
    *MARKS,
    *sorted(IN_A_THREAD),
    *sorted(GONE),
    *sorted(ABOUT_CASES),
    *sorted(RULINGS),
    *sorted(COVERED),
    *sorted(WAITS),
    *sorted(TITLES),
    *sorted(BY_CLICK),
    *sorted(OWN),
    "cover",
    "inherited",
    "seal",
    "echo",
    "echo of an echo",
    "echo of a quote",
    "history",
    "quote",
    "mention",
    "decided",
)


def canary(kind: str) -> str:
    """A word that is nowhere else, and no part of another one."""
    return "CANARY" + "".join(part.capitalize() for part in kind.split()) + "END"


@dataclass(frozen=True)
class Cage:
    """Shapes: `readers` by role; `cookies` and `tokens` of those who are signed in; ids of all that a URL can name;
    `messages` = cases about messages to moderators, for staff alone; `feeds` = paths of the control reader's own feeds.
    """

    app: Flask
    readers: Mapping[str, Reader]
    cookies: Mapping[str, str]
    tokens: Mapping[str, str]
    group_id: int
    show_id: int
    episodes: tuple[int, ...]
    special: int
    threads: tuple[int, ...]
    posts: Mapping[str, int]
    cases: tuple[int, ...]
    decisions: tuple[int, ...]
    messages: tuple[int, ...]
    feeds: tuple[str, ...]


def may_see(kind: str, role: str, at: str) -> bool:
    """The whole grid: what one role may see of one kind at one clock."""
    if kind in GONE:
        return False
    if kind in OWN | BY_CLICK:
        return role == "author" or (role == "caught up" and kind in BY_CLICK)
    if kind in COVERED:
        return role == "author"
    if kind in WAITS | RULINGS and role == "author":
        return True
    if kind in ABOUT_CASES | WAITS | RULINGS:
        return role == "caught up" and at in ("at", "after")
    if role == "caught up":
        return kind in BY_CHOICE or at in ("at", "after")
    if role == "author":
        return kind not in IN_A_THREAD or at in ("at", "after")
    return False


ROLES = ("stranger", "behind", "caught up", "author", "moderator", "site moderator")
CONTROL = "caught up"
"""Moderates the group as well, so that the pages of moderators are under control too."""
