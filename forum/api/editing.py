"""For stewards and staff: what shows are about, who looks after them, whether titles are open."""

from __future__ import annotations

from forum.accounts.queries import person_by_handle
from forum.api.answers import Answer
from forum.api.care import list_content_notes
from forum.api.models.care import NoteChanges
from forum.api.models.releases import Releases
from forum.api.operations import operation
from forum.api.people import member
from forum.api.releases import TAG, get_releases
from forum.infra import clock
from forum.shows import actions, queries
from forum.shows.forms import NoteForm

_KEY = "moderate"
_TENDING = {"tag": TAG, "answer": Releases, "scope": _KEY, "limits": ("decide",)}
_TAKING = {"tag": TAG, "answer": None, "scope": _KEY, "limits": ("decide",)}


@operation(
    "POST",
    "/shows/<slug>/notes",
    tag=TAG,
    answer=NoteChanges,
    scope=_KEY,
    body=NoteForm,
    limits=("decide",),
    example={"topic": "suicide", "why": "The whole season is about it.", "season": 1},
    once=list_content_notes,
)
def note_content(slug: str, form: NoteForm) -> Answer:
    """State a hard topic of a show, a season or an episode: its threads show where to find help from then on."""
    actions.note_content(member(), queries.show_id(slug), form, clock.now())
    return list_content_notes(slug)


@operation("DELETE", "/shows/notes/<int:note_id>", **_TAKING)
def withdraw_note(note_id: int) -> None:
    """Take a content note back. Who set it and who took it back stays to be read."""
    actions.withdraw_note(member(), note_id, clock.now())


@operation("DELETE", "/shows/windows/<int:window_id>", **_TAKING)
def withdraw_release(window_id: int) -> None:
    """Take a stated release back; what the catalogue says holds again."""
    actions.withdraw_window(member(), window_id, clock.now())


@operation("DELETE", "/shows/works/<int:work_id>", **_TAKING)
def withdraw_work(work_id: int) -> None:
    """Take a book off a show's list."""
    actions.withdraw_work(member(), work_id, clock.now())


@operation("PUT", "/shows/<slug>/open-titles", **_TENDING)
def open_titles(slug: str) -> Answer:
    """Let everybody read the titles of episodes that are not out."""
    actions.open_titles(member(), queries.show_id(slug), clock.now())
    return get_releases(slug)


@operation("DELETE", "/shows/<slug>/open-titles", **_TAKING)
def hide_titles(slug: str) -> None:
    """Hide them, as is usual."""
    actions.hide_titles(member(), queries.show_id(slug), clock.now())


@operation("PUT", "/shows/<slug>/stewards/<handle>", **_TENDING)
def appoint_steward(slug: str, handle: str) -> Answer:
    """Let somebody look after a show's dates, books and notes; for administrators."""
    actions.appoint_steward(member(), queries.show_id(slug), person_by_handle(handle).id, clock.now())
    return get_releases(slug)


@operation("DELETE", "/shows/<slug>/stewards/<handle>", **_TAKING)
def dismiss_steward(slug: str, handle: str) -> None:
    """They look after it no more; what they stated stands."""
    actions.dismiss_steward(member(), queries.show_id(slug), person_by_handle(handle).id, clock.now())
