"""Who looks after a show, and which books it is made from."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select

from forum.domain.errors import Conflict, Missing
from forum.domain.gates import same_book
from forum.domain.people import Reader
from forum.domain.permissions import Action, SiteFacts, require
from forum.infra.db import db, transaction
from forum.infra.once import insert_once
from forum.infra.rows import holding
from forum.shows.forms import WorkForm
from forum.shows.models import Show, ShowSteward, SourceWork
from forum.shows.queries.standing import facts_for

MOST_WORKS = 50


def list_work(actor: Reader, show_id: int, form: WorkForm, now: datetime) -> int:
    """Put a book on the show's list, so that tags can name it. Listed twice is listed once. Returns its id.

    Raises: `Denied`, `Missing`; `Conflict` "too-many-works".
    """
    with transaction():
        show = _held(actor, show_id)
        standing = (SourceWork.show_id == show_id, SourceWork.withdrawn_at.is_(None))
        name = same_book(form.name)
        known = db.session.scalar(select(SourceWork.id).where(*standing, SourceWork.name_folded == name))
        if known is not None:
            return int(known)
        if (db.session.scalar(select(func.count(SourceWork.id)).where(*standing)) or 0) >= MOST_WORKS:
            raise Conflict("too-many-works")
        work = SourceWork(
            show_id=show_id, name=form.name, name_folded=name, listed_by_id=actor.id or None, listed_at=now
        )
        db.session.add(work)
        show.touch()
        db.session.flush()
        return work.id


def withdraw_work(actor: Reader, work_id: int, now: datetime) -> int:
    """Take a book off the list. Tags that name it say "the book" from then on. Returns the show's id.

    Raises: `Denied`, `Missing`.
    """
    with transaction():
        work = db.session.get(SourceWork, work_id)
        if work is None:
            raise Missing
        show = _held(actor, work.show_id)
        if work.withdrawn_at is None:
            work.withdrawn_at, work.withdrawn_by_id = now, actor.id or None
            show.touch()
        return work.show_id


def appoint_steward(actor: Reader, show_id: int, person_id: int, now: datetime) -> None:
    """Let somebody look after the show's dates and books. Appointed twice is appointed once.

    Raises: `Denied`, `Missing` for an unknown show.
    """
    with transaction():
        require(actor, Action.SHOW_APPOINT, SiteFacts())
        if db.session.get(Show, show_id) is None:
            raise Missing
        insert_once(
            ShowSteward(show_id=show_id, person_id=person_id, appointed_by_id=actor.id or None, appointed_at=now)
        )


def dismiss_steward(actor: Reader, show_id: int, person_id: int, now: datetime) -> None:
    """Take that right back; what they stated stands.

    Raises: `Denied`.
    """
    with transaction():
        require(actor, Action.SHOW_APPOINT, SiteFacts())
        held = (ShowSteward.show_id == show_id, ShowSteward.person_id == person_id, ShowSteward.dismissed_at.is_(None))
        row = db.session.scalar(holding(select(ShowSteward).where(*held)))
        if row is not None:
            row.dismissed_at, row.dismissed_by_id = now, actor.id or None


def _held(actor: Reader, show_id: int) -> Show:
    """The show's row, held: two stewards come one after the other."""
    show: Show | None = db.session.scalar(holding(select(Show).where(Show.id == show_id)))
    if show is None:
        raise Missing
    require(actor, Action.SHOW_TEND, facts_for(actor, show_id))
    return show
