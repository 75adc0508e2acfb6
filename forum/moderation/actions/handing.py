"""Handing a case to a colleague, by name and with a word."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from forum.accounts.models import Person
from forum.accounts.queries import reader_of
from forum.domain.errors import Conflict, Invalid, Missing
from forum.domain.people import Reader
from forum.domain.permissions import Action, judge
from forum.infra.db import db, transaction
from forum.infra.jobs import announce
from forum.moderation.actions.passing import forget_pass, leave
from forum.moderation.desk_models import HandOver
from forum.moderation.forms import HandOverForm
from forum.moderation.locking import facts_of, locked_case
from forum.moderation.models import Case


def hand_over(actor: Reader, case_id: int, form: HandOverForm, now: datetime) -> int:
    """Leave a case to one colleague, who is told and finds the word at the case. It stays free for everybody else.

    Returns the id of the hand-over.
    Raises: `Missing`; `Denied` for cases that one must not decide anyway; `Conflict` when it is decided; `Invalid` for
    "to" when they do not moderate here, or must not decide this one.
    """
    with transaction():
        case = locked_case(case_id)
        leave(actor, case, now)
        receiver = _receiver(actor, case, form, now)
        forget_pass(receiver, case)
        row = HandOver(case_id=case.id, opened_at=case.opened_at, from_id=actor.id or 0, to_id=receiver.id or 0)
        row.words, row.handed_at = form.words, now
        db.session.add(row)
        db.session.flush()
        announce("case.handed", hand_over_id=row.id)
        return row.id


def _receiver(actor: Reader, case: Case, form: HandOverForm, now: datetime) -> Reader:
    """Somebody else who may decide it. Why not is not told: it could say who reported it."""
    found = db.session.scalar(select(Person.id).where(Person.handle_folded == form.to.lower(), Person.active))
    try:
        receiver = reader_of(found or 0, now)
        fits = receiver.id != actor.id and judge(receiver, Action.CASE_DECIDE, facts_of(receiver, case, now)).allowed
    except (Missing, Conflict):
        fits = False
    if not fits:
        raise Invalid({"to": ["not-for-them"]}, form.model_dump(mode="json"))
    return receiver
