"""Where reported posts stand, and what became of them. Titles pass the same door as everywhere."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select

from forum.domain.catalogue import Catalogue
from forum.domain.crisis import Directory, Notice, notice
from forum.domain.gates import Gate
from forum.domain.people import Reader
from forum.domain.spoilers import Clearance
from forum.moderation.models import Case
from forum.moderation.targets import PERSON, POST, THREAD
from forum.posts.models import Post
from forum.presenting.accounts import PersonCard
from forum.presenting.moderation import PlaceCard
from forum.presenting.threads import ENGLISH, StoredThread, TitleWords, door, machine_label, thread_topics, title
from forum.threads.models import Thread
from forum.threads.queries.reading import stored, threads_for


def cases_in_place(reader: Reader) -> Select[Any]:
    """Cases with their posts, threads and groups. The caller says which groups the reader moderates.

    Shapes: `held` = the care team keeps the words from others while it looks.
    """
    return (
        threads_for(
            reader,
            Case,
            Post.position,
            Post.version.label("post_version"),
            Post.seal,
            Post.echo,
            Post.withdrawn_at,
            Post.removed_at,
            Post.held.is_not(None).label("held"),
        )
        .join(Post, Post.thread_id == Thread.id)
        .join(Case, Case.post_id == Post.id)
    )


def thread_of(row: Row[Any]) -> StoredThread:
    """The thread of a row of `cases_in_place`."""
    return stored(row)


def place_card(row: Row[Any], clearance: Clearance, now: datetime, words: TitleWords = ENGLISH) -> PlaceCard:
    """Where what such a row is about stands, for this reader."""
    case, thread = row.Case, thread_of(row)
    return card_of(thread, case.post_id or 0, row.position, clearance, now, kind=case.target_kind, words=words)


def card_of(
    thread: StoredThread,
    post_id: int,
    position: int,
    clearance: Clearance,
    now: datetime,
    *,
    kind: str = POST,
    words: TitleWords = ENGLISH,
) -> PlaceCard:
    """Where a post, or a thread by its first post, stands for this reader."""
    show = clearance.catalogues.get(thread.show_id) if thread.show_id is not None else None
    return PlaceCard(
        group_slug=thread.group_slug,
        group_name=thread.group_name,
        thread_id=thread.id,
        thread_kind=thread.kind,
        title=title(thread, clearance, door(thread, clearance, now), now, words),
        post_id=post_id,
        position=position,
        show_name=show.name if show else "",
        code=machine_label(thread.gate, clearance.catalogues, now, words) or "",
        kind=kind,
    )


def sitewide_card(kind: str, person: PersonCard | None = None) -> PlaceCard:
    """Where a profile, or a message to moderators, stands: in no group and no thread. Who wrote a message is no part of
    its place: whoever reports an appeal need not learn whose it is."""
    handle = person.handle if person is not None and kind == PERSON else ""
    return PlaceCard("", "", 0, "", "", 0, 0, kind=kind, handle=handle)


def own_gates(row: Row[Any]) -> set[Gate]:
    """The thread's gate, and of a post a moderator's seal and what it hides because of what it answers: as they are
    today, for the kept words know nothing of them."""
    own = (row.seal, row.echo) if row.Case.target_kind == POST else ()
    return {gate for gate in (thread_of(row).gate, *map(gate_of, own)) if gate is not None}


def is_covered_title(row: Row[Any], reader: Reader) -> bool:
    """A title that a steward took from all eyes but its author's; what it tells, nobody had to say."""
    thread = thread_of(row)
    is_own = thread.author_id is not None and thread.author_id == reader.id
    return row.Case.target_kind == THREAD and thread.neutral and not is_own


def gate_of(stored_gate: Mapping[str, Any] | None) -> Gate | None:
    """A stored gate."""
    return Gate.from_json(stored_gate) if stored_gate else None


def post_state(row: Row[Any]) -> str:
    """What became of the post; of a title nothing is said."""
    if row.Case.target_kind != POST:
        return "open"
    if row.removed_at is not None:
        return "removed"
    if row.withdrawn_at is not None:
        return "withdrawn"
    return "sealed" if row.seal else "open"


def codes_of(show: Catalogue | None) -> tuple[str, ...]:
    """The regular episodes of a show, for a picker. Never a title."""
    return tuple(show.code(episode.id) for episode in show.regular) if show else ()


def notice_for(
    thread: StoredThread, catalogues: Mapping[int, Catalogue], directory: Directory, reader: Reader
) -> Notice | None:
    """The notice of a thread, for this reader."""
    return notice(directory, thread_topics(thread, catalogues), reader.country, reader.language)
