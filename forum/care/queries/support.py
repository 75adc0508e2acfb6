"""Reports of wrong numbers and topics of threads, for those who tend them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import select

from forum.accounts import queries as accounts
from forum.care.models import WrongNumber
from forum.domain.crisis import GRAVITY, Directory, notice
from forum.domain.people import Reader
from forum.domain.permissions import Action, SiteFacts, require
from forum.infra.db import db
from forum.presenting.care import RaisedTopics, TopicsPage, WrongNumberCard
from forum.presenting.threads import door, thread_topics, title
from forum.shows import queries as shows
from forum.threads.models import ThreadEvent, What
from forum.threads.queries import stored_thread, thread_facts

SHOWN = 200


def wrong_numbers(reader: Reader, directory: Directory, now: datetime) -> tuple[WrongNumberCard, ...]:  # noqa: ARG001 - every reading query takes the instant
    """What people say is wrong with our lines, oldest first, for staff.

    Raises: `Denied`.
    """
    require(reader, Action.LINES_TEND, SiteFacts())
    rows = db.session.scalars(
        select(WrongNumber).where(WrongNumber.settled_at.is_(None)).order_by(WrongNumber.id).limit(SHOWN)
    ).all()
    people = accounts.people_cards([row.person_id for row in rows])
    return tuple(
        WrongNumberCard(
            row.id,
            directory.line(row.line_id),
            row.country,
            row.words,
            people.get(row.person_id or 0),
            row.told_at,
        )
        for row in rows
    )


def topics_page(reader: Reader, thread_id: int, directory: Directory, now: datetime) -> TopicsPage:
    """What a thread is said to touch, for those who may say so.

    Raises: `Missing`; `Denied`.
    """
    require(reader, Action.THREAD_NOTE, thread_facts(reader, thread_id, now))
    found, _ = stored_thread(reader, thread_id, now)
    sight = shows.clearance(reader, found.show_ids, now, found.entered)
    all_topics = thread_topics(found, sight.catalogues)
    return TopicsPage(
        thread_id=found.id,
        title=title(found, sight, door(found, sight, now), now),
        noted=tuple(found.topics),
        inherited=tuple(topic for topic in GRAVITY if topic in all_topics - set(found.topics)),
        topics=GRAVITY,
        notice=notice(directory, all_topics, reader.country, reader.language),
        raised=_raised(found.id, found.topics),
    )


def _raised(thread_id: int, topics: Collection[str]) -> tuple[RaisedTopics, ...]:
    """What rules added and nobody has taken away since, oldest first. One statement."""
    by_rule = ThreadEvent.what == What.NOTED.value, ThreadEvent.actor_id.is_(None)
    rows = db.session.scalars(
        select(ThreadEvent).where(ThreadEvent.thread_id == thread_id, *by_rule).order_by(ThreadEvent.id).limit(SHOWN)
    )
    found = ((row, _added(row.detail) & set(topics)) for row in rows)
    return tuple(RaisedTopics(_gravest_first(added), row.reason, row.happened_at) for row, added in found if added)


def _added(detail: Mapping[str, Sequence[str]]) -> set[str]:
    return set(detail.get("to", ())) - set(detail.get("from", ()))


def _gravest_first(topics: Collection[str]) -> tuple[str, ...]:
    return tuple(topic for topic in GRAVITY if topic in topics)
