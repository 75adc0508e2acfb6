"""What one person wrote, for another."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import or_, select, true

from forum.accounts.queries import not_shut_out
from forum.domain.crisis import Directory, notice
from forum.domain.people import Reader
from forum.domain.permissions import Action, GroupFacts, require
from forum.groups.models import Group
from forum.groups.queries import group_head
from forum.groups.queries.facts import facts_of, standing_columns
from forum.groups.visibility import readable
from forum.infra.db import db
from forum.infra.paging import Key, past, printed
from forum.posts.models import Draft, Post
from forum.posts.places import group_place
from forum.posts.queries.cards import earliest
from forum.posts.queries.pages import room_from, showing
from forum.posts.queries.rows import marks_on, posts_selected, show_ids_of, stored_post
from forum.posts.queries.scopes import asks_of, scopes_of_shows
from forum.presenting.posts import ENGLISH, NewThreadPage, PageWords, WrittenCard, WrittenPage
from forum.presenting.threads import StoredThread
from forum.shows.queries import catalogues, clearance
from forum.threads.models import Thread
from forum.threads.queries import in_sight_of
from forum.threads.queries.reading import stored, threads_for

A_PAGE = 10
LAST_PAGE = 100


def posts_of(
    reader: Reader,
    person_id: int,
    page: int,
    directory: Directory,
    now: datetime,
    *,
    after: Key = (),
    words: PageWords = ENGLISH,
) -> WrittenPage:
    """Posts of a person in groups that the reader may read, newest first. Four statements.

    Threads whose door is closed at `now` are left out, as are posts that were withdrawn or removed; where one
    of both has blocked the other there is nothing.
    Shapes: `after` = the id of the last post before the page.
    """
    number = min(max(1, page), LAST_PAGE)
    rows = db.session.execute(
        posts_selected()
        .join(Thread, Thread.id == Post.thread_id)
        .join(Group, Group.id == Thread.group_id)
        .where(
            Post.author_id == person_id,
            Post.withdrawn_at.is_(None),
            Post.removed_at.is_(None),
            Thread.slipped_at.is_(None),
            Post.author_id.not_in(reader.blocked),
            not_shut_out(reader, Post.author_id),
            readable(reader),
            or_(Post.author_id == reader.id, in_sight_of(reader, now)),
            past((Post.id, after[0], True)) if after else true(),
        )
        .order_by(Post.id.desc())
        .limit(A_PAGE + 1)
        .offset(0 if after else (number - 1) * A_PAGE)
    ).all()
    posts = [stored_post(row) for row in rows[:A_PAGE]]
    marks = marks_on(reader, [post.id for post in posts])
    threads = threads_of_posts(reader, {post.thread_id for post in posts}, now)
    shows = show_ids_of(posts).union(*(thread.show_ids for thread, _ in threads.values()))
    entered = marks.revealed.union(*(thread.entered for thread, _ in threads.values()))
    sight = clearance(reader, shows, now, entered)
    cards, topics = [], set[str]()
    for post in posts:
        room = room_from(reader, threads[post.thread_id], sight, now, words=words)
        if not room.facts.open:
            continue
        card = showing(room, plain=True).card(post, marks)
        topics |= room.topics
        cards.append(WrittenCard(card, room.title, room.thread.group_slug, room.thread.group_name))
    changes = [card.post.valid_until for card in cards]
    return WrittenPage(
        posts=tuple(cards),
        number=number,
        has_more=len(rows) > A_PAGE and number < LAST_PAGE,
        valid_until=earliest(*changes),
        notice=notice(directory, topics, reader.country, reader.language),
        following=printed((posts[-1].id,)) if posts else "",
    )


def threads_of_posts(
    reader: Reader, thread_ids: Collection[int], now: datetime
) -> dict[int, tuple[StoredThread, GroupFacts]]:
    """Threads by id, with the reader's place in their groups. The caller knows that the reader may read there."""
    rows = db.session.execute(
        threads_for(reader, *standing_columns(reader, now)).where(Thread.id.in_(list(thread_ids)))
    )
    found = ((stored(row), facts_of(row)) for row in rows)
    return {thread.id: (thread, group) for thread, group in found}


def new_thread_page(reader: Reader, slug: str, now: datetime) -> NewThreadPage:
    """The form for a new thread in a group, with the reader's draft. Three statements.

    Raises: `Missing`; `Denied`.
    """
    head = group_head(reader, slug, now)
    require(reader, Action.THREAD_START, head.facts)
    followed = catalogues(head.following)
    shows = [followed[one] for one in head.following if one in followed]
    title, text = draft_of(reader, group_place(head.id))
    return NewThreadPage(
        group_id=head.id,
        group_slug=head.slug,
        group_name=head.name,
        shows=tuple((show.slug, show.name) for show in shows),
        scopes=scopes_of_shows(shows, now),
        asks=asks_of(head.policy, shows, now),
        draft_title=title,
        draft=text,
    )


def draft_of(reader: Reader, place: str) -> tuple[str, str]:
    """Title and text of a draft; both empty when there is none."""
    row = db.session.execute(
        select(Draft.title, Draft.text).where(Draft.person_id == reader.id, Draft.place == place)
    ).one_or_none()
    return (row.title, row.text) if row else ("", "")
