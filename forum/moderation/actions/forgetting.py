"""Words that went for good are in no kept text of a case either."""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, select, update

from forum.infra.db import db, transaction
from forum.moderation.models import Case, Snapshot
from forum.moderation.targets import REQUEST
from forum.rendering.document import Document


def forget_texts(post_id: int) -> None:
    """Empty what was kept of a post for its case; that it was reported, and why, stays. The caller has the right."""
    _empty(Case.post_id == post_id)


def forget_requests(person_id: int) -> None:
    """The same for what somebody answered to groups: those answers go with their account."""
    _empty(and_(Case.author_id == person_id, Case.target_kind == REQUEST))


def _empty(about: ColumnElement[bool]) -> None:
    with transaction():
        kept = update(Snapshot).where(Snapshot.case_id.in_(select(Case.id).where(about)))
        db.session.execute(kept.values(document=Document(()).to_json()))
