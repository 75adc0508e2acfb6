"""The post that is reported, as moderation needs it: whose, where, which version, never its words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from forum.domain.catalogue import Catalogue
from forum.domain.errors import Invalid, Missing
from forum.domain.gates import Gate
from forum.domain.people import Reader
from forum.domain.permissions import PostFacts
from forum.domain.scopes import ScopeError, read_scope
from forum.infra.db import db
from forum.posts.finding import post_and_facts
from forum.posts.models import Post
from forum.shows import queries as shows
from forum.threads.models import Thread

POST = "post"
THREAD = "thread"
PERSON = "person"


def group_of(post_id: int) -> int:
    """The group in which a reported post stands today.

    Raises: `Missing`.
    """
    found = db.session.scalar(select(Thread.group_id).join(Post, Post.thread_id == Thread.id).where(Post.id == post_id))
    if found is None:
        raise Missing
    return found


@dataclass(frozen=True, slots=True)
class Target:
    """Shapes: `show_id` is that of its thread, None where there is none."""

    id: int
    version: int
    author_id: int | None
    show_id: int | None
    facts: PostFacts


def reported_post(actor: Reader, post_id: int, now: datetime) -> Target:
    """The post, if this person may read where it stands.

    Raises: `Missing`.
    """
    post, facts = post_and_facts(actor, post_id, now)
    show_id = db.session.scalar(select(Thread.show_id).where(Thread.id == post.thread_id))
    return Target(post.id, post.version, post.author_id, show_id, facts)


def show_of(show_id: int | None) -> Catalogue | None:
    """The show of a thread."""
    return shows.catalogues([show_id]).get(show_id) if show_id is not None else None


def read_gate(text: str, show_id: int | None, now: datetime) -> Gate:
    """What somebody says a post spoils. Lower than the thread is fine here: a report is never refused for that.

    Raises: `Invalid` for "spoils", with the code of the fault.
    """
    try:
        return read_scope(text, shows.show_names(), show_of(show_id), now)
    except ScopeError as fault:
        raise Invalid({"spoils": [fault.code]}) from fault
