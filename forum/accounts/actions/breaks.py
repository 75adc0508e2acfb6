"""A break of one's own: reading, and not writing, until a day that one chose or until one ends it."""

from __future__ import annotations

from datetime import datetime, timedelta

from forum.accounts.forms import BreakForm
from forum.accounts.models import Person
from forum.domain.errors import Denied
from forum.domain.people import Reader
from forum.infra.db import db, transaction


def take_break(actor: Reader, form: BreakForm, now: datetime) -> datetime:
    """Close writing for myself. Returns until when. Another break replaces the first.

    Raises: `Denied` for strangers.
    """
    with transaction():
        until = now + timedelta(days=form.days)
        _own(actor).break_until = until
        return until


def end_break(actor: Reader, now: datetime) -> None:  # noqa: ARG001 - every verb ends with now
    """Write again. Ended twice is ended once.

    Raises: `Denied` for strangers.
    """
    with transaction():
        _own(actor).break_until = None


def _own(actor: Reader) -> Person:
    person = db.session.get(Person, actor.id) if actor.id is not None else None
    if person is None:
        raise Denied("sign-in")
    return person
