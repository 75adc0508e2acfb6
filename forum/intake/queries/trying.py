"""A dry run: what a rule would have met in the past thirty days, before anybody switches it on.

Bounded: a page looks at the newest posts of so many threads, the liveliest first, and says where the next page begins.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, select

from forum.domain.automation import Terms, Writing, because
from forum.domain.crisis import Directory, notice
from forum.domain.people import Reader
from forum.domain.spoilers import Outcome
from forum.groups.models import Group
from forum.groups.queries import group_head
from forum.infra.db import db
from forum.intake.queries.automations import automation_card
from forum.posts.models import Post
from forum.posts.queries.pages import Room, room_from, showing
from forum.posts.queries.profile import threads_of_posts
from forum.posts.queries.rows import Marks, posts_selected, show_ids_of, stored_post
from forum.presenting.intake import Because, TriedCard, TryPage
from forum.presenting.posts import ENGLISH, PageWords
from forum.shows.queries import clearance
from forum.threads.models import Thread

PAST = timedelta(days=30)
THREADS = 20
POSTS_EACH = 100
READ = ("open", "sealed")
"""States of posts whose words are there to be read."""


def tried(
    reader: Reader, automation_id: int, after: int, directory: Directory, now: datetime, *, words: PageWords = ENGLISH
) -> TryPage:
    """A page of it. Shapes: `after` = so many threads were looked at before. A fixed number of statements.

    What is asked about its author is left out: who was new then, and how fast they wrote, nobody kept.
    Raises: `Missing`; `Denied`.
    """
    card, group_id = automation_card(reader, automation_id, now)
    slug = db.session.scalars(select(Group.slug).where(Group.id == group_id)).one()
    head = group_head(reader, slug, now)
    terms = Terms(card.words, card.sites, card.any_link)
    if not terms.asks:
        return TryPage(card, head, (), 0, "", None, tries=False)
    ids = list(
        db.session.scalars(
            select(Thread.id)
            .where(Thread.group_id == group_id, Thread.active_at > now - PAST)
            .order_by(Thread.active_at.desc(), Thread.id.desc())
            .limit(THREADS + 1)
            .offset(after)
        )
    )
    rows = _posts(ids[:THREADS], now)
    why = {row.id: because(terms, Writing(row.source)) for row in rows}
    met = [row for row in rows if why[row.id]]
    found, topics = _found(reader, met, why, now, words)
    following = str(after + THREADS) if len(ids) > THREADS else ""
    told = notice(directory, topics, reader.country, reader.language)
    return TryPage(card, head, found, len(rows), following, told)


def _posts(thread_ids: Sequence[int], now: datetime) -> Sequence[Row[Any]]:
    return db.session.execute(
        posts_selected(Post.source)
        .join(Thread, Thread.id == Post.thread_id)
        .where(
            Post.thread_id.in_(thread_ids),
            Post.position > Thread.last_position - POSTS_EACH,
            Post.created_at > now - PAST,
            Post.withdrawn_at.is_(None),
            Post.removed_at.is_(None),
        )
        .order_by(Post.id.desc())
    ).all()


def _found(
    reader: Reader, rows: Sequence[Row[Any]], why: Mapping[int, Because], now: datetime, words: PageWords
) -> tuple[tuple[TriedCard, ...], frozenset[str]]:
    """The posts that this moderator gets whole: a dry run is no way around a curtain, nor a search behind it. Of what
    is closed to them it is not even told that a rule would meet it."""
    posts = [stored_post(row) for row in rows]
    threads = threads_of_posts(reader, {post.thread_id for post in posts}, now)
    shows = show_ids_of(posts).union(*(thread.show_ids for thread, _ in threads.values()))
    sight = clearance(reader, shows, now)
    rooms: dict[int, Room] = {key: room_from(reader, one, sight, now, words=words) for key, one in threads.items()}
    cards, topics = [], set[str]()
    for post in posts:
        room = rooms[post.thread_id]
        shown = showing(room, plain=True).card(post, Marks({}))
        if shown.closed or shown.state not in READ or room.decision.outcome is not Outcome.SHOWN:
            continue
        topics |= room.topics
        cards.append(
            TriedCard(post.id, post.position, room.title, post.author, post.created_at, shown.excerpt, why[post.id])
        )
    return tuple(cards), frozenset(topics)
