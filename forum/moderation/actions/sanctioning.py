"""What a decision means for a person: imposed with it, lifted when it is taken back."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import exists, func, select

from forum.accounts.actions.standing import suspend, unsuspend
from forum.accounts.models import Person
from forum.domain.errors import Denied, Invalid
from forum.domain.people import Reader
from forum.domain.sanctions import COUNTS_FOR, FOR_GOOD, NEVER, SanctionKind, end_of
from forum.groups.actions import ban_until, readmit_member, release_member, restrain_member
from forum.groups.actions.restraining import may_restrain
from forum.infra.db import db
from forum.moderation.forms import DecideForm
from forum.moderation.models import Case, CaseDecision
from forum.moderation.records import DecisionReversal, Sanction
from forum.moderation.targets import group_of

ROLE = "role"
"""What `detail` of the decision calls that which a banned member was."""


def impose(actor: Reader, case: Case, form: DecideForm, now: datetime) -> tuple[Sanction | None, dict[str, str]]:
    """Carry out the sanction of a decision that is about to be written. Returns its row, not added yet, and what a
    readmission has to know.

    Raises: `Invalid` when there is nobody, or the sanction does not fit; `Denied` about those of no lower role.
    """
    if form.sanction is SanctionKind.NONE:
        return None, {}
    if case.author_id is None:
        raise Invalid({"sanction": ["no-author"]}, form.model_dump(mode="json"))
    group_id = group_of(case.post_id) if case.post_id else None
    if group_id is None and form.sanction not in (SanctionKind.WARN, SanctionKind.SUSPEND):
        raise Invalid({"sanction": ["not-here"]}, form.model_dump(mode="json"))
    row = Sanction(
        person_id=case.author_id,
        group_id=None if form.sanction is SanctionKind.SUSPEND else group_id,
        kind=form.sanction.value,
        hours=form.hours or None,
        begins_at=now,
        ends_at=end_of(form.sanction, form.hours or FOR_GOOD, now),
    )
    detail = _enforce(actor, row, group_id, form, now)
    return row, detail


def _enforce(actor: Reader, row: Sanction, group_id: int | None, form: DecideForm, now: datetime) -> dict[str, str]:
    ends_at = row.ends_at or NEVER
    match form.sanction:
        case SanctionKind.SLOW | SanctionKind.MUTE:
            row.enforced_id = restrain_member(actor, group_id or 0, row.person_id, now, kind=row.kind, ends_at=ends_at)
        case SanctionKind.BAN:
            row.enforced_id, role = ban_until(actor, group_id or 0, row.person_id, ends_at, now)
            return {ROLE: role} if role else {}
        case SanctionKind.SUSPEND:
            if not actor.is_staff:
                raise Denied("staff-only")
            suspend(actor, row.person_id, ends_at, form.reason, now)
        case _:
            if group_id is not None:
                may_restrain(actor, group_id, row.person_id, now)
    return {}


def lift(actor: Reader, decision: CaseDecision, reason: str, now: datetime) -> None:
    """End the sanction of a decision that is taken back: it does not count any more.

    Raises: `Denied`.
    """
    row = db.session.scalar(select(Sanction).where(Sanction.decision_id == decision.id))
    if row is None or row.lifted_at is not None:
        return
    row.lifted_at, row.lifted_by_id = now, actor.id
    if row.enforced_id is not None and row.kind in (SanctionKind.SLOW, SanctionKind.MUTE):
        release_member(row.enforced_id, now)
    elif row.enforced_id is not None:
        readmit_member(actor, row.enforced_id, decision.detail.get(ROLE), now)
    elif row.kind == SanctionKind.SUSPEND:
        _unsuspend(actor, row, reason, now)


def _unsuspend(actor: Reader, row: Sanction, reason: str, now: datetime) -> None:
    """Unless a later decision suspended them for longer."""
    until = db.session.scalar(select(Person.suspended_until).where(Person.id == row.person_id))
    if until == (row.ends_at or NEVER):
        unsuspend(actor, row.person_id, reason, now)


def strikes(person_id: int | None, group_id: int | None, now: datetime) -> int:
    """How many sanctions still count against somebody in a group, and on the whole site. Advice is none."""
    if person_id is None:
        return 0
    reversed_ = exists().where(DecisionReversal.decision_id == Sanction.decision_id)
    counted = select(func.count(Sanction.id)).where(
        Sanction.person_id == person_id,
        Sanction.begins_at > now - COUNTS_FOR,
        (Sanction.group_id == group_id) | Sanction.group_id.is_(None),
        ~reversed_,
    )
    return db.session.scalar(counted) or 0
