"""Content notes: stewards and staff state what a show, season or episode is about, and the notice of help follows."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from forum.domain.errors import Missing
from forum.domain.people import Reader
from forum.domain.permissions import Action, require
from forum.infra.db import db, transaction
from forum.infra.jobs import announce
from forum.infra.rows import holding
from forum.shows.forms import NoteForm
from forum.shows.models import ContentNote, Episode, Show
from forum.shows.queries.standing import facts_for


def note_content(actor: Reader, show_id: int, form: NoteForm, now: datetime) -> int:
    """State a topic of the show, of one of its seasons or of one episode. Returns the note's id.

    Shapes: stating what stands there already gives the note that stands there.
    Raises: `Denied`, `Missing` for an unknown show or an episode of another one.
    """
    require(actor, Action.SHOW_NOTE, facts_for(actor, show_id))
    with transaction():
        show = _locked(show_id)
        season = form.season
        if form.episode_id is not None:
            if db.session.scalar(select(Episode.show_id).where(Episode.id == form.episode_id)) != show_id:
                raise Missing
            season = None
        known = _standing(show_id, season, form.episode_id, form.topic)
        if known is not None:
            return known.id
        note = ContentNote(
            show_id=show_id,
            season=season,
            episode_id=form.episode_id,
            topic=form.topic,
            why=form.why,
            set_by_id=actor.id or None,
            set_at=now,
        )
        db.session.add(note)
        _changed(show)
        return note.id


def withdraw_note(actor: Reader, note_id: int, now: datetime) -> int:
    """Take a note back; it stays in the table with who and when. Returns the show's id.

    Raises: `Denied`, `Missing`.
    """
    with transaction():
        note = db.session.scalar(holding(select(ContentNote).where(ContentNote.id == note_id)))
        if note is None:
            raise Missing
        require(actor, Action.SHOW_NOTE, facts_for(actor, note.show_id))
        if note.withdrawn_at is None:
            note.withdrawn_at, note.withdrawn_by_id = now, actor.id or None
            _changed(_locked(note.show_id))
        return int(note.show_id)


def _locked(show_id: int) -> Show:
    show: Show | None = db.session.scalar(holding(select(Show).where(Show.id == show_id)))
    if show is None:
        raise Missing
    return show


def _standing(show_id: int, season: int | None, episode_id: int | None, topic: str) -> ContentNote | None:
    same = select(ContentNote).where(
        ContentNote.show_id == show_id, ContentNote.topic == topic, ContentNote.withdrawn_at.is_(None)
    )
    for column, value in ((ContentNote.season, season), (ContentNote.episode_id, episode_id)):
        same = same.where(column.is_(None) if value is None else column == value)
    note: ContentNote | None = db.session.scalar(same.limit(1))
    return note


def _changed(show: Show) -> None:
    show.touch()
    db.session.flush()
    announce("content.noted", show_id=show.id)
