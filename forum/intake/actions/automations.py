"""Writing a group's if-then rules and its pace. What was once written stays readable: a change is a new version."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime

from sqlalchemy import func, select

from forum.domain.automation import Deed
from forum.domain.errors import Conflict, Invalid
from forum.domain.gates import Gate
from forum.domain.people import Reader
from forum.domain.permissions import Action, CaseFacts, require
from forum.domain.scopes import ScopeError, read_scope
from forum.groups.queries import group_facts
from forum.infra.db import db, transaction
from forum.infra.rows import held
from forum.intake.forms import AutomationForm, PaceForm, SwitchForm
from forum.intake.models import Automation, GroupPace
from forum.moderation.actions.chaining import append
from forum.moderation.models import LedgerEntry
from forum.shows import queries as shows

RULE = "rule"
PACE = "pace"
MOST = 20
"""So many rules a group may have: each post is looked at by all of them."""


def write_automation(actor: Reader, group: int | str, form: AutomationForm, now: datetime) -> int:
    """A new rule, switched off. Returns its id.

    Raises: `Missing`; `Denied`; `Invalid`; `Conflict` when there are too many.
    """
    with transaction():
        group_id = _may(actor, group, now)
        there = select(func.count(Automation.id)).where(Automation.group_id == group_id, Automation.ended_at.is_(None))
        if (db.session.scalar(there) or 0) >= MOST:
            raise Conflict("too-many-rules")
        return _write(_row(actor, group_id, form, now))


def amend_automation(actor: Reader, automation_id: int, form: AutomationForm, now: datetime) -> int:
    """A new version, switched off until somebody has tried it. Returns its id.

    Raises: `Missing`; `Denied`; `Invalid`; `Conflict` when a newer one is there.
    """
    with transaction():
        old = _live(actor, automation_id, now)
        old.ended_at = now
        row = _row(actor, old.group_id, form, now)
        row.root_id, row.version = old.root_id or old.id, old.version + 1
        return _write(row)


def switch_automation(actor: Reader, automation_id: int, form: SwitchForm, now: datetime) -> None:
    """Switch a rule on or off, or put it away.

    Raises: `Missing`; `Denied`; `Conflict` when a newer version is there.
    """
    with transaction():
        row = _live(actor, automation_id, now)
        if form.to == "away":
            row.ended_at = now
        else:
            row.on_since = (row.on_since or now) if form.to == "on" else None
        _log(actor.id, row.group_id, f"rule-{form.to}", RULE, now)


def set_pace(actor: Reader, group: int | str, form: PaceForm, now: datetime) -> None:
    """What the group asks of newcomers and of everybody's pace.

    Raises: `Missing`; `Denied`.
    """
    with transaction():
        group_id = _may(actor, group, now)
        row = db.session.get(GroupPace, group_id)
        if row is None:
            row = GroupPace(group_id=group_id)
            db.session.add(row)
        for name, value in form.model_dump().items():
            setattr(row, name, value)
        row.changed_at, row.changed_by_id = now, actor.id or 0
        _log(actor.id, group_id, "pace-set", PACE, now)


def _may(actor: Reader, group: int | str, now: datetime) -> int:
    facts = group_facts(actor, group, now)
    require(actor, Action.CASE_READ, CaseFacts(0, facts))
    return facts.id


def _live(actor: Reader, automation_id: int, now: datetime) -> Automation:
    row = held(Automation, automation_id)
    _may(actor, row.group_id, now)
    if row.ended_at is not None:
        raise Conflict("edited-meanwhile")
    return row


def _row(actor: Reader, group_id: int, form: AutomationForm, now: datetime) -> Automation:
    return Automation(
        group_id=group_id,
        name=form.name,
        terms=asdict(form.terms()),
        deed=form.deed.value,
        reason=form.reason.value,
        note=form.note,
        seal=_gate(form, now).to_json() if form.deed is Deed.SEAL else None,
        written_by_id=actor.id,
        written_at=now,
    )


def _gate(form: AutomationForm, now: datetime) -> Gate:
    try:
        return read_scope(form.scope, shows.show_names(), None, now)
    except ScopeError as fault:
        raise Invalid({"scope": [fault.code]}, form.model_dump(mode="json")) from None


def _write(row: Automation) -> int:
    db.session.add(row)
    db.session.flush()
    _log(row.written_by_id, row.group_id, "rule-written", RULE, row.written_at)
    return row.id


def _log(actor_id: int | None, group_id: int, what: str, kind: str, now: datetime) -> None:
    append(LedgerEntry(group_id=group_id, actor_id=actor_id, what=what, target_kind=kind, happened_at=now))
