"""Reports of wrong numbers, topics of threads, the content notes that ship."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from forum.care.forms import TopicsForm, WrongNumberForm
from forum.care.models import WrongNumber
from forum.domain.crisis import Directory
from forum.domain.errors import Invalid
from forum.domain.people import Reader, SiteRole
from forum.domain.permissions import Action, SiteFacts, require
from forum.infra.db import db, transaction
from forum.infra.jobs import announce
from forum.shows.importing import import_notes
from forum.threads.actions import note_topics

NOTES_FILE = Path(__file__).parents[2] / "data" / "tv" / "content_notes.json"
_SHIPPED = Reader(id=0, handle="shipped", role=SiteRole.ADMINISTRATOR)


def report_line(actor: Reader, form: WrongNumberForm, directory: Directory, now: datetime) -> int:
    """Say that a line is wrong. Everybody may, signed in or not. Returns the id of the report.

    Raises: `Invalid` for a line that we do not have.
    """
    if form.line and directory.line(form.line) is None:
        raise Invalid({"line": ["not-a-choice"]}, form.model_dump())
    with transaction():
        report = WrongNumber(
            line_id=form.line,
            country=form.country or None,
            words=form.words,
            person_id=actor.id,
            told_at=now,
        )
        db.session.add(report)
        db.session.flush()
        announce("line.reported", report_id=report.id)
        return report.id


def settle_report(actor: Reader, report_id: int, now: datetime) -> None:
    """A report about a line has been looked into. Settled twice is settled once.

    Raises: `Denied`.
    """
    with transaction():
        require(actor, Action.LINES_TEND, SiteFacts())
        report = db.session.get(WrongNumber, report_id) if report_id < 2**31 else None
        if report is not None and report.settled_at is None:
            report.settled_at, report.settled_by_id = now, actor.id


def set_topics(actor: Reader, thread_id: int, form: TopicsForm, now: datetime) -> None:
    """Say which hard topics a thread touches. Kept with who, when and why on the thread.

    Raises: `Missing`; `Denied`.
    """
    note_topics(actor, thread_id, form.topics, form.reason, now)


def ship_notes(now: datetime) -> int:
    """State the content notes that come with the shipped shows, as far as they are not there. Returns how many.

    Raises: `ImportRefused` when a show of the file is not in the catalogue.
    """
    return import_notes(_SHIPPED, NOTES_FILE.read_bytes(), NOTES_FILE.name, now)
