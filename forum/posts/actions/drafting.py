"""What is typed and not sent yet, kept on the server."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, select

from forum.domain.errors import Denied
from forum.domain.people import Reader
from forum.groups.queries import readable_facts
from forum.infra.db import db, transaction
from forum.infra.once import insert_once
from forum.infra.rows import LARGEST_ID
from forum.posts.forms import DraftForm
from forum.posts.models import Draft
from forum.threads.queries import thread_facts


def save_draft(actor: Reader, place: str, form: DraftForm, now: datetime) -> None:
    """Keep what was typed so far; nothing typed is no draft.

    Raises: `Missing` when there is no such place for the actor; `Denied`.
    """
    with transaction():
        person_id = _signed_in(actor)
        _look(actor, place, now)
        if not form.body.strip() and not form.title.strip():
            _drop(person_id, place)
            return
        fresh = Draft(person_id=person_id, place=place, title=form.title, text=form.body, updated_at=now)
        if not insert_once(fresh):
            known = db.session.scalars(select(Draft).where(Draft.person_id == person_id, Draft.place == place)).one()
            known.title, known.text, known.updated_at = form.title, form.body, now


def discard_draft(actor: Reader, place: str, now: datetime) -> None:  # noqa: ARG001 - writing verbs end in `now`
    """Throw it away. Discarded twice is discarded once."""
    with transaction():
        _drop(_signed_in(actor), place)


def throw_draft_away(actor: Reader, draft_id: int, now: datetime) -> None:  # noqa: ARG001 - writing verbs end in `now`
    """The same for one of the actor's drafts, wherever it stands, also where they may not look any more."""
    with transaction():
        own = Draft.person_id == _signed_in(actor)
        if 0 < draft_id <= LARGEST_ID:
            db.session.execute(delete(Draft).where(Draft.id == draft_id, own))


def _drop(person_id: int, place: str) -> None:
    db.session.execute(delete(Draft).where(Draft.person_id == person_id, Draft.place == place))


def _look(actor: Reader, place: str, now: datetime) -> None:
    kind, _, number = place.partition(":")
    if kind == "t":
        thread_facts(actor, int(number), now)
    else:
        readable_facts(actor, int(number), now)


def _signed_in(actor: Reader) -> int:
    if actor.id is None:
        raise Denied("sign-in")
    return actor.id
