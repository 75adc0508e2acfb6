"""Cases whose words a moderator should not read unasked, known without loading any: for what colleagues wrote of them.

A reason, an appeal, an answer tells what a case is about; who may not read the one does not get the other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from forum.domain.gates import Gate
from forum.domain.people import Reader
from forum.infra.db import db
from forum.moderation.desk_models import CaseGates
from forum.moderation.models import Case, CaseDecision
from forum.moderation.queries import reading
from forum.moderation.targets import THREAD
from forum.posts.models import Post
from forum.threads.models import Thread


def closed_cases(reader: Reader, case_ids: Iterable[int], now: datetime) -> frozenset[int]:
    """Those that are about something this reader has not seen, and that they did not choose to read.

    A case at which nobody has looked yet is closed, a profile's never is, and one about a message to moderators is
    like the case that the message is about. One statement, and one for the shows where there are any.
    """
    wanted = set(case_ids)
    if not wanted:
        return frozenset()
    asked = aliased(Case)
    rows = db.session.execute(
        select(
            asked.id.label("asked_id"),
            Case,
            CaseGates.gates,
            Post.seal,
            Post.echo,
            Thread.gate,
            Thread.neutral_at,
            Thread.author_id.label("titled_by_id"),
            CaseDecision.seal.label("decided"),
            reading.reads(reader).label("anyway"),
        )
        .select_from(asked)
        .join(Case, Case.id == func.coalesce(asked.about_id, asked.id))
        .outerjoin(CaseGates, CaseGates.id == Case.gate_set_id)
        .outerjoin(Post, Post.id == Case.post_id)
        .outerjoin(Thread, Thread.id == Post.thread_id)
        .outerjoin(CaseDecision, CaseDecision.case_id == Case.id)
        .where(asked.id.in_(wanted), Case.post_id.is_not(None))
    ).all()
    gates = defaultdict[int, set[Gate]](set)
    closed = set[int]()
    for row in rows:
        stored = [*(row.gates or ()), row.seal, row.echo, row.gate, row.decided]
        gates[row.asked_id] |= {Gate.from_json(one) for one in stored if one}
        covered = row.Case.target_kind == THREAD and row.neutral_at and row.titled_by_id != reader.id
        if not row.anyway and (row.gates is None or covered):
            closed.add(row.asked_id)
    sight = reading.clearance_for(reader, frozenset().union(*gates.values()), [], now)
    unread = {row.asked_id for row in rows if not row.anyway and reading.withheld(gates[row.asked_id], sight, now)}
    return frozenset(closed | unread)
