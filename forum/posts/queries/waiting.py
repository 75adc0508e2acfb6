"""What was waiting for somebody behind a thread's door, at the moment when it opens for them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from forum.domain.people import Reader
from forum.posts.queries.cards import is_readable
from forum.posts.queries.pages import room_of
from forum.posts.queries.rows import Marks, posts_between
from forum.posts.queries.single import address
from forum.presenting.posts import ENGLISH, PageWords
from forum.threads.queries import episode_talk, stored_thread

COUNTED = 200
"""So many posts after the last one read are looked at."""
THREADS = 3


@dataclass(frozen=True, slots=True)
class Waiting:
    """A thread that is open to its reader now.

    Shapes: `count` = posts they have not read and can read; `more` = there are more than were counted; `url` leads to
    the first of them.
    """

    title: str
    count: int
    more: bool
    url: str


def waiting(reader: Reader, episode_id: int, now: datetime, *, words: PageWords = ENGLISH) -> tuple[Waiting, ...]:
    """The threads of an episode in my groups with posts that I can read now and have not read, the liveliest first."""
    talk = episode_talk(reader, episode_id, now, words=words.titles)
    open_ones = [card.id for card in talk.threads if card.unread] if talk is not None else []
    found = (_waiting(reader, one, now, words) for one in open_ones[:THREADS])
    return tuple(one for one in found if one is not None)


def _waiting(reader: Reader, thread_id: int, now: datetime, words: PageWords) -> Waiting | None:
    there = stored_thread(reader, thread_id, now)
    read_to = there[0].read_to or 0
    posts = posts_between(thread_id, read_to, read_to + COUNTED)
    room = room_of(reader, there, posts, Marks({}), now, words=words)
    readable = [post for post in posts if post.author_id != reader.id and is_readable(post, room.place)]
    if not readable:
        return None
    first = readable[0]
    return Waiting(
        room.title,
        len(readable),
        there[0].last_position > read_to + COUNTED,
        address(thread_id, first.id, first.position),
    )
