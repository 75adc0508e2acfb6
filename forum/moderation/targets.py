"""What is reported, as moderation needs it: whose, where, which version, never its words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from markupsafe import escape
from sqlalchemy import select

from forum.accounts.models import Person
from forum.domain.catalogue import Catalogue
from forum.domain.errors import Invalid, Missing
from forum.domain.gates import Gate
from forum.domain.people import Reader, SiteRole
from forum.domain.permissions import GroupFacts, PersonFacts, PostFacts, ThreadFacts
from forum.domain.scopes import ScopeError, read_scope
from forum.infra.db import db
from forum.posts.finding import post_and_facts
from forum.posts.models import Post, Revision
from forum.presenting.threads import FROM_CALENDAR
from forum.rendering.document import Document, Html
from forum.shows import queries as shows
from forum.threads.models import Thread
from forum.threads.queries import thread_facts

POST = "post"
THREAD = "thread"
PERSON = "person"
APPEAL = "appeal"
REPORT = "report"
REQUEST = "request"

MESSAGES = (APPEAL, REPORT, REQUEST)
"""Messages to moderators (`messages.py`)."""

SITEWIDE = (PERSON, *MESSAGES)
"""What stands in no group."""

OF_THE_SITE = GroupFacts(0, listed=False)
"""Where that stands, so that staff of the site alone look after them."""


@dataclass(frozen=True, slots=True)
class Target:
    """Shapes: `post_id` the reported post, or the first one under a reported title; None of what stands in no group.
    `show_id` is that of its thread, None where there is none; `about_id` = the case that a message is about,
    `words` its own, `page` where it is read."""

    kind: str
    id: int
    version: int
    author_id: int | None
    facts: PostFacts | ThreadFacts | PersonFacts
    post_id: int | None = None
    thread_id: int | None = None
    show_id: int | None = None
    about_id: int | None = None
    words: Document | None = None
    page: str = ""


def group_of(post_id: int) -> int:
    """The group in which a reported post stands today.

    Raises: `Missing`.
    """
    found = db.session.scalar(select(Thread.group_id).join(Post, Post.thread_id == Thread.id).where(Post.id == post_id))
    if found is None:
        raise Missing
    return found


def reported_post(actor: Reader, post_id: int, now: datetime) -> Target:
    """The post, if this person may read where it stands.

    Raises: `Missing`.
    """
    post, facts = post_and_facts(actor, post_id, now)
    show_id = db.session.scalar(select(Thread.show_id).where(Thread.id == post.thread_id))
    return Target(POST, post.id, post.version, post.author_id, facts, post.id, post.thread_id, show_id)


def reported_title(actor: Reader, thread_id: int, now: datetime) -> Target:
    """The title that somebody wrote over a thread.

    Raises: `Missing`, also for titles that the calendar makes.
    """
    facts = thread_facts(actor, thread_id, now)
    row = db.session.execute(
        select(Thread, Post.id.label("post_id"))
        .join(Post, (Post.thread_id == Thread.id) & (Post.position == 1))
        .where(Thread.id == thread_id)
    ).one_or_none()
    if row is None or row.Thread.kind in FROM_CALENDAR:
        raise Missing
    thread: Thread = row.Thread
    return Target(
        THREAD, thread.id, 1 + thread.event_count, thread.author_id, facts, row.post_id, thread.id, thread.show_id
    )


def reported_person(_actor: Reader, person_id: int, _now: datetime) -> Target:
    """Somebody's name and profile.

    Raises: `Missing`.
    """
    person = db.session.get(Person, person_id) if 0 < person_id < 2**31 else None
    if person is None or not person.active:
        raise Missing
    return Target(PERSON, person.id, 1, person.id, PersonFacts(person.id, SiteRole(person.site_role)))


def words_of(target: Target) -> dict[str, Any] | None:
    """What is reported as it stands now, as a document. A profile has no words but a name."""
    if target.words is not None:
        return target.words.to_json()
    if target.kind == POST:
        return db.session.scalar(
            select(Revision.document).where(Revision.post_id == target.id, Revision.version == target.version)
        )
    return title_document(target.id) if target.kind == THREAD else name_document(target.id)


def title_document(thread_id: int) -> dict[str, Any]:
    """The title of a thread as a document."""
    return _line(db.session.scalar(select(Thread.title).where(Thread.id == thread_id)))


def name_document(person_id: int) -> dict[str, Any]:
    """The name of a member as a document."""
    return _line(db.session.scalar(select(Person.handle).where(Person.id == person_id)))


def _line(words: str | None) -> dict[str, Any]:
    return Document((Html(f"<p>{escape(words or '')}</p>"),)).to_json()


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
