"""Words that others do not get while a person looks at them, and words that are taken out of a post for good.

The stored document of a held post is empty, so no outlet can hand it on; its author reads what is held.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import select, update

from forum.domain.errors import Missing
from forum.infra.db import db, transaction
from forum.infra.jobs import announce
from forum.posts.actions.amending import latest_revision
from forum.posts.actions.placing import settle_place
from forum.posts.actions.writing import revision_of
from forum.posts.models import Post, Revision
from forum.posts.pressing import gate_of, shut
from forum.posts.scoping import ScopeReader, composed
from forum.rendering.document import Document
from forum.threads.models import Thread

EMPTY: dict[str, Any] = Document(()).to_json()


CARE, MODERATION = "care", "moderation"
"""Who may hold."""


def hold_post(post_id: int, by: str) -> None:
    """Keep the words of a post from everybody but its author. Held twice is held once. The caller has the right."""
    with transaction():
        post = _held_row(post_id)
        post.held_by = ",".join(sorted({*filter(None, post.held_by.split(",")), by}))
        if post.held is None:
            post.held, post.document = post.document, EMPTY
            settle_place(post)
            announce("post.amended", post_id=post.id, thread_id=post.thread_id)


def release_post(post_id: int, by: str) -> bool:
    """Hold them no longer; they are given back to everybody unless somebody else holds them. Returns whether they are.
    The caller has the right."""
    with transaction():
        post = _held_row(post_id)
        post.held_by = ",".join(one for one in post.held_by.split(",") if one not in ("", by))
        if post.held is not None and not post.held_by:
            post.document, post.held = post.held, None
            settle_place(post)
            announce("post.amended", post_id=post.id, thread_id=post.thread_id)
        return post.held is None


def cut_post(post_id: int, body: str, now: datetime) -> int:
    """Put `body` in the place of a post's words, and forget what was cut: no older version keeps it.

    The caller has the right, and has told the author. Returns the new version.
    Raises: `Missing`; `Invalid` when the text is refused.
    """
    with transaction():
        post = _held_row(post_id)
        last = latest_revision(post)
        gate = db.session.get_one(Thread, post.thread_id).gate_now()
        text = composed(body, ScopeReader(gate, now, last.scopes), {"body": body}, gate_of(last.cover))
        db.session.execute(update(Revision).where(Revision.post_id == post.id).values(source="", document=EMPTY))
        post.source, post.version, post.edited_at = text.source, post.version + 1, now
        post.held, post.document = None, shut(text.document, post.echo_gate, post.gate).to_json()
        post.held_by = ",".join(one for one in post.held_by.split(",") if one not in ("", CARE))
        if post.held_by:
            post.held, post.document = post.document, EMPTY
        db.session.add(revision_of(post, text, now))
        settle_place(post)
        announce("post.amended", post_id=post.id, thread_id=post.thread_id)
        return post.version


def _held_row(post_id: int) -> Post:
    wanted = select(Post).where(Post.id == post_id).with_for_update().execution_options(populate_existing=True)
    post: Post | None = db.session.scalar(wanted)
    if post is None:
        raise Missing
    return post
