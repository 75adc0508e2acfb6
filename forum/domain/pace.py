"""How fast people may write, and who is new: the policy of a group, and what is done about spam without any policy.

Pure: the facts are read by the room, the answer is a code with what explains it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

PREMIERE = timedelta(hours=24)
"""For so long after it opens, an episode's thread has its premiere."""
LATELY = timedelta(minutes=10)
NEW_HERE = 5
"""Whoever has fewer posts that stand is new on the site."""
LINKS_OF_THE_NEW = 2
TOO_MANY = 50
"""Posts within ten minutes: nobody types so fast, and no finale is so good."""
SAME_AGAIN = timedelta(days=1)
SHORTEST_COPY = 40
"""Shorter texts are often the same: nobody is suspected for "So good!"."""


@dataclass(frozen=True, slots=True)
class PacePolicy:
    """What a group asks of its newcomers and of everybody.

    Shapes: `first_posts` = whoever has fewer here is a newcomer, 0 = nobody is; `hold_first` = their posts wait for a
    moderator; `newcomer_links` = so many links in one post of a newcomer, None = any; `premiere_seconds` and
    `later_seconds` = so long lies between two posts of one member in a thread, 0 = no pause.
    """

    first_posts: int = 0
    hold_first: bool = False
    newcomer_links: int | None = None
    premiere_seconds: int = 0
    later_seconds: int = 0


@dataclass(frozen=True, slots=True)
class Earlier:
    """A post that the same member wrote before."""

    thread_id: int
    group_id: int
    at: datetime
    stands: bool


@dataclass(frozen=True, slots=True)
class History:
    """What is known of an author: newest posts first, a bounded number of them.

    Shapes: `copies` = so many posts of the last day with the same words, of theirs; `copies_of_others` = of others.
    """

    posts: Sequence[Earlier] = ()
    copies: int = 0
    copies_of_others: int = 0

    def lately(self, now: datetime) -> int:
        """Posts of the last ten minutes and the one that is being sent."""
        return 1 + sum(1 for post in self.posts if post.at > now - LATELY)

    def is_new_in(self, group_id: int, policy: PacePolicy) -> bool:
        """Whether the group takes its author for a newcomer."""
        wanted = policy.first_posts or NEW_HERE
        return sum(1 for post in self.posts if post.stands and post.group_id == group_id) < wanted

    @property
    def is_new(self) -> bool:
        """Whether they are new on the site."""
        return sum(1 for post in self.posts if post.stands) < NEW_HERE


def again_at(
    policy: PacePolicy, history: History, thread_id: int, opened_at: datetime | None, now: datetime
) -> datetime | None:
    """When its author may write in this thread again; None when they may now."""
    is_premiere = opened_at is not None and now < opened_at + PREMIERE
    pause = policy.premiere_seconds if is_premiere else policy.later_seconds
    last = next((post.at for post in history.posts if post.thread_id == thread_id), None)
    if not pause or last is None:
        return None
    again = last + timedelta(seconds=pause)
    return again if again > now else None


def suspicions(history: History, links: int, now: datetime) -> tuple[str, ...]:
    """What looks like spam, whatever the group says. Only ever a reason to look first."""
    found = []
    if history.copies_of_others and history.is_new:
        found.append("same-as-others")
    if history.copies and history.is_new:
        found.append("same-again")
    if history.is_new and links > LINKS_OF_THE_NEW:
        found.append("many-links")
    if history.lately(now) > TOO_MANY:
        found.append("very-fast")
    return tuple(found)
