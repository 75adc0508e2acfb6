"""Releases stated by hand, and whether titles of episodes that are not out may be read."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import select

from forum.domain.errors import Invalid, Missing
from forum.domain.people import Reader
from forum.domain.permissions import Action, SiteFacts, require
from forum.domain.releases import WORLD, State, local_instant
from forum.infra.db import db, transaction
from forum.infra.jobs import announce
from forum.infra.rows import holding
from forum.shows.forms import PullForm, WindowForm
from forum.shows.importing.compare import unreleased
from forum.shows.importing.windows import PULLED, Stated, episodes_in, set_windows
from forum.shows.models import ReleaseWindow, Show
from forum.shows.queries.catalogues import catalogues
from forum.shows.queries.standing import facts_for


def set_window(actor: Reader, show_id: int, form: WindowForm, now: datetime, *, agreed_by_id: int | None = None) -> int:
    """State when the episodes of a scope are out in a territory. Returns how many windows changed.

    Shapes: a wall-clock time is read in the form's zone, the later instant where a clock change makes it doubtful;
    without a time the window is a date.
    Raises: `Denied`, `Missing`; `Invalid` for a scope that names nothing, and under "confirm" when something that is
    out would be in the future again and the form does not say that this is meant.
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
        on = None if instant else form.on
        stated = Stated(form.scope, form.territory, instant, on, form.service, "stated", form.why, agreed_by_id)
        changes = set_windows(actor, catalogue, stated, [one.id for one in episodes], now)
        stepping_back = unreleased(catalogue, catalogues([show_id])[show_id], now) if changes else ()
        if stepping_back and not form.confirm:
            raise Invalid({"confirm": ["would-unrelease"]}, form.model_dump(mode="json"))
        if changes:
            announce("episode.changed", show_id=show_id)
        return len(changes)


def pull_release(actor: Reader, show_id: int, form: PullForm, now: datetime) -> int:
    """Take the date of these episodes back: what is not out is without a date, what has begun goes on rolling, what is
    out stays out. It holds until somebody states a date for the world. Returns how many episodes changed.

    Raises: as `set_window`.
    """
    with transaction():
        require(actor, Action.SHOW_SET_WINDOW, facts_for(actor, show_id))
        catalogue = catalogues([show_id]).get(show_id)
        if catalogue is None:
            raise Missing
        named = episodes_in(form.scope, catalogue)
        if not named:
            raise Invalid({"scope": ["unknown-episode"]}, form.model_dump(mode="json"))
        waiting = [one.id for one in named if one.world.state(now) is not State.RELEASED and not one.withdrawn]
        stated = Stated(form.scope, WORLD, None, None, PULLED, "stated", form.why)
        set_windows(actor, catalogue, stated, waiting, now)
        if waiting:
            announce("episode.changed", show_id=show_id)
        return len(waiting)


def withdraw_window(actor: Reader, window_id: int, now: datetime) -> int:
    """Take a window back; it stays in the table with who and when. Returns the show's id.

    Raises: `Denied`, `Missing`.
    """
    with transaction():
        window = db.session.scalar(holding(select(ReleaseWindow).where(ReleaseWindow.id == window_id)))
        if window is None:
            raise Missing
        require(actor, Action.SHOW_SET_WINDOW, facts_for(actor, window.show_id))
        if window.withdrawn_at is None:
            window.withdrawn_at, window.withdrawn_by_id = now, actor.id or None
            _touch(window.show_id)
        return int(window.show_id)


def ask_for_two(actor: Reader, show_id: int, now: datetime, *, two: bool) -> None:
    """Whether a stated date of this show needs a second steward."""
    del now  # writing verbs end in `now`
    with transaction():
        require(actor, Action.SHOW_APPOINT, SiteFacts())
        _locked(show_id).two_agree = two


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
    show: Show | None = db.session.scalar(holding(select(Show).where(Show.id == show_id)))
    if show is None:
        raise Missing
    return show
