"""Who looks after people in need: appointed by administrators and the safeguarding lead, on call by their own word."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select

from forum.accounts.handles import folded
from forum.accounts.models import Person
from forum.care.actions.stepping import step_away_from_all
from forum.care.forms import CarerForm, DutyForm
from forum.care.models import CareMember
from forum.care.working import care_facts, require_carer
from forum.domain.errors import Invalid
from forum.domain.people import Reader
from forum.domain.permissions import Action, require
from forum.infra.db import db, transaction
from forum.infra.once import insert_once
from forum.infra.rows import holding

TRAINING_HOLDS = timedelta(days=365)


def appoint_carer(actor: Reader, form: CarerForm, now: datetime) -> None:
    """Somebody trained joins the team, or takes another part in it.

    Raises: `Denied`; `Invalid` when there is no such person, or their training lies ahead or more than a year back.
    """
    with transaction():
        require(actor, Action.CARE_APPOINT, care_facts(actor))
        wanted = select(Person.id).where(Person.handle_folded == folded(form.handle), Person.active)
        person_id = db.session.scalar(wanted)
        if person_id is None:
            raise Invalid({"handle": ["unknown-person"]}, form.model_dump(mode="json"))
        if form.trained_on > now.date():
            raise Invalid({"trained_on": ["in-the-future"]}, form.model_dump(mode="json"))
        if form.trained_on < now.date() - TRAINING_HOLDS:
            raise Invalid({"trained_on": ["too-long-ago"]}, form.model_dump(mode="json"))
        known = _member(person_id)
        on_call_since = known.on_call_since if known else None
        if known is not None:
            known.ended_at, known.ended_by_id = now, actor.id
            db.session.flush()
        row = CareMember(
            person_id=person_id,
            role=form.role,
            trained_on=form.trained_on,
            began_at=now,
            began_by_id=actor.id,
            on_call_since=on_call_since,
        )
        insert_once(row)


def dismiss_carer(actor: Reader, person_id: int, now: datetime) -> None:
    """Somebody leaves the team; their cases go to whoever stands beside, or wait again. Dismissed twice is dismissed
    once; everybody may leave by themselves.

    Raises: `Denied`.
    """
    with transaction():
        if person_id != actor.id:
            require(actor, Action.CARE_APPOINT, care_facts(actor))
        known = _member(person_id)
        if known is not None:
            known.ended_at, known.ended_by_id, known.on_call_since = now, actor.id, None
            db.session.flush()
            step_away_from_all(person_id, actor.id or 0, now)


def go_on_call(actor: Reader, form: DutyForm, now: datetime) -> None:
    """I am on call, or not any more.

    Raises: `Denied`.
    """
    with transaction():
        known = _member(require_carer(actor))
        if known is not None:
            known.on_call_since = (known.on_call_since or now) if form.on_call else None


def _member(person_id: int) -> CareMember | None:
    wanted = select(CareMember).where(CareMember.person_id == person_id, CareMember.ended_at.is_(None))
    found: CareMember | None = db.session.scalar(holding(wanted))
    return found
