"""What feeds say, in the words of a stranger: a feed is copied, shared and kept, so it never knows who asked for it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select

from forum.domain.crisis import Directory, Notice, notice
from forum.domain.errors import Missing
from forum.domain.people import Reader
from forum.domain.spoilers import Clearance
from forum.groups.models import Group
from forum.groups.queries import group_head
from forum.groups.visibility import is_member, readable
from forum.infra.db import db
from forum.posts.models import Post
from forum.posts.pressing import Place, print_body
from forum.posts.queries.asides import said_instead
from forum.posts.queries.cards import earliest
from forum.posts.queries.pages import leads_to
from forum.posts.queries.rows import StoredPost, posts_between, posts_selected, show_ids_of, stored_post
from forum.presenting.feeds import Feed, FeedEntry, printable
from forum.presenting.outward import outward_title
from forum.presenting.posts import ENGLISH, PageWords
from forum.presenting.posts.previews import LinkPreview, link_preview
from forum.presenting.threads import FROM_CALENDAR, StoredThread, door, is_open, thread_topics
from forum.shows.queries import clearance
from forum.threads.models import Thread
from forum.threads.queries import in_sight_of, stored_thread
from forum.threads.queries.reading import stored, threads_for

A_FEED = 30
"""Entries of one feed. Programs come again; whoever wants everything reads the pages."""

STEPS = 3
"""So many threads that went into others are followed."""

STRANGER = Reader.stranger()


def group_feed(slug: str, directory: Directory, now: datetime, *, words: PageWords = ENGLISH) -> Feed:
    """The threads of a group that everybody may read, the liveliest ones. Four statements.

    Raises: `Missing` for every other group, whoever asks.
    """
    head = group_head(STRANGER, slug, now)
    if not head.may["read"]:
        raise Missing
    entries, until = _threads(Thread.group_id == head.id, STRANGER, directory, now, words)
    path = f"/g/{head.slug}"
    return Feed(f"group/{head.id}", path, printable(head.card.name), entries, _newest(entries, now), until)


def personal_feed(reader: Reader, directory: Directory, now: datetime, *, words: PageWords = ENGLISH) -> Feed:
    """The threads of all the reader's groups, hidden ones too, in the words of a stranger. Three statements.

    Notices name the lines of the reader's own country: the address is theirs alone.
    """
    wanted = and_(_mine(reader), in_sight_of(reader, now))
    entries, until = _threads(wanted, reader, directory, now, words)
    return Feed(f"groups/{reader.id}", "/", "", entries, _newest(entries, now), until)


def _mine(reader: Reader) -> ColumnElement[bool]:
    """Threads of the reader's groups that nobody began whom the reader has put aside."""
    return and_(is_member(reader), or_(Thread.author_id.is_(None), Thread.author_id.not_in(reader.aside)))


def thread_feed(thread_id: int, directory: Directory, now: datetime, *, words: PageWords = ENGLISH) -> Feed:
    """The newest posts of a thread in a group that everybody may read. Three statements.

    Shapes: of a thread that went into another one, the posts of that one.
    Raises: `Missing` for every other thread, whoever asks, and while its door is closed.
    """
    found = _led_on(stored_thread(STRANGER, thread_id, now)[0], now)
    posts = [one for one in posts_between(found.id, found.last_position - A_FEED, found.last_position) if one.stands]
    print_ = _Press(clearance(STRANGER, found.show_ids | show_ids_of(posts), now), STRANGER, directory, now, words)
    if not print_.opened(found):
        raise Missing
    entries = tuple(print_.post(found, post) for post in reversed(posts))
    started = found.opened_at or found.created_at
    updated = max((one.updated_at for one in entries), default=started)
    return Feed(f"thread/{found.id}", f"/t/{found.id}", print_.title(found), entries, updated, print_.until)


def _led_on(found: StoredThread, now: datetime) -> StoredThread:
    """The thread in which its posts are, as far as everybody may know. One statement for each step, none for most."""
    for _ in range(STEPS):
        onward = leads_to(STRANGER, found, now)
        if onward is None:
            break
        found = stored_thread(STRANGER, onward, now)[0]
    return found


def _threads(
    which: ColumnElement[bool], reader: Reader, directory: Directory, now: datetime, words: PageWords
) -> tuple[tuple[FeedEntry, ...], datetime | None]:
    rows = db.session.execute(
        threads_for(STRANGER)
        .where(which, or_(Thread.opened_at.is_not(None), Thread.opens_at <= now))
        .order_by(Thread.active_at.desc(), Thread.id)
        .limit(A_FEED)
    ).all()
    found = [stored(row) for row in rows]
    posts = _first_posts(found)
    shows = show_ids_of(posts.values()).union(*(one.show_ids for one in found))
    print_ = _Press(clearance(STRANGER, shows, now), reader, directory, now, words)
    entries = [print_.thread(one, posts.get(one.id)) for one in found if print_.opened(one)]
    entries.sort(key=lambda entry: entry.published_at, reverse=True)
    return tuple(entries), print_.until


