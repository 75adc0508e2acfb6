"""Every version of a show's content notes: who set or took back what, when, and what stood before and after."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import select

from forum.accounts import queries as accounts
from forum.domain.catalogue import Catalogue
from forum.domain.crisis import GRAVITY
from forum.domain.errors import Missing
from forum.domain.people import Reader
from forum.domain.permissions import Action, require
from forum.infra.db import db
from forum.presenting.accounts import PersonCard
from forum.presenting.care import NoteChange, NotesPage
from forum.shows.models import ContentNote
from forum.shows.queries import catalogues, show_id
from forum.shows.queries.standing import facts_for

SHOWN = 500


def notes_page(reader: Reader, slug: str, now: datetime) -> NotesPage:
    """The history of a show's content notes, for its stewards and for staff.

    Raises: `Missing`; `Denied`.
    """
    number = show_id(slug)
    require(reader, Action.SHOW_NOTE, facts_for(reader, number))
    show = catalogues([number]).get(number)
    if show is None:
        raise Missing
    rows = db.session.scalars(
        select(ContentNote).where(ContentNote.show_id == number).order_by(ContentNote.id.desc()).limit(SHOWN)
    ).all()
    people = accounts.people_cards([who for row in rows for who in (row.set_by_id, row.withdrawn_by_id)])
    return NotesPage(
        slug=show.slug,
        name=show.name,
        changes=_changes(rows, people, show, now),
        topics=GRAVITY,
        seasons=tuple(sorted({episode.season for episode in show.episodes})),
        episodes=tuple((episode.id, show.code(episode.id, now)) for episode in show.episodes),
    )


def _changes(
    rows: Sequence[ContentNote], people: Mapping[int, PersonCard], show: Catalogue, now: datetime
) -> tuple[NoteChange, ...]:
    """Played from the beginning, so that each change knows what stood before it. Shapes: newest first."""
    steps = [(row.set_at, False, row.id, row) for row in rows]
    steps += [(row.withdrawn_at, True, row.id, row) for row in rows if row.withdrawn_at is not None]
    standing: dict[tuple[int | None, int | None], set[str]] = defaultdict(set)
    made = []
    for at, is_taken_back, _, row in sorted(steps, key=lambda step: step[:3]):
        is_set = not is_taken_back
        topics = standing[row.season, row.episode_id]
        before = _gravest_first(topics)
        (topics.add if is_set else topics.discard)(row.topic)
        made.append(
            NoteChange(
                note_id=row.id,
                topic=row.topic,
                season=row.season,
                code=show.code(row.episode_id, now) if row.episode_id is not None else "",
                is_set=is_set,
                why=row.why if is_set else "",
                before=before,
                after=_gravest_first(topics),
                by=people.get((row.set_by_id if is_set else row.withdrawn_by_id) or 0),
                changed_at=at,
                stands=row.withdrawn_at is None,
            )
        )
    return tuple(reversed(made))


def _gravest_first(topics: set[str]) -> tuple[str, ...]:
    return tuple(topic for topic in GRAVITY if topic in topics)
