"""Words that others do not get while a person looks at them.

The stored document of a held post is empty, so no outlet can hand it on; its author reads what is held.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from forum.domain.errors import Missing
from forum.infra.db import db, transaction
from forum.infra.jobs import announce
from forum.infra.rows import holding
from forum.posts.actions.placing import settle_place
from forum.posts.models import Post
from forum.rendering.document import Document

EMPTY: dict[str, Any] = Document(()).to_json()


CARE, MODERATION = "care", "moderation"
"""Who may hold."""


def hold_post(post_id: int, by: str) -> None:
    """Keep the words of a post from everybody but its author. Held twice is held once. The caller has the right."""
    with transaction():
        post = held_row(post_id)
        post.held_by = ",".join(sorted({*filter(None, post.held_by.split(",")), by}))
        if post.held is None:
            post.held, post.document = post.document, EMPTY
            settle_place(post)
            announce("post.amended", post_id=post.id, thread_id=post.thread_id)


def release_post(post_id: int, by: str) -> bool:
    """Hold them no longer; they are given back to everybody unless somebody else holds them. Returns whether they are.
    The caller has the right."""
    with transaction():
        post = held_row(post_id)
        post.held_by = ",".join(one for one in post.held_by.split(",") if one not in ("", by))
        if post.held is not None and not post.held_by:
            post.document, post.held = post.held, None
            settle_place(post)
            announce("post.amended", post_id=post.id, thread_id=post.thread_id)
        return post.held is None


def held_row(post_id: int) -> Post:
    """The post, kept until the transaction ends. Raises: `Missing`."""
    wanted = holding(select(Post).where(Post.id == post_id)).execution_options(populate_existing=True)
    post: Post | None = db.session.scalar(wanted)
    if post is None:
        raise Missing
    return post
