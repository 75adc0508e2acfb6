"""Reading notifications: what they say is looked up now, by the same doors as the pages, so they never know more."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, func, or_, select, true

from forum.accounts import queries as accounts
from forum.domain.errors import Denied
from forum.domain.people import Reader
from forum.domain.spoilers import Clearance
from forum.groups.queries.facts import strangers_standing
from forum.groups.visibility import readable
from forum.infra.db import db
from forum.infra.paging import Key, pages_of, past, printed
from forum.moderation.models import Case, CaseDecision
from forum.moderation.queries.placing import cases_in_place
from forum.moderation.records import DecisionLetter
from forum.notifications.group_news import ABOUT_GROUPS, group_news
from forum.notifications.models import About, Notification
from forum.notifications.news import GroupNews
from forum.posts.models import Post
from forum.presenting.accounts import PersonCard
from forum.presenting.notifications import NoteCard, NotesPage
from forum.presenting.threads import ENGLISH, StoredThread, TitleWords, door, thread_topics, title
from forum.shows import queries as shows
from forum.threads.models import Thread, ThreadEvent
from forum.threads.queries import in_sight_of
from forum.threads.queries.reading import stored, threads_for

A_PAGE = 30


def unread_count(reader: Reader) -> int:
    """How many notifications wait. One statement, none for strangers."""
    if reader.is_stranger:
        return 0
    return (
        db.session.scalar(
            select(func.count())
            .select_from(Notification)
            .where(Notification.person_id == reader.id, Notification.read_at.is_(None))
        )
        or 0
    )


def notes_page(reader: Reader, page: int, now: datetime, *, after: Key = (), words: TitleWords = ENGLISH) -> NotesPage:
    """A page of the reader's notifications, newest first. A fixed number of statements, whatever they are about.

    Shapes: `after` = the id of the last one before it.
    Raises: `Denied` for strangers.
    """
    if reader.is_stranger:
        raise Denied("sign-in")
    rows = db.session.execute(
        select(Notification, func.count().over().label("total"))
        .where(Notification.person_id == reader.id, past((Notification.id, after[0], True)) if after else true())
        .order_by(Notification.id.desc())
        .limit(A_PAGE)
        .offset(0 if after else (page - 1) * A_PAGE)
    ).all()
    total = rows[0].total if rows else 0
    cards = _cards(reader, [row.Notification for row in rows], now, words)
    following = printed((rows[-1].Notification.id,)) if rows else ""
    return NotesPage(cards, unread_count(reader), page, pages_of(total, A_PAGE, page, after), following)


def _cards(reader: Reader, notes: Sequence[Notification], now: datetime, words: TitleWords) -> tuple[NoteCard, ...]:
    found = subjects(reader, notes, now)
    threads = [stored(row) for row in found.values()]
    show_ids = frozenset[int]().union(*(thread.show_ids for thread in threads))
    entered = frozenset[str]().union(*(thread.entered for thread in threads))
    sight = shows.clearance(reader, show_ids, now, entered)
    news = _news(reader, notes)
    by_ids = [getattr(row, "by_id", None) for row in (*found.values(), *news.values())]
    people = accounts.people_cards(by_ids)
    profiles = sitewide_decisions(reader, notes, found)

    def card(note: Notification) -> NoteCard:
        key = note.about, note.subject_id
        if About(note.about) in ABOUT_GROUPS:
            return _group_card(note, news.get(key), people)
        if key in profiles:
            return _sitewide_card(note, profiles[key])
        return _card(note, found.get(key), sight, people, now, words=words)

    return tuple(card(note) for note in notes)


def _news(reader: Reader, notes: Iterable[Notification]) -> dict[tuple[str, int], GroupNews]:
    """What notifications about groups say. At most three statements."""
    ids: dict[str, set[int]] = {about.value: set() for about in ABOUT_GROUPS}
    for note in notes:
        if note.about in ids:
            ids[note.about].add(note.subject_id)
    return {
        (about, subject_id): one
        for about, wanted in ids.items()
        for subject_id, one in group_news(reader, About(about), wanted).items()
    }


def subjects(reader: Reader, notes: Iterable[Notification], now: datetime) -> dict[tuple[str, int], Row[Any]]:
    """What notifications are about, as far as the reader may know it. At most four statements.

    Shapes: a row's `in_sight` is False where the thread is one that the reader keeps out of their lists.
    """
    ids: dict[str, set[int]] = {about.value: set() for about in About}
    for note in notes:
        ids.setdefault(note.about, set()).add(note.subject_id)
    found: dict[tuple[str, int], Row[Any]] = {}
    posts = ids[About.REPLY] | ids[About.MENTION]
    for row in _rows(posts, lambda: _posts(reader, posts, now)):
        found[About.REPLY.value, row.subject_id] = found[About.MENTION.value, row.subject_id] = row
    threads = ids[About.THREAD] | ids[About.SLIPPED]
    for row in _rows(threads, lambda: _threads(reader, threads, now)):
        found[About.THREAD.value, row.subject_id] = found[About.SLIPPED.value, row.subject_id] = row
    for row in _rows(ids[About.DECISION], lambda: _decisions(reader, ids[About.DECISION])):
        found[About.DECISION.value, row.subject_id] = row
    for row in _rows(ids[About.TITLED], lambda: _titles(reader, ids[About.TITLED])):
        found[About.TITLED.value, row.subject_id] = row
    return found


def _rows(wanted: set[int], select_them: Callable[[], Any]) -> Sequence[Row[Any]]:
    return db.session.execute(select_them()).all() if wanted else ()


_FOR_MAILS = strangers_standing()
"""Mails name a thread only where strangers may read."""


def _posts(reader: Reader, ids: set[int], now: datetime) -> Any:
    wanted = (Post.id.label("subject_id"), Post.author_id.label("by_id"), in_sight_of(reader, now).label("in_sight"))
    return (
        threads_for(reader, *_FOR_MAILS, *wanted)
        .join(Post, Post.thread_id == Thread.id)
        .where(Post.id.in_(ids), Post.withdrawn_at.is_(None), Post.removed_at.is_(None), readable(reader))
        .where(or_(Post.author_id.is_(None), Post.author_id.not_in(reader.aside)))
    )


def _threads(reader: Reader, ids: set[int], now: datetime) -> Any:
    wanted = (Thread.id.label("subject_id"), in_sight_of(reader, now).label("in_sight"))
    return threads_for(reader, *_FOR_MAILS, *wanted).where(Thread.id.in_(ids), readable(reader))


def _titles(reader: Reader, ids: set[int]) -> Any:
    """What was done to titles that this reader wrote, and why."""
    done = (ThreadEvent.id.label("subject_id"), ThreadEvent.what.label("outcome"), ThreadEvent.reason.label("reason"))
    return (
        threads_for(reader, *_FOR_MAILS, *done)
        .join(ThreadEvent, ThreadEvent.thread_id == Thread.id)
        .where(ThreadEvent.id.in_(ids), Thread.author_id == reader.id, readable(reader))
    )


def _decisions(reader: Reader, ids: set[int]) -> Any:
    """Decisions stay readable for those whom they concern, also after they left the group."""
    return (
        cases_in_place(reader)
        .join(CaseDecision, CaseDecision.case_id == Case.id)
        .add_columns(*_FOR_MAILS, CaseDecision.id.label("subject_id"), CaseDecision.outcome)
        .where(CaseDecision.id.in_(ids))
    )


def sitewide_decisions(
    reader: Reader, notes: Iterable[Notification], found: Mapping[tuple[str, int], Row[Any]]
) -> dict[tuple[str, int], Row[Any]]:
    """Decisions about profiles, which stand in no thread: what was decided, and how it concerns this reader.

    One statement, none when every decision was `found` in a thread.
    """
    ids = {note.subject_id for note in notes if note.about == About.DECISION.value}
    ids -= {subject_id for about, subject_id in found if about == About.DECISION.value}
    wanted = (
        select(CaseDecision.id, CaseDecision.outcome, DecisionLetter.role)
        .join(Case, Case.id == CaseDecision.case_id)
        .join(DecisionLetter, DecisionLetter.decision_id == CaseDecision.id)
        .where(CaseDecision.id.in_(ids), DecisionLetter.person_id == reader.id, Case.post_id.is_(None))
    )
    return {(About.DECISION.value, row.id): row for row in _rows(ids, lambda: wanted)}


def _sitewide_card(note: Notification, row: Row[Any]) -> NoteCard:
    return NoteCard(
        id=note.id,
        about=note.about,
        told_at=note.told_at,
        is_new=note.read_at is None,
        url=url_of(About.DECISION, note.subject_id),
        outcome=row.outcome,
        role=row.role,
    )


def _card(
    note: Notification,
    row: Row[Any] | None,
    sight: Clearance,
    people: Mapping[int, PersonCard],
    now: datetime,
    *,
    words: TitleWords,
) -> NoteCard:
    is_new = note.read_at is None
    if row is None:
        return NoteCard(note.id, "gone", note.told_at, is_new)
    if not is_in_sight(row):
        return NoteCard(note.id, "kept-out", note.told_at, is_new, url_of(About(note.about), note.subject_id))
    thread = stored(row)
    about = About(note.about)
    decided = about is About.DECISION
    return NoteCard(
        id=note.id,
        about=about.value,
        told_at=note.told_at,
        is_new=is_new,
        url=f"/t/{thread.id}" if about is About.TITLED else url_of(about, note.subject_id),
        title=shown_title(thread, sight, now, words),
        group_name=thread.group_name,
        by=people.get(getattr(row, "by_id", None) or 0),
        outcome=getattr(row, "outcome", ""),
        reason=getattr(row, "reason", ""),
        role=("author" if row.Case.author_id == note.person_id else "flagger") if decided else "",
        sensitive=bool(thread_topics(thread, sight.catalogues)),
    )


def is_in_sight(row: Row[Any]) -> bool:
    """Whether it is about no thread that its reader keeps out of their lists; what concerns their own words is."""
    return bool(getattr(row, "in_sight", True))


def _group_card(note: Notification, news: GroupNews | None, people: Mapping[int, PersonCard]) -> NoteCard:
    is_new = note.read_at is None
    if news is None:
        return NoteCard(note.id, "gone", note.told_at, is_new)
    return NoteCard(
        id=note.id,
        about=note.about,
        told_at=note.told_at,
        is_new=is_new,
        url=news.url,
        group_name=news.group_name,
        by=people.get(news.by_id or 0),
        outcome=news.outcome,
        reason=news.reason,
        until=news.until,
    )


def shown_title(thread: StoredThread, sight: Clearance, now: datetime, words: TitleWords = ENGLISH) -> str:
    """What a reader may know the thread by."""
    return title(thread, sight, door(thread, sight, now), now, words)


def url_of(about: About, subject_id: int) -> str:
    """Where a notification leads; those about groups and titles are read in the list itself."""
    if about in ABOUT_GROUPS or about is About.TITLED:
        return "/notifications"
    if about in (About.THREAD, About.SLIPPED):
        return f"/t/{subject_id}"
    return f"/decisions/{subject_id}" if about is About.DECISION else f"/p/{subject_id}"
