"""How decisions fared: those that were taken back, and curtains that fell before a moderator had looked."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, exists, func, select

from forum.domain.flags import CaseOutcome
from forum.infra.db import db
from forum.moderation.desk_models import CaseRound
from forum.moderation.models import Case
from forum.moderation.records import DecisionReversal
from forum.posts.models import PostEvent


def overturned(where: ColumnElement[bool], since: datetime, until: datetime) -> tuple[int, int]:
    """Decisions in this time, and those among them that an appeal overturned or a moderator took back later.

    What its own moderator undid within ten minutes counts as neither: nobody had to live with it.
    """
    in_time = CaseRound.decided_at >= since, CaseRound.decided_at < until
    row = db.session.execute(
        select(func.count(CaseRound.id), func.count(DecisionReversal.id))
        .select_from(CaseRound)
        .outerjoin(DecisionReversal, DecisionReversal.decision_id == CaseRound.decision_id)
        .where(func.coalesce(DecisionReversal.why, "") != "undo")
        .where(where, *in_time)
    ).one()
    return row[0], row[1]


def early_seals(where: ColumnElement[bool], since: datetime, until: datetime) -> tuple[int, int]:
    """Curtains of readers and rules over posts whose cases were decided in this time: right ones, and wrong ones.

    A decision that was taken back says nothing about them.
    """
    early = exists().where(
        PostEvent.post_id == Case.post_id,
        PostEvent.what == "sealed",
        PostEvent.actor_id.is_(None),
        PostEvent.happened_at >= CaseRound.opened_at,
        PostEvent.happened_at <= CaseRound.decided_at,
    )
    gone = exists().where(DecisionReversal.decision_id == CaseRound.decision_id)
    in_time = CaseRound.decided_at >= since, CaseRound.decided_at < until
    wrong = CaseRound.outcome == CaseOutcome.DISMISS.value
    rows = db.session.execute(
        select(wrong, func.count())
        .select_from(CaseRound)
        .join(Case, Case.id == CaseRound.case_id)
        .where(where, *in_time, early, ~gone)
        .group_by(wrong)
    )
    found = {bool(row[0]): row[1] for row in rows}
    return found.get(False, 0), found.get(True, 0)
