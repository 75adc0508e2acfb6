"""Notifications."""

from __future__ import annotations

from forum.api.answers import Answer
from forum.api.asking import ListQuery
from forum.api.cursors import key_of, next_page, place_of
from forum.api.models.notes import Notes, Settled
from forum.api.operations import operation
from forum.api.people import member
from forum.infra import clock
from forum.notifications import actions, queries
from forum.threads.words import current_title_words

TAG = "you"


@operation("GET", "/notifications", tag=TAG, answer=Notes, query=ListQuery, signed_in=True)
def list_notifications(query: ListQuery) -> Answer:
    """What happened that concerns you, newest first. Reading the list marks nothing as read."""
    number, after = place_of(query.cursor, "n", 1), key_of(query.cursor, 1)
    page = queries.notes_page(member(), number, clock.now(), after=after, words=current_title_words())
    return Notes.of(page, next_cursor=next_page("n", page.number, page.pages, page.following))


@operation("POST", "/notifications/read", tag=TAG, answer=Settled, scope="write")
def read_all_notifications() -> Answer:
    """Mark all of them as read."""
    return Settled(marked=actions.mark_read(member(), None, clock.now()))


@operation("PUT", "/notifications/<int:note_id>/read", tag=TAG, answer=Settled, scope="write")
def read_notification(note_id: int) -> Answer:
    """Mark one of yours as read; somebody else's is nobody's."""
    return Settled(marked=actions.mark_read(member(), note_id, clock.now()))
