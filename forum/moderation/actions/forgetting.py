"""Words that were taken out of a post for good are in no kept text of its case either."""

from __future__ import annotations

from sqlalchemy import select, update

from forum.infra.db import db, transaction
from forum.moderation.models import Case, Snapshot
from forum.rendering.document import Document


def forget_texts(post_id: int) -> None:
    """Empty what was kept of a post for its case; that it was reported, and why, stays. The caller has the right."""
    with transaction():
        cases = select(Case.id).where(Case.post_id == post_id)
        kept = update(Snapshot).where(Snapshot.case_id.in_(cases))
        db.session.execute(kept.values(document=Document(()).to_json()))
