"""Posts whose words are kept no longer: the place stays, the words are nowhere."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select, update

from forum.infra.db import db
from forum.infra.rows import holding
from forum.posts.actions.holding import EMPTY
from forum.posts.models import Post, Revision


def empty_posts(post_ids: Collection[int], now: datetime) -> list[int]:
    """Take the words out of removed posts and all their versions, inside the running transaction. Returns those that
    were emptied: not what was given back or emptied meanwhile. The index holds none of them since they were removed."""
    wanted = select(Post.id).where(Post.id.in_(post_ids), Post.removed_at.is_not(None), Post.purged_at.is_(None))
    ids = list(db.session.scalars(holding(wanted.order_by(Post.id))))
    db.session.execute(update(Revision).where(Revision.post_id.in_(ids)).values(source="", document=EMPTY))
    words = {"source": "", "document": EMPTY, "held": None, "purged_at": now}
    db.session.execute(update(Post).where(Post.id.in_(ids)).values(words))
    return ids
