"""One post: where it stands, its own page, its history, its source, and what a quote of it says."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import undefer

from forum.domain.crisis import Directory
from forum.domain.errors import Denied, Missing
from forum.domain.gates import Gate
from forum.domain.labels import label
from forum.domain.people import Reader
from forum.domain.permissions import Action, PostFacts, require
from forum.infra.db import db
from forum.infra.rows import LARGEST_ID
from forum.infra.settings import current_settings
from forum.posts.covering import inherited
from forum.posts.finding import post_and_facts
from forum.posts.models import Post, Revision
from forum.posts.pressing import gate_of, print_body, read_document, shut
from forum.posts.queries.asides import said_instead, with_folds
from forum.posts.queries.cards import earliest
from forum.posts.queries.pages import Room, offered, room_of, showing
from forum.posts.queries.rows import Marks, StoredPost, marks_on, posts_selected, stored_post
from forum.posts.scoping import ScopeReader
from forum.presenting.posts import (
    ENGLISH,
    NO_OFFER,
    Body,
    CoverOffer,
    EditPage,
    HistoryPage,
    PageWords,
    PostPage,
    QuotePage,
    RevisionCard,
    SourceCard,
)
from forum.presenting.posts.differences import differences
from forum.rendering.document import Document
from forum.rendering.quote import quote as quoted
from forum.rendering.redact import redact
from forum.shows.queries import catalogues, clearance
from forum.threads.queries import stored_thread

COMPARED = 20
"""So many of the newest versions are compared with the one before."""


def post_facts(reader: Reader, post_id: int, now: datetime) -> PostFacts:
    """What the rules need to know of a post, for this reader.

    Raises: `Missing`.
    """
    return post_and_facts(reader, post_id, now)[1]


def permalink(reader: Reader, post_id: int, now: datetime) -> str:
    """The address of a post on its page of the thread.

    Raises: `Missing`.
    """
    post, _ = post_and_facts(reader, post_id, now)
    return address(post.thread_id, post.id, post.position)


def address(thread_id: int, post_id: int, position: int) -> str:
    """Where a post stands: its page, and its place on it."""
    number = (position - 1) // current_settings().posts_a_page + 1
    page = f"?page={number}" if number > 1 else ""
    return f"/t/{thread_id}{page}#p{post_id}"


def post_page(
    reader: Reader,
    post_id: int,
    directory: Directory,
    now: datetime,
    *,
    opening: Collection[str] = (),
    words: PageWords = ENGLISH,
    plain: bool = False,
) -> PostPage:
    """A post on a page of its own.

    Shapes: `opening` = keys of veils that this one answer opens, for readers who leave no trace; as always a key opens
    what could be had by a click, and nothing else.
    Raises: `Missing`; `Denied` while the thread's door is closed.
    """
    post, room, marks = _found(reader, post_id, now, opening, words)
    return PostPage(**_alone(post, room, marks, directory, plain=plain))


def _alone(post: StoredPost, room: Room, marks: Marks, directory: Directory, *, plain: bool = False) -> dict[str, Any]:
    card = showing(room, plain=plain).card(post, marks)
    return {
        "post": card,
        "thread_id": room.thread.id,
        "thread_title": room.title,
        "group_slug": room.thread.group_slug,
        "group_name": room.thread.group_name,
        "notice": room.notice(directory),
        "valid_until": earliest(room.decision.changes_at, card.valid_until),
    }


def history(
    reader: Reader, post_id: int, directory: Directory, now: datetime, *, words: PageWords = ENGLISH
) -> HistoryPage:
    """All versions of a post, newest first, each through the same door as the post itself.

    Raises: `Missing`, also for posts that were removed or withdrawn; `Denied` while the door is closed.
    """
    post, room, _ = _found(reader, post_id, now, words=words)
    if not post.stands or (post.held is not None and post.author_id != reader.id):
        raise Missing
    rows = db.session.execute(
        select(Revision.version, Revision.written_at, Revision.document)
        .where(Revision.post_id == post_id)
        .order_by(Revision.version.desc())
    ).all()
    documents = [read_document(post_id, row.document) for row in rows]
    shows = frozenset().union(*(document.show_ids() for document in documents if document is not None))
    for gate in (post.seal, post.echo):
        shows |= gate.show_ids() if gate is not None else frozenset()
    room = _with_shows(room, shows)
    bodies = [_version(document, post, room) for document in documents]
    cards = []
    for number, (row, body) in enumerate(zip(rows, bodies, strict=True)):
        before = bodies[number + 1] if number < min(COMPARED, len(bodies) - 1) else None
        cards.append(RevisionCard(row.version, row.written_at, body.html if body else None, differences(before, body)))
    return HistoryPage(
        post_id=post.id,
        thread_id=room.thread.id,
        thread_title=room.title,
        position=post.position,
        author=post.author,
        revisions=tuple(cards),
        valid_until=earliest(room.decision.changes_at, *(body.valid_until if body else None for body in bodies)),
        notice=room.notice(directory),
    )


def _version(document: Document | None, post: StoredPost, room: Room) -> Body | None:
    """A version before this reader, behind what its post is behind today."""
    behind_seal = shut(document, post.echo, post.seal) if document is not None else None
    said = said_instead(room.reader, post, room.words)
    body = print_body(behind_seal, room.place, post_id=post.id, author_id=post.author_id, plain=True, said=said)
    return replace(body, html=with_folds(body.html, room.reader, post, room.words)) if body is not None else None


def source_for_edit(reader: Reader, post_id: int, now: datetime) -> SourceCard:
    """The words as they were typed, for the author's form and for the moderators of the group.

    Raises: `Missing`; `Denied`, also while the care team keeps the words from others.
    """
    post, facts = post_and_facts(reader, post_id, now)
    require(reader, Action.POST_SEE_SOURCE, facts)
    if post.held is not None and post.author_id != reader.id:
        raise Denied("held")
    source = db.session.scalars(select(Post).where(Post.id == post_id).options(undefer(Post.source))).one()
    return SourceCard(post.id, post.thread_id, post.position, source.source, post.version)


def edit_page(
    reader: Reader, post_id: int, directory: Directory, now: datetime, *, words: PageWords = ENGLISH
) -> EditPage:
    """The form for a new version of one's own post.

    Raises: `Missing`; `Denied`.
    """
    post, room, _ = _found(reader, post_id, now, words=words)
    require(reader, Action.POST_AMEND, post.facts(room.facts))
    found = source_for_edit(reader, post_id, now)
    scopes, asks = offered(room)
    return EditPage(
        id=post.id,
        thread_id=post.thread_id,
        thread_title=room.title,
        position=post.position,
        source=found.source,
        version=found.version,
        scopes=scopes,
        asks=asks,
        notice=room.notice(directory),
        cover=_offer(_cover_of(post), room, "before"),
    )


def _cover_of(post: StoredPost) -> Gate | None:
    newest = (Revision.post_id == post.id, Revision.version == post.version)
    return gate_of(db.session.scalar(select(Revision.cover).where(*newest)))


def quote(reader: Reader, post_id: int, now: datetime) -> str:
    """What answers a post with its words: made of what this reader gets, every spoiler with its tag.

    Raises: `Missing`, also for posts that are gone; `Denied` while the door is closed.
    """
    post, room, _ = _found(reader, post_id, now)
    return _quoted(post, room, now)


def quote_page(
    reader: Reader, post_id: int, directory: Directory, now: datetime, *, words: PageWords = ENGLISH
) -> QuotePage:
    """A post with the beginning of an answer that quotes it.

    Raises: like `quote`.
    """
    post, room, marks = _found(reader, post_id, now, words=words)
    body = _quoted(post, room, now)
    gate, bound = inherited(post.document, ScopeReader(room.thread.gate, now))
    cover = _offer(gate, room, "answers", bound=bound)
    scopes, asks = offered(room)
    return QuotePage(**_alone(post, room, marks, directory), body=body, scopes=scopes, cover=cover, asks=asks)


def _offer(gate: Gate | None, room: Room, why: str, *, bound: bool = False) -> CoverOffer:
    if gate is None:
        return NO_OFFER
    known = room.sight.catalogues if gate.show_ids() <= room.sight.catalogues.keys() else catalogues(gate.show_ids())
    return CoverOffer(label(gate, known, show=True, words=room.words.press.labels), bound, why)


def _quoted(post: StoredPost, room: Room, now: datetime) -> str:
    if post.document is None:
        raise Missing
    place = room.place
    redacted = redact(
        post.document, place.clearance, now, post_id=post.id, author_id=post.author_id, thread_id=post.thread_id
    )
    by = f"{post.author.handle} · #{post.position}" if post.author else f"#{post.position}"
    words = quoted(redacted, place.clearance.catalogues, within=room.thread.gate, opening=_plainly(by))
    return f"{words}\n\n"


def _plainly(words: str) -> str:
    """A handle as Markdown that says just that."""
    return words.replace("_", r"\_").replace("#", r"\#")


def _found(
    reader: Reader, post_id: int, now: datetime, opening: Collection[str] = (), words: PageWords = ENGLISH
) -> tuple[StoredPost, Room, Marks]:
    """A post in its thread before this reader. Four statements."""
    if not 0 < post_id <= LARGEST_ID:
        raise Missing
    row = db.session.execute(posts_selected().where(Post.id == post_id)).one_or_none()
    if row is None:
        raise Missing
    there = stored_thread(reader, row.thread_id, now)
    post = stored_post(row)
    marks = marks_on(reader, [post.id])
    room = room_of(reader, there, [post], marks, now, opening=opening, words=words)
    if not room.facts.open:
        raise Denied("not-open-yet")
    return post, room, marks


def _with_shows(room: Room, show_ids: frozenset[int]) -> Room:
    """The same room, able to print texts about more shows."""
    if show_ids <= room.sight.catalogues.keys():
        return room
    known = show_ids | room.sight.catalogues.keys()
    sight = clearance(room.reader, known, room.now, room.sight.revealed)
    sight = replace(sight, opened_all=room.sight.opened_all, resealed=room.sight.resealed)
    return replace(room, sight=sight.under(room.thread.policy))
