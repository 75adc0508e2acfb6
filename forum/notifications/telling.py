"""Who is told what: rights and spoilers are looked at when the worker comes, not when it happened."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import literal, or_, select

from forum.accounts.models import Person
from forum.accounts.queries import apart_from
from forum.domain.catalogue import Catalogue
from forum.domain.episodes import Episode
from forum.domain.errors import Missing
from forum.domain.people import Reader
from forum.domain.progress import Progress
from forum.domain.spoilers import watched
from forum.groups.models import Membership
from forum.infra.db import UtcDateTime, db
from forum.moderation.models import CaseDecision
from forum.moderation.records import DecisionLetter
from forum.notifications.models import About, Notification
from forum.posts.models import Post
from forum.posts.pressing import read_document
from forum.rendering.redact import redact
from forum.shows import queries as shows
from forum.shows.models import ProgressMark
from forum.shows.queries.clearances import progress_of
from forum.threads.models import Thread, ThreadEvent
from forum.threads.queries import stored_thread
from forum.threads.queries.muting import no_muted_topic

FRESH = timedelta(days=2)
"""An episode's thread is news for so long; threads made for old episodes are not."""


def readers_of(person_ids: Iterable[int], now: datetime) -> list[Reader]:
    """Those of these people who have a working account."""
    rows = db.session.scalars(select(Person).where(Person.id.in_(list(person_ids)), Person.active).order_by(Person.id))
    return [row.facts(now) for row in rows]


def told_of_post(person_ids: Iterable[int], post_id: int, now: datetime) -> list[int]:
    """Those among these who may read where the post stands, did not write it, and are not apart from who did."""
    post = db.session.get(Post, post_id)
    if post is None or not post.stands:
        return []
    wanted = set(person_ids)
    wanted -= apart_from(post.author_id, wanted)
    return [
        reader.id
        for reader in readers_of(wanted, now)
        if reader.id is not None and reader.id != post.author_id and _may_read(reader, post.thread_id, now)
    ]


def told_of_mention(person_ids: Iterable[int], post_id: int, now: datetime) -> list[int]:
    """Those among these to whom the mention itself is shown: one behind a curtain would tell that they appear there."""
    post = db.session.get(Post, post_id)
    document = read_document(post_id, post.document) if post is not None else None
    if post is None or document is None:
        return []
    allowed = set(told_of_post(person_ids, post_id, now))
    told = []
    for reader in readers_of(allowed, now):
        sight = shows.clearance(reader, document.show_ids(), now)
        shown = redact(document, sight, now, post_id=post.id, author_id=post.author_id, thread_id=post.thread_id)
        if reader.handle.casefold() in {handle.casefold() for handle in shown.mentions}:
            told.append(reader.id or 0)
    return told


def told_of_thread(thread_id: int, now: datetime) -> list[int]:
    """Members for whom this is the thread they wait for: of their next episode, or of the new one if always caught up.

    A season that comes out at once is one piece of news, not ten.
    """
    thread = db.session.get(Thread, thread_id)
    if thread is None or thread.show_id is None or thread.episode_id is None:
        return []
    show = shows.catalogues([thread.show_id]).get(thread.show_id)
    episode = show.episode(thread.episode_id) if show else None
    if show is None or episode is None or not _is_news(episode, now):
        return []
    rows = db.session.execute(
        select(ProgressMark, Person.id, Person.country)
        .join(Person, Person.id == ProgressMark.person_id)
        .join(Membership, Membership.person_id == Person.id)
        .join(Thread, Thread.group_id == Membership.group_id)
        .where(ProgressMark.show_id == show.show_id, Thread.id == thread_id, Person.active)
        .where(no_muted_topic(Thread, Person.id, literal(now, UtcDateTime)))
        .order_by(Person.id)
    )
    return [row.id for row in rows if is_awaited(progress_of(row.ProgressMark), show, episode, row.country, now)]


def told_of_slip(thread_id: int) -> list[int]:
    """Whoever was told that the thread is open, and whoever wrote in it; nobody once it is open again."""
    slipped = select(Thread.id).where(
        Thread.id == thread_id, Thread.slipped_at.is_not(None), Thread.opened_at.is_(None)
    )
    if db.session.scalar(slipped) is None:
        return []
    opened = select(Notification.person_id).where(
        Notification.about == About.THREAD.value, Notification.subject_id == thread_id
    )
    wrote = select(Post.author_id).where(Post.thread_id == thread_id)
    here = select(Membership.person_id).join(Thread, Thread.group_id == Membership.group_id)
    people = select(Person.id).where(
        Person.active,
        or_(Person.id.in_(opened), Person.id.in_(wrote)),
        Person.id.in_(here.where(Thread.id == thread_id)),
    )
    return list(db.session.scalars(people.order_by(Person.id)))


def told_of_decision(decision_id: int) -> list[int]:
    """The author, if something was decided about them, and everybody whose report it answers.

    Of decisions that reached many posts of an author at once, the author is told of the first: the others have their
    pages as well.
    """
    return list(told_anew(decision_id, "decision"))


def told_anew(decision_id: int, kind: str) -> dict[int, datetime]:
    """Whoever has a letter of this kind about a decision, and since when."""
    rows = db.session.execute(
        select(DecisionLetter.person_id, DecisionLetter.made_at)
        .join(CaseDecision, CaseDecision.id == DecisionLetter.decision_id)
        .where(
            DecisionLetter.decision_id == decision_id,
            DecisionLetter.kind == kind,
            or_(DecisionLetter.role != "author", CaseDecision.with_id.is_(None)),
        )
        .order_by(DecisionLetter.person_id)
    )
    return {row.person_id: row.made_at for row in rows}


def told_of_title(event_id: int) -> list[int]:
    """Whoever wrote the title that somebody else covered or gave back."""
    row = db.session.execute(
        select(Thread.author_id, ThreadEvent.actor_id)
        .join(ThreadEvent, ThreadEvent.thread_id == Thread.id)
        .where(ThreadEvent.id == event_id)
    ).one_or_none()
    return [row.author_id] if row is not None and row.author_id not in (None, row.actor_id) else []


def is_awaited(progress: Progress, show: Catalogue, episode: Episode, country: str | None, now: datetime) -> bool:
    """Whether somebody who is so far waits for just this episode."""
    if progress.muted_until is not None and progress.muted_until > now:
        return False
    if progress.caught_up:
        return not _comes_with_the_one_before(show, episode)
    unseen = show.next_after(watched(progress, show, country, now))
    return unseen is not None and unseen.id == episode.id


def _comes_with_the_one_before(show: Catalogue, episode: Episode) -> bool:
    places = {one.id: place for place, one in enumerate(show.regular)}
    place = places.get(episode.id, 0)
    return place > 0 and show.regular[place - 1].world == episode.world


def _is_news(episode: Episode, now: datetime) -> bool:
    return episode.world.earliest is not None and episode.world.earliest > now - FRESH


def _may_read(reader: Reader, thread_id: int, now: datetime) -> bool:
    try:
        stored_thread(reader, thread_id, now)
    except Missing:
        return False
    return True
