"""Drafts: kept on the server until they are sent or thrown away."""

from __future__ import annotations

from forum.api.answers import Answer
from forum.api.asking import ListQuery
from forum.api.cursors import cursor, place_of
from forum.api.models.drafts import Drafts
from forum.api.operations import operation
from forum.api.people import member, page_words
from forum.groups.queries import group_facts
from forum.infra import clock
from forum.posts import actions, queries
from forum.posts.forms import DraftForm
from forum.posts.places import group_place, thread_place

TAG = "you"


@operation("GET", "/drafts", tag=TAG, answer=Drafts, query=ListQuery, signed_in=True)
def list_drafts(query: ListQuery) -> Answer:
    """What you began to write and did not send. Nobody else gets it."""
    page = queries.drafts_page(member(), place_of(query.cursor, "d", 1), clock.now(), words=page_words())
    return Drafts.of(page, next_cursor=cursor("d", page.number + 1) if page.has_more else None)


@operation("DELETE", "/drafts/<int:draft_id>", tag=TAG, answer=None, scope="write", limits=("draft",))
def throw_draft_away(draft_id: int) -> None:
    """Throw one of yours away. Thrown away twice is thrown away once; somebody else's is nobody's."""
    actions.throw_draft_away(member(), draft_id, clock.now())


@operation(
    "PUT",
    "/threads/<int:thread_id>/draft",
    tag=TAG,
    answer=None,
    scope="write",
    body=DraftForm,
    limits=("draft",),
    example={"body": "So far I think"},
)
def save_reply(thread_id: int, form: DraftForm) -> None:
    """Keep what is typed of a reply. An empty body throws the draft away."""
    actions.save_draft(member(), thread_place(thread_id), form, clock.now())


@operation(
    "PUT",
    "/groups/<slug>/draft",
    tag=TAG,
    answer=None,
    scope="write",
    body=DraftForm,
    limits=("draft",),
    example={"title": "The clock in the hall", "body": "It runs"},
)
def save_thread(slug: str, form: DraftForm) -> None:
    """Keep what is typed of a new thread. Empty words throw the draft away."""
    now = clock.now()
    actions.save_draft(member(), group_place(group_facts(member(), slug, now).id), form, now)
