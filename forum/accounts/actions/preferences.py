"""One's own settings."""

from __future__ import annotations

from datetime import datetime

from forum.accounts.forms import Preferences
from forum.accounts.models import Person
from forum.domain.errors import Missing
from forum.domain.people import Reader
from forum.infra.db import db, transaction


def update_preferences(actor: Reader, form: Preferences, now: datetime) -> None:  # noqa: ARG001 - every verb ends with now
    """Save what the actor prefers.

    Raises: `Missing` for strangers.
    """
    with transaction():
        person = db.session.get(Person, actor.id) if actor.id is not None else None
        if person is None:
            raise Missing
        for name, value in form.model_dump().items():
            setattr(person, name, value)
