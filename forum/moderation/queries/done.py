"""The decision that a moderator made a moment ago, so that it can be taken back with one click."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select

from forum.domain.people import Reader
from forum.infra.db import db
from forum.moderation.models import CaseDecision
from forum.presenting.moderation import DoneCard

UNDONE_WITHIN = timedelta(minutes=10)


def done_card(reader: Reader, decision_id: int, now: datetime) -> DoneCard | None:
    """This moderator's own decision; None for anybody else's, whatever an address says."""
    if not 0 < decision_id < 2**31:
        return None
    own = CaseDecision.id == decision_id, CaseDecision.decided_by_id == reader.id
    made = db.session.scalar(select(CaseDecision).where(*own))
    if made is None:
        return None
    until = made.decided_at + UNDONE_WITHIN
    return DoneCard(made.id, made.case_id, made.outcome, until if until > now else None)
