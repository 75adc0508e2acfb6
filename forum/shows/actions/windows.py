"""Releases stated by hand, and whether titles of episodes that are not out may be read."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import select

from forum.domain.errors import Invalid, Missing
from forum.domain.people import Reader
from forum.domain.permissions import Action, SiteFacts, require
from forum.domain.releases import local_instant
from forum.infra.db import db, transaction
from forum.infra.jobs import announce
from forum.shows.forms import WindowForm
from forum.shows.importing.windows import Stated, episodes_in, set_windows
from forum.shows.models import ReleaseWindow, Show
from forum.shows.queries.catalogues import catalogues
from forum.shows.queries.standing import facts_for


def set_window(actor: Reader, show_id: int, form: WindowForm, now: datetime) -> int:
    """State when the episodes of a scope are out in a territory. Returns how many windows changed.

    Shapes: a wall-clock time is read in the form's zone, the later instant where a clock change makes it doubtful;
    without a time the window is a date.
    Raises: `Denied`, `Missing`, `Invalid` for a scope that names nothing.
    """
    with transaction():
        require(actor, Action.SHOW_SET_WINDOW, facts_for(actor, show_id))
        catalogue = catalogues([show_id]).get(show_id)
        if catalogue is None:
            raise Missing
        episodes = episodes_in(form.scope, catalogue)
        if not episodes:
            raise Invalid({"scope": ["unknown-episode"]}, form.model_dump(mode="json"))
        instant = local_instant(form.on, form.at, form.zone).astimezone(UTC) if form.at else None
        stated = Stated(
            form.scope, form.territory, instant, None if instant else form.on, form.service, "stated", form.why
        )
        changes = set_windows(actor, catalogue, stated, [one.id for one in episodes], now)
        if changes:
            announce("episode.changed", show_id=show_id)
        return len(changes)


def withdraw_window(actor: Reader, window_id: int, now: datetime) -> int:
    """Take a window back; it stays in the table with who and when. Returns the show's id.

    Raises: `Denied`, `Missing`.
    """
    with transaction():
        window = db.session.scalar(select(ReleaseWindow).where(ReleaseWindow.id == window_id).with_for_update())
        require(actor, Action.SHOW_SET_WINDOW, facts_for(actor, window.show_id) if window else SiteFacts())
        if window is None:
            raise Missing
        if window.withdrawn_at is None:
            window.withdrawn_at, window.withdrawn_by_id = now, actor.id or None
            _touch(window.show_id)
        return int(window.show_id)


def open_titles(actor: Reader, show_id: int, now: datetime) -> None:
    """Let everybody read the titles of episodes that are not out."""
    _set_titles(actor, show_id, now, is_open=True)


def hide_titles(actor: Reader, show_id: int, now: datetime) -> None:
    """Hide the titles of episodes that are not out."""
    _set_titles(actor, show_id, now, is_open=False)


def _set_titles(actor: Reader, show_id: int, now: datetime, *, is_open: bool) -> None:
    with transaction():
        require(actor, Action.SHOW_SET_WINDOW, facts_for(actor, show_id))
        show = _locked(show_id)
        if show.titles_open != is_open:
            show.titles_open, show.titles_set_at, show.titles_set_by_id = is_open, now, actor.id or None
            show.touch()
            announce("episode.changed", show_id=show_id)


def _touch(show_id: int) -> None:
    _locked(show_id).touch()
    announce("episode.changed", show_id=show_id)


def _locked(show_id: int) -> Show:
    show: Show | None = db.session.scalar(select(Show).where(Show.id == show_id).with_for_update())
    if show is None:
        raise Missing
    return show
