"""A page of a thread, in a fixed number of statements, whatever its size and depth."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import astuple, dataclass, replace
from datetime import datetime
from typing import NamedTuple

from forum.domain.catalogue import Catalogue
from forum.domain.crisis import Directory, Notice, notice
from forum.domain.errors import Missing
from forum.domain.labels import label
from forum.domain.people import Reader
from forum.domain.permissions import GroupFacts, ThreadFacts, may_read
from forum.domain.progress import NOTHING_STATED, Progress
from forum.domain.spoilers import Clearance, Decision, Outcome
from forum.infra.settings import current_settings
from forum.posts.places import thread_place
from forum.posts.pressing import Place
from forum.posts.queries.cards import Showing, earliest
from forum.posts.queries.rows import Marks, StoredPost, marks_on, posts_between, show_ids_of
from forum.posts.queries.scopes import Offered, asks_of, followed_shows, scopes_of_shows, scopes_within
from forum.posts.queries.standing import around, standing_of
from forum.presenting.posts import ENGLISH, NOTHING_ASKED, Asks, PageWords, PostCard, ThreadPage, Watch, may_thread
from forum.presenting.posts.previews import LinkPreview, link_preview
from forum.presenting.threads import Kind, StoredThread, door, is_held, thread_topics, title
from forum.shows.queries import clearance
from forum.threads.queries import stored_thread
from forum.threads.queries.facts import facts_from

WATCHED = 20
"""So many shows of one page are watched by it while it is open."""


@dataclass(frozen=True, slots=True)
class Room:
    """A thread before one reader: everything its pages and the pages of its posts are made from."""

    reader: Reader
    thread: StoredThread
    facts: ThreadFacts
    sight: Clearance
    decision: Decision
    now: datetime
    words: PageWords = ENGLISH

    @property
    def home(self) -> Catalogue | None:
        """The show that the thread is about."""
        return self.sight.catalogues.get(self.thread.show_id) if self.thread.show_id is not None else None

    @property
    def place(self) -> Place:
        """Where its texts stand."""
        return Place.of(
            self.reader,
            self.sight,
            self.now,
            thread_id=self.thread.id,
            home=self.thread.show_id,
            words=self.words.press,
        )

    @property
    def title(self) -> str:
        """What this reader may know the thread by."""
        return title(self.thread, self.sight, self.decision, self.now, self.words.titles)

    @property
    def topics(self) -> frozenset[str]:
        """The hard topics of the thread."""
        return thread_topics(self.thread, self.sight.catalogues)

    def notice(self, directory: Directory) -> Notice | None:
        """What the thread says about help, for this reader."""
        return notice(directory, self.topics, self.reader.country, self.reader.language)


def thread_page(
    reader: Reader,
    thread_id: int,
    page: int,
    directory: Directory,
    now: datetime,
    *,
    words: PageWords = ENGLISH,
    plain: bool = False,
) -> ThreadPage:
    """A page of a thread. Five statements, four for strangers.

    Shapes: a page beyond the last one is the last one; `plain` = with texts and excerpts beside the markup.
    Raises: `Missing` when there is no such thread for this reader.
    """
    found, group = stored_thread(reader, thread_id, now)
    size = current_settings().posts_a_page
    pages = max(1, -(-found.last_position // size))
    number = min(max(1, page), pages)
    posts = posts_between(thread_id, (number - 1) * size, number * size)
    marks = marks_on(reader, [post.id for post in posts], thread_place(thread_id))
    room = room_of(reader, (found, group), posts, marks, now, words=words)
    cards = showing(room, read_to=_read_to(room), plain=plain).cards(posts, marks) if room.facts.open else ()
    return _page(room, cards, _Numbers(number, pages, size), marks.draft, directory)


def room_of(
    reader: Reader,
    there: tuple[StoredThread, GroupFacts],
    posts: Sequence[StoredPost],
    marks: Marks,
    now: datetime,
    *,
    opening: Collection[str] = (),
    words: PageWords = ENGLISH,
) -> Room:
    """The thread before this reader, able to print these posts. One statement."""
    found = there[0]
    sight = clearance(
        reader, found.show_ids | show_ids_of(posts), now, found.entered.union(marks.revealed).union(opening)
    )
    sight = replace(sight, opened_all=found.opened_all, resealed=marks.resealed)
    return room_from(reader, there, sight, now, words=words)


def room_from(
    reader: Reader,
    there: tuple[StoredThread, GroupFacts],
    sight: Clearance,
    now: datetime,
    *,
    words: PageWords = ENGLISH,
) -> Room:
    """The same from a clearance that is there already."""
    found, group = there
    sight = sight.under(found.policy)
    facts = facts_from(found, group, sight.catalogues, now)
    return Room(reader, found, facts, sight, door(found, sight, now), now, words)


def showing(room: Room, *, read_to: int | None = None, plain: bool = False) -> Showing:
    """What the cards of a page in this room share."""
    return Showing(
        room.reader,
        room.facts,
        room.place,
        room.words,
        room.thread.answer_post_id,
        read_to,
        plain,
        quiet=bool(room.topics),
    )


def _read_to(room: Room) -> int | None:
    return None if room.reader.is_stranger else room.thread.read_to or 0


class _Numbers(NamedTuple):
    number: int
    pages: int
    size: int


def _page(room: Room, cards: tuple[PostCard, ...], at: _Numbers, draft: str, directory: Directory) -> ThreadPage:
    found, home, may = room.thread, room.home, may_thread(room.reader, room.facts, neutral=room.thread.neutral)
    standing = standing_of(found, room.sight, room.decision, room.now, is_open=room.facts.open)
    scopes, asks = offered(room) if may.reply else ((), NOTHING_ASKED)
    until = earliest(room.decision.changes_at, standing.opens_at, *(card.valid_until for card in cards))
    return ThreadPage(
        id=found.id,
        kind=found.kind,
        title=room.title,
        group_slug=found.group_slug,
        group_name=found.group_name,
        notice=room.notice(directory),
        standing=standing,
        posts=cards,
        number=at.number if room.facts.open else 1,
        pages=at.pages if room.facts.open else 1,
        post_count=found.post_count if room.facts.open else 0,
        may=may,
        valid_until=until,
        preview=_preview(room),
        show_name=home.name if home else None,
        show_slug=home.slug if home else None,
        episode_id=found.episode_id,
        code=_code(room),
        link=found.link if _is_inside(room) else None,
        locked=found.locked_at is not None,
        lock_reason=found.lock_reason if _is_inside(room) else None,
        pinned=found.pinned_at is not None,
        is_slipped=found.slipped_at is not None,
        is_held=is_held(found, home, room.now),
        neighbours=around(found, room.sight, room.now),
        first_unread=_first_unread(room, cards, at),
        draft=draft,
        scopes=scopes,
        asks=asks,
        last_position=found.last_position,
        read_to=found.read_to or 0,
        gate_key=found.gate.key if found.gate else "",
        has_events=found.event_count > 0,
        is_neutral=found.neutral,
        all_opened=found.all_opened_at is not None,
        watch=watch_of(room, until),
        leads_to=leads_to(room.reader, found, room.now),
        answer_id=found.answer_post_id if _is_inside(room) else None,
    )


def leads_to(reader: Reader, found: StoredThread, now: datetime) -> int | None:
    """The thread that all posts of this one went into, for whoever may know of it. No statement for all others."""
    if found.merged_into_id is None:
        return None
    try:
        return stored_thread(reader, found.merged_into_id, now)[0].id
    except Missing:
        return None


def _preview(room: Room) -> LinkPreview:
    known = replace(room.facts.group, role=None)
    is_public = may_read(Reader.stranger(), known)
    return link_preview(room.thread, room.sight.catalogues, room.now, room.words.titles, is_public=is_public)


def watch_of(room: Room, until: datetime | None = None) -> Watch:
    """The token of a page: it changes when releases, dates, progress or the door change, whoever changed them."""
    shows = tuple(sorted(room.sight.catalogues))[:WATCHED]
    made_from = (
        [_stand(room, room.sight.catalogues[show_id]) for show_id in shows],
        room.facts.open,
        room.decision.outcome.value,
        room.thread.entered_key,
        room.thread.all_opened_at,
    )
    seconds = None if until is None else max(0, int((until - room.now).total_seconds()) + 1)
    return Watch(hashlib.sha256(repr(made_from).encode()).hexdigest()[:16], shows, seconds)


def _stand(room: Room, show: Catalogue) -> tuple[object, ...]:
    """Where a show stands for this reader: what has begun, what is out, there and here, and what they have seen."""
    territory, progress = room.sight.territory, room.sight.progress.get(show.show_id, NOTHING_STATED)
    lines = (show.begun, show.released, show.released_in(territory), show.caught_up_in(territory))
    return show.show_id, show.version, [line.reached(room.now) for line in lines], _said(progress)


def _said(place: Progress) -> str:
    return repr([sorted(value) if isinstance(value, frozenset) else value for value in astuple(place)])


def _is_inside(room: Room) -> bool:
    return room.facts.open and room.decision.outcome is Outcome.SHOWN


def _code(room: Room) -> str | None:
    """What it is about, for the name plate. Calendar threads say it in their title."""
    gate = room.thread.gate
    if gate is None or room.thread.kind == Kind.SEASON:
        return None
    return label(gate, room.sight.catalogues, show=gate.show_id != room.thread.show_id)


def _first_unread(room: Room, cards: Sequence[PostCard], at: _Numbers) -> str | None:
    """On this page when the next places are on it, otherwise it is looked for when somebody goes there."""
    found = room.thread
    read_to = found.read_to or 0
    if room.reader.is_stranger or not _is_inside(room) or read_to >= found.last_position:
        return None
    if read_to // at.size + 1 != at.number:
        return f"/t/{found.id}/new"
    if any(card.is_new for card in cards):
        return f"/t/{found.id}?page={at.number}#unread" if at.number > 1 else f"/t/{found.id}#unread"
    return f"/t/{found.id}/new" if at.number < at.pages else None


def offered(room: Room) -> tuple[Offered, Asks]:
    """What the spoiler picker offers here, and what the group asks of who writes.

    One statement in threads that are not about an episode.
    """
    found, home = room.thread, room.home
    if not room.facts.open:
        return (), NOTHING_ASKED
    if found.gate is not None and home is not None:
        return scopes_within(found.gate, home, room.now), asks_of(found.policy, [home], room.now, found.gate)
    followed = [show for show in followed_shows(found.group_id) if show.show_id != found.show_id]
    shows = [home, *followed] if home is not None else followed
    return scopes_of_shows(shows, room.now), asks_of(found.policy, shows, room.now)
