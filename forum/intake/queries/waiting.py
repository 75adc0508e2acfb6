"""Posts that wait, for the moderators of their group and for their authors."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Row, select

from forum.accounts.queries import people_cards
from forum.domain.crisis import Directory, notice
from forum.domain.errors import Denied, Missing
from forum.domain.people import Reader
from forum.domain.permissions import Action, CaseFacts, require
from forum.groups.models import Group
from forum.groups.queries import group_head
from forum.groups.visibility import readable
from forum.infra.db import db
from forum.infra.rows import LARGEST_ID
from forum.intake.models import WaitingPost
from forum.intake.queries.readers import refuse_bystanders
from forum.intake.queries.unread import without_words
from forum.posts.pressing import NOTHING, Place, print_body, read_document
from forum.posts.queries.pages import Room, room_from
from forum.posts.queries.profile import threads_of_posts
from forum.presenting.intake import WaitingCard, WaitingPage
from forum.presenting.posts import ENGLISH, PageWords
from forum.shows.queries import clearance

A_PAGE = 20


def waiting_page(
    reader: Reader, slug: str, directory: Directory, now: datetime, *, words: PageWords = ENGLISH
) -> WaitingPage:
    """What waits in a group, oldest first, for its moderators. Six statements.

    Raises: `Missing`; `Denied`.
    """
    head = group_head(reader, slug, now)
    require(reader, Action.CASE_READ, CaseFacts(0, head.facts))
    rows = db.session.execute(
        _rows().where(WaitingPost.group_id == head.id, WaitingPost.decided_at.is_(None)).order_by(WaitingPost.id)
    ).all()
    return replace(_page(reader, rows, directory, now, words), group=head)


def own_waiting(reader: Reader, directory: Directory, now: datetime, *, words: PageWords = ENGLISH) -> WaitingPage:
    """What the reader sent and others do not see yet, or will not, newest first.

    Raises: `Denied` for strangers.
    """
    if reader.is_stranger:
        raise Denied("sign-in")
    mine = (WaitingPost.author_id == reader.id, WaitingPost.outcome.is_distinct_from("approved"), readable(reader))
    rows = db.session.execute(_rows().where(*mine).order_by(WaitingPost.id.desc())).all()
    return _page(reader, rows, directory, now, words)


def waiting_card(
    reader: Reader, waiting_id: int, directory: Directory, now: datetime, *, words: PageWords = ENGLISH
) -> WaitingPage:
    """One of them, for its author and for the moderators of its group.

    Raises: `Missing` for everybody else.
    """
    return _page(reader, [_row(reader, waiting_id, now)], directory, now, words)


def read_anyway(
    reader: Reader, waiting_id: int, directory: Directory, now: datetime, *, words: PageWords = ENGLISH
) -> WaitingPage:
    """The same with everything open, for a moderator who reads although it spoils. The caller writes it down."""
    return _page(reader, [_row(reader, waiting_id, now)], directory, now, words, opened=True)


def _row(reader: Reader, waiting_id: int, now: datetime) -> Row[Any]:
    row = None
    if 0 < waiting_id <= LARGEST_ID and not reader.is_stranger:
        row = db.session.execute(_rows().where(WaitingPost.id == waiting_id)).one_or_none()
    if row is None:
        raise Missing
    refuse_bystanders(reader, row.WaitingPost.author_id, row.WaitingPost.group_id, now)
    return row


def _rows() -> Any:
    found = select(WaitingPost, Group.slug, Group.name).join(Group, Group.id == WaitingPost.group_id)
    return found.limit(A_PAGE)


def _page(
    reader: Reader,
    rows: Sequence[Row[Any]],
    directory: Directory,
    now: datetime,
    words: PageWords,
    *,
    opened: bool = False,
) -> WaitingPage:
    people = people_cards(row.WaitingPost.author_id for row in rows)
    documents = {row.WaitingPost.id: read_document(0, row.WaitingPost.document) for row in rows}
    threads = threads_of_posts(reader, {row.WaitingPost.thread_id for row in rows} - {None}, now)
    shows = frozenset[int]().union(*(one.show_ids() for one in documents.values() if one is not None))
    sight = clearance(reader, shows.union(*(thread.show_ids for thread, _ in threads.values())), now)
    rooms = {number: room_from(reader, there, sight, now, words=words) for number, there in threads.items()}
    cards = []
    for row in rows:
        waits, room = row.WaitingPost, rooms.get(row.WaitingPost.thread_id or 0)
        place = room.place if room is not None else Place.of(reader, sight, now, words=words.press)
        as_author = reader.id if opened else waits.author_id
        body = print_body(documents[waits.id], place, post_id=0, author_id=as_author) or NOTHING
        cards.append(
            WaitingCard(
                id=waits.id,
                group_slug=row.slug,
                group_name=row.name,
                thread_id=waits.thread_id,
                title=_title(waits, room, closed=body.closed),
                author=people.get(waits.author_id or 0),
                sent_at=waits.sent_at,
                body_html=body.html,
                closed=body.closed,
                why=without_words(waits.why, closed=body.closed > 0 and waits.author_id != reader.id),
                outcome=waits.outcome or "",
                reason=waits.reason,
                post_id=waits.post_id,
                mine=waits.author_id == reader.id,
            )
        )
    topics = frozenset[str]().union(*(room.topics for room in rooms.values()))
    return WaitingPage(tuple(cards), notice(directory, topics, reader.country, reader.language))


def _title(waits: WaitingPost, room: Room | None, *, closed: int) -> str:
    """The thread's, through its door; a new thread's, where nothing of its text is closed to the reader."""
    if room is not None:
        return room.title
    return "" if closed else str(waits.form.get("title", ""))