def _first_posts(found: Sequence[StoredThread]) -> Mapping[int, StoredPost]:
    """What members began their threads with. Threads of the calendar begin by themselves."""
    ids = [one.id for one in found if one.kind not in FROM_CALENDAR]
    rows: Iterable[Any] = (
        db.session.execute(posts_selected().where(Post.thread_id.in_(ids), Post.position == 1)) if ids else ()
    )
    posts = (stored_post(row) for row in rows)
    return {post.thread_id: post for post in posts if post.stands}


def _newest(entries: Sequence[FeedEntry], now: datetime) -> datetime:
    return max((one.updated_at for one in entries), default=now.replace(hour=0, minute=0, second=0, microsecond=0))


@dataclass(slots=True)
class _Press:
    """Prints entries for strangers. Shapes: `reader` = whose country the notice is for; `until` bounds the feed."""

    sight: Clearance
    reader: Reader
    directory: Directory
    now: datetime
    words: PageWords
    until: datetime | None = None

    def opened(self, thread: StoredThread) -> bool:
        """Whether its door is open."""
        return is_open(thread, self.sight.catalogues.get(thread.show_id or 0), self.now)

    def title(self, thread: StoredThread) -> str:
        """Its name outside of the site."""
        decision = door(thread, self.sight, self.now)
        self.until = earliest(self.until, decision.changes_at)
        return printable(outward_title(thread, self.sight.catalogues, self.now, self.words.titles))

    def thread(self, thread: StoredThread, first: StoredPost | None) -> FeedEntry:
        """A thread, with what its author began it with."""
        started = thread.opened_at or thread.created_at
        return FeedEntry(
            tag=f"thread/{thread.id}",
            path=f"/t/{thread.id}",
            title=self.title(thread),
            text=self._text(thread, first) if first is not None else "",
            notice=self._notice(thread),
            published_at=started,
            updated_at=max(started, first.edited_at or started) if first is not None else started,
            author=first.author.handle if first is not None and first.author is not None else "",
            labels=self._labels(thread),
        )

    def post(self, thread: StoredThread, post: StoredPost) -> FeedEntry:
        """A post in its thread's feed."""
        return FeedEntry(
            tag=f"post/{post.id}",
            path=f"/p/{post.id}",
            title=f"{self.title(thread)} #{post.position}",
            text=self._text(thread, post),
            notice=self._notice(thread),
            published_at=post.created_at,
            updated_at=post.edited_at or post.created_at,
            author=post.author.handle if post.author is not None else "",
            labels=self._labels(thread),
        )

    def _text(self, thread: StoredThread, post: StoredPost) -> str:
        place = Place.of(
            STRANGER, self.sight, self.now, thread_id=thread.id, home=thread.show_id, words=self.words.press
        )
        said = said_instead(self.reader, post, self.words)
        body = print_body(post.document, place, post_id=post.id, author_id=post.author_id, plain=True, said=said)
        if body is None:
            return ""
        self.until = earliest(self.until, body.valid_until)
        return printable(body.text)

    def _notice(self, thread: StoredThread) -> Notice | None:
        topics = thread_topics(thread, self.sight.catalogues)
        return notice(self.directory, topics, self.reader.country, self.reader.language)

    def _labels(self, thread: StoredThread) -> tuple[str, ...]:
        show = self._show(thread)
        return tuple(one for one in (printable(show or ""), thread.kind) if one)

    def _show(self, thread: StoredThread) -> str | None:
        catalogue = self.sight.catalogues.get(thread.show_id or 0)
        return catalogue.name if catalogue is not None else None


def public_preview(thread_id: int, now: datetime, *, words: PageWords = ENGLISH) -> LinkPreview:
    """The link card of a thread in a group that everybody may read. Two statements.

    Raises: `Missing` for every other thread, whoever asks.
    """
    found, _ = stored_thread(STRANGER, thread_id, now)
    sight = clearance(STRANGER, found.show_ids, now)
    return link_preview(found, sight.catalogues, now, words.titles, is_public=True)


def newest_thread_id() -> int:
    """The largest id of any thread, 0 without one: how far sitemaps go. One statement."""
    return db.session.scalar(select(func.max(Thread.id))) or 0


def listed_threads(after: int, through: int, now: datetime) -> list[tuple[int, datetime]]:
    """Ids and beginnings of the threads between two ids that everybody may read, for crawlers. One statement.

    A thread's beginning tells nothing; when it was last written in would tell those outside that something happened.
    """
    rows = db.session.execute(
        select(Thread.id, Thread.opened_at)
        .join(Group, Group.id == Thread.group_id)
        .where(Thread.id > after, Thread.id <= through, Thread.opened_at.is_not(None), readable(STRANGER))
        .where(Thread.opened_at <= now, Thread.merged_into_id.is_(None))
        .order_by(Thread.id)
    )
    return [(row.id, row.opened_at) for row in rows]
