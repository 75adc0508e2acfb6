"""What a post's place counts for, told to the thread whenever its words, its state or its place change."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from forum.infra.db import db
from forum.infra.rows import holding
from forum.posts.models import Post
from forum.posts.pressing import read_document
from forum.rendering.ways import NO_WORDS, Ways, ways_to_words
from forum.threads.actions.placing import place_post
from forum.threads.models import Thread


def ways_of(post: Post) -> Ways:
    """The ways to a word of a post, for others than its author: none when it is gone, held or broken."""
    return _ways(post.id, post.document) if post.stands and post.held is None else NO_WORDS


def _ways(post_id: int, stored: Mapping[str, Any]) -> Ways:
    document = read_document(post_id, stored)
    return ways_to_words(document) if document is not None else NO_WORDS


def settle_place(post: Post) -> None:
    """Count a post that stood before for what it is now. Holds its thread's row until the end of the transaction."""
    db.session.flush()
    wanted = holding(select(Thread).where(Thread.id == post.thread_id))
    thread = db.session.scalars(wanted.execution_options(populate_existing=True)).one()
    place_post(thread, post.position, post.author_id, ways_of(post))
