"""How long cases wait: one row for each stay in the queue, written along with what happens to the case."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from forum.domain.errors import Missing
from forum.domain.flags import FlagReason
from forum.domain.priority import HARM
from forum.infra.db import db, transaction
from forum.infra.once import insert_once
from forum.moderation.desk_models import CaseRound
from forum.moderation.models import Case, CaseDecision
from forum.moderation.targets import group_of


def open_round(case_id: int) -> None:
    """A case came into the queue, or was reported once more while it waits: its round has the gravest reason."""
    with transaction():
        case = db.session.get(Case, case_id)
        if case is not None:
            round_of(case).reason = _gravest(case)


def note_look(case: Case, now: datetime) -> None:
    """Somebody took the case; the first look of a round counts."""
    made = round_of(case)
    if made.looked_at is None:
        made.looked_at, made.look_minutes = now, _minutes(made.opened_at, now)


def close_round(decision_id: int) -> None:
    """A case was decided."""
    with transaction():
        decision = db.session.get(CaseDecision, decision_id)
        case = db.session.get(Case, decision.case_id) if decision is not None else None
        if decision is None or case is None:
            return
        made = _round_before(case, decision.decided_at) or round_of(case)
        at = decision.decided_at
        made.decided_at, made.decide_minutes = at, _minutes(made.opened_at, at)
        made.outcome, made.decided_by_id, made.decision_id = decision.outcome, decision.decided_by_id, decision.id
        if made.looked_at is None:
            made.looked_at, made.look_minutes = at, made.decide_minutes


def round_of(case: Case) -> CaseRound:
    """The round in which the case is."""
    insert_once(CaseRound(case_id=case.id, opened_at=case.opened_at, group_id=_group(case), reason=_gravest(case)))
    found = CaseRound.case_id == case.id, CaseRound.opened_at == case.opened_at
    return db.session.scalars(select(CaseRound).where(*found)).one()


def _round_before(case: Case, at: datetime) -> CaseRound | None:
    earlier = CaseRound.case_id == case.id, CaseRound.opened_at <= at
    return db.session.scalar(select(CaseRound).where(*earlier).order_by(CaseRound.opened_at.desc()).limit(1))


def _gravest(case: Case) -> str:
    given = [FlagReason(one) for one in case.reasons]
    return max(given, key=lambda one: HARM[one]).value if given else FlagReason.OTHER.value


def _group(case: Case) -> int | None:
    try:
        return group_of(case.post_id or 0)
    except Missing:
        return None


def _minutes(since: datetime, until: datetime) -> int:
    return max(0, int((until - since).total_seconds() // 60))
