"""Which threads a person wants to meet just now: shows and hard topics that they keep out of their lists.

The topic's part is the twin of `presenting.threads.thread_topics`, said in SQL (`tests/threads/test_muting.py`).
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    Text,
    and_,
    bindparam,
    case,
    cast,
    exists,
    func,
    literal,
    or_,
    select,
    true,
)

from forum.domain.crisis import GRAVITY
from forum.domain.errors import Denied
from forum.domain.people import Reader
from forum.infra.db import UtcDateTime, db
from forum.presenting.threads import MutedTopic
from forum.shows.models import ContentNote, Episode, ProgressMark
from forum.threads.models import Thread, TopicMute

_READER: Any = bindparam("reader_id", type_=Integer)
_NOW: Any = bindparam("now", type_=UtcDateTime)
_ABOUT_ONE = ("episode", "special")


def in_sight(of: type[Thread] = Thread, reader_id: Any = _READER, now: Any = _NOW) -> ColumnElement[bool]:
    """Threads that belong into this person's lists. Shapes: by itself it has the parameters `reader_id` and `now`."""
    return and_(not_muted(of, reader_id, now), no_muted_topic(of, reader_id, now))


def in_sight_of(reader: Reader, now: datetime) -> ColumnElement[bool]:
    """The same for one reader; all threads for strangers."""
    return true() if reader.id is None else in_sight(Thread, literal(reader.id), literal(now, UtcDateTime))


def off_topic(reader: Reader, now: datetime) -> ColumnElement[bool]:
    """The topic's part alone, for pages of one show."""
    return true() if reader.id is None else no_muted_topic(Thread, literal(reader.id), literal(now, UtcDateTime))


def not_muted(of: type[Thread] = Thread, reader_id: Any = _READER, now: Any = _NOW) -> ColumnElement[bool]:
    """Threads about shows of which the person wants to hear."""
    own = (ProgressMark.person_id == reader_id, ProgressMark.show_id == of.show_id)
    return ~exists().where(*own, ProgressMark.muted_until > now).correlate_except(ProgressMark)


def no_muted_topic(of: type[Thread] = Thread, reader_id: Any = _READER, now: Any = _NOW) -> ColumnElement[bool]:
    """Threads that touch no topic of which the person wants none."""
    standing = TopicMute.person_id == reader_id, or_(TopicMute.until.is_(None), TopicMute.until > now)
    return ~exists().where(*standing, or_(_noted(of), _inherited(of))).correlate_except(TopicMute)


def _noted(of: type[Thread]) -> ColumnElement[bool]:
    """An editor or a rule said so of the thread. Topics are a list of plain words, so its text is searched for one."""
    return cast(of.topics, Text).contains(literal('"').concat(TopicMute.topic).concat('"'))


def _inherited(of: type[Thread]) -> ColumnElement[bool]:
    """A note of its show, season or episode says so."""
    about = _episode_of(of)
    season = select(Episode.season).where(Episode.id == about).correlate_except(Episode).scalar_subquery()
    of_note = select(Episode.season).where(Episode.id == ContentNote.episode_id).correlate_except(Episode)
    whole = ContentNote.season.is_(None), ContentNote.episode_id.is_(None)
    reaches = or_(
        and_(*whole),
        ContentNote.episode_id == about,
        and_(ContentNote.episode_id.is_(None), ContentNote.season == func.coalesce(season, of.season)),
        and_(about.is_(None), of_note.scalar_subquery() == of.season),
    )
    same = ContentNote.show_id == of.show_id, ContentNote.topic == TopicMute.topic, ContentNote.withdrawn_at.is_(None)
    return exists().where(*same, reaches).correlate_except(ContentNote)


def _episode_of(of: type[Thread]) -> ColumnElement[Any]:
    """The one episode it is about: its own, or the one its gate ends with."""
    gate = of.gate
    one = and_(gate["span"].as_string().in_(_ABOUT_ONE), gate["show"].as_integer() == of.show_id)
    return func.coalesce(of.episode_id, case((one, gate["ceiling"].as_integer())))


def muted_topics(reader: Reader, now: datetime) -> tuple[MutedTopic, ...]:
    """What the reader keeps out of their lists just now, gravest first. One statement.

    Raises: `Denied` for strangers.
    """
    if reader.id is None:
        raise Denied("sign-in")
    standing = or_(TopicMute.until.is_(None), TopicMute.until > now)
    rows = db.session.execute(
        select(TopicMute.topic, TopicMute.until).where(TopicMute.person_id == reader.id, standing)
    )
    known = {row.topic: row.until for row in rows}
    return tuple(MutedTopic(topic, known[topic]) for topic in GRAVITY if topic in known)
