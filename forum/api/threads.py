"""Threads: lists, posts in order, starting, entering, reading on."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from forum.api.answers import Answer, Made
from forum.api.asking import ListQuery, ThreadsQuery
from forum.api.cursors import POSITION, cursor, key_of, next_page, place_of
from forum.api.door import PREFIX
from forum.api.models.posts import Post
from forum.api.models.threads import Threads, ThreadWhole
from forum.api.operations import operation
from forum.api.people import member, page_words
from forum.domain.errors import Denied
from forum.groups.queries import group_facts
from forum.infra import clock
from forum.infra.directory import directory
from forum.infra.forms import Form
from forum.infra.settings import current_settings
from forum.infra.web.bounds import LARGEST_PAGE
from forum.infra.web.reader import current_reader
from forum.posts import actions as posts
from forum.posts.forms import ThreadForm
from forum.posts.queries import post_page, thread_page
from forum.presenting.posts import ThreadPage
from forum.threads import actions, queries
from forum.threads.queries import ThreadFilters

TAG = "threads"
_INSIDE = ("free", "shown")


class ReadForm(Form):
    """Up to which position you have read."""

    position: Annotated[int, Field(ge=1, le=2**31 - 1)]


@operation("GET", "/groups/<slug>/threads", tag=TAG, answer=Threads, query=ThreadsQuery)
def list_threads(slug: str, query: ThreadsQuery) -> Answer:
    """A group's threads: pinned ones first, then by activity.

    A thread in which somebody writes meanwhile moves to the top; a walk meets each of the others once.
    """
    reader, now = current_reader(), clock.now()
    filters = ThreadFilters(query.kind, query.show)
    number, after = place_of(query.cursor, "t", 1), key_of(query.cursor, 3)
    page = queries.thread_list(reader, slug, filters, number, now, after=after, words=page_words().titles)
    if not page.group.may["read"]:
        raise Denied("sign-in" if reader.is_stranger else "members-only")
    return Threads.of(page, next_cursor=next_page("t", page.number, page.pages, page.following))


@operation("GET", "/threads/<int:thread_id>", tag=TAG, answer=ThreadWhole, query=ListQuery)
def get_thread(thread_id: int, query: ListQuery) -> Answer:
    """A thread with its first posts, or those after the cursor.

    Reading through the API moves no mark: say where you are with `PUT /threads/{thread_id}/read`.
    """
    return after(thread_id, place_of(query.cursor, POSITION, 0))


def after(thread_id: int, position: int) -> ThreadWhole:
    """The posts of the page that holds the place after `position`, without those before it."""
    page = _page_at(thread_id, position)
    later = [Post.of(card) for card in page.posts if card.position > position]
    end = page.number * current_settings().posts_a_page
    return ThreadWhole.of(page, posts=later, next_cursor=cursor(POSITION, end) if page.number < page.pages else None)


def whole(thread_id: int) -> ThreadWhole:
    """A thread with its first posts."""
    return after(thread_id, 0)


def _page_at(thread_id: int, position: int) -> ThreadPage:
    number = min(position // current_settings().posts_a_page + 1, LARGEST_PAGE)
    return thread_page(current_reader(), thread_id, number, directory(), clock.now(), words=page_words(), plain=True)


@operation(
    "POST",
    "/groups/<slug>/threads",
    tag=TAG,
    answer=ThreadWhole,
    scope="write",
    body=ThreadForm,
    status=201,
    limits=("start-thread",),
    key_field="submission_key",
    example={"kind": "theory", "title": "The clock in the hall", "body": "It runs backwards since the first minute."},
)
def start_thread(slug: str, form: ThreadForm) -> Made:
    """Start a thread with its first post."""
    reader, now = member(), clock.now()
    post_id = posts.start_thread(reader, group_facts(reader, slug, now).id, form, now)
    thread_id = post_page(reader, post_id, directory(), now, words=page_words()).thread_id
    return Made(after(thread_id, 0), f"{PREFIX}/threads/{thread_id}")


@operation(
    "POST",
    "/groups/<slug>/episodes/<int:episode_id>/thread",
    tag=TAG,
    answer=ThreadWhole,
    scope="write",
    status=201,
    limits=("start-thread",),
    once=whole,
)
def open_episode_thread(slug: str, episode_id: int) -> Made:
    """The group's thread of an episode that is out, made now if nobody made it before."""
    reader, now = member(), clock.now()
    thread_id = actions.open_episode_thread(reader, group_facts(reader, slug, now).id, episode_id, now)
    return Made(after(thread_id, 0), f"{PREFIX}/threads/{thread_id}")


@operation(
    "PUT",
    "/threads/<int:thread_id>/read",
    tag=TAG,
    answer=None,
    scope="write",
    body=ReadForm,
    limits=("reveal",),
    example={"position": 1},
)
def mark_read(thread_id: int, form: ReadForm) -> None:
    """Keep the position up to which you have read. It only moves forward, and never past the last post."""
    reader = member()
    page = _page_at(thread_id, form.position - 1)
    if page.standing.place not in _INSIDE:
        raise Denied("not-open-yet")
    reached = max((card.position for card in page.posts), default=0)
    if reached:
        actions.mark_read(reader, thread_id, min(form.position, reached), clock.now())


@operation("PUT", "/threads/<int:thread_id>/entry", tag=TAG, answer=ThreadWhole, scope="write", limits=("reveal",))
def enter_thread(thread_id: int) -> Answer:
    """Read a thread although you are behind its episode. Not before everything it is about is out."""
    posts.enter_thread(member(), thread_id, clock.now())
    return after(thread_id, 0)


@operation("DELETE", "/threads/<int:thread_id>/entry", tag=TAG, answer=None, scope="write", limits=("reveal",))
def leave_thread(thread_id: int) -> None:
    """Close its door before you again."""
    reader, now = member(), clock.now()
    queries.thread_facts(reader, thread_id, now)
    posts.leave_thread(reader, thread_id, now)


@operation("PUT", "/threads/<int:thread_id>/opened", tag=TAG, answer=ThreadWhole, scope="write", limits=("reveal",))
def open_all(thread_id: int) -> Answer:
    """Open all in a thread that is out now; remembered for the thread. What is not out stays hidden."""
    posts.open_all(member(), thread_id, clock.now())
    return after(thread_id, 0)


@operation("DELETE", "/threads/<int:thread_id>/opened", tag=TAG, answer=None, scope="write", limits=("reveal",))
def close_all(thread_id: int) -> None:
    """Cover everything in it again, also what you opened one by one."""
    reader, now = member(), clock.now()
    queries.thread_facts(reader, thread_id, now)
    posts.close_all(reader, thread_id, now)
