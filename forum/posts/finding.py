"""Finding one post through its reader: what they may not know of is not there."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from forum.domain.errors import Missing
from forum.domain.people import Reader
from forum.domain.permissions import PostFacts
from forum.infra.db import db
from forum.infra.rows import LARGEST_ID, holding
from forum.posts.models import Post
from forum.threads.queries import thread_facts


def post_and_facts(reader: Reader, post_id: int, now: datetime, *, hold: bool = False) -> tuple[Post, PostFacts]:
    """The row and what the rules need to know of it. Two statements.

    Shapes: `hold` keeps the row until the end of the transaction, so that of two edits the second one waits.
    Raises: `Missing` when there is none, or none for this reader.
    """
    if not 0 < post_id <= LARGEST_ID:
        raise Missing
    wanted = select(Post).where(Post.id == post_id).execution_options(populate_existing=True)
    post = db.session.scalar(holding(wanted) if hold else wanted)
    if post is None:
        raise Missing
    return post, post.facts(thread_facts(reader, post.thread_id, now))
