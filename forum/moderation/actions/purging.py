"""The text of removed posts is kept for an appeal, and goes after that: that there was a post, and why it was removed,
stays.

A row of the ledger, a letter and a tombstone hold no word of it, and are left alone. What other people quoted of it is
theirs, and stays or goes with their own posts.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, delete, exists, or_, select, update

from forum.domain.flags import KEPT_FOR, WAITING
from forum.infra.db import db, transaction
from forum.moderation.desk_models import CaseRound
from forum.moderation.models import Case, CaseDecision, Snapshot
from forum.moderation.records import Appeal, DecisionProposal
from forum.moderation.targets import POST
from forum.posts.actions.emptying import empty_posts
from forum.posts.actions.holding import EMPTY
from forum.posts.models import Post, Quotation

AT_ONCE = 200
"""So many posts in one transaction; an hour later the next ones."""


def purge_removed(now: datetime) -> int:
    """Empty what was removed longer ago than anybody may appeal. Returns how many; run again it finds the next ones.

    Nothing is emptied while an appeal or a proposal waits, a case is open, or the care team keeps the words.
    """
    with transaction():
        wanted = select(Post.id).where(Post.removed_at <= now - KEPT_FOR, Post.purged_at.is_(None), ~_is_needed(now))
        ids = list(db.session.scalars(wanted.order_by(Post.removed_at).limit(AT_ONCE)))
        emptied = empty_posts(ids, now)
        of_posts = select(Case.id).where(Case.target_kind == POST, Case.target_id.in_(emptied))
        db.session.execute(update(Snapshot).where(Snapshot.case_id.in_(of_posts)).values(document=EMPTY))
        db.session.execute(delete(Quotation).where(Quotation.post_id.in_(emptied)))
        return len(emptied)


def _is_needed(now: datetime) -> ColumnElement[bool]:
    """Whether somebody may still want to read it."""
    of_case = CaseDecision.case_id == Case.id
    appealed = exists().where(of_case, Appeal.decision_id == CaseDecision.id, Appeal.answered_at.is_(None))
    lately = exists().where(of_case, CaseDecision.decided_at > now - KEPT_FOR)
    proposed = exists().where(DecisionProposal.case_id == Case.id, DecisionProposal.closed_at.is_(None))
    waits = exists().where(CaseRound.case_id == Case.id, CaseRound.decided_at.is_(None))
    is_open = Case.state.in_([one.value for one in WAITING])
    by_case = exists().where(Case.post_id == Post.id, or_(is_open, waits, appealed, proposed, lately))
    return or_(by_case, Post.held_by != "")
