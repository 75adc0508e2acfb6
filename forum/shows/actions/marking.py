"""Readers saying how far they are. What a person says here is theirs alone; lowering it is always allowed."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from forum.domain import progress as places
from forum.domain.catalogue import Catalogue
from forum.domain.errors import Conflict, Missing
from forum.domain.gates import book_optin
from forum.domain.people import Reader
from forum.domain.permissions import Action, SiteFacts, require
from forum.domain.progress import Progress
from forum.infra.db import db, transaction
from forum.infra.rows import holding
from forum.shows import kept
from forum.shows.models import Episode, ProgressMark
from forum.shows.queries.catalogues import catalogues
from forum.shows.queries.clearances import progress_of

MOST_OPTINS = 50
Step = Callable[[Progress, Catalogue], Progress]


def mark_seen(actor: Reader, episode_id: int, now: datetime) -> int:
    """Tick one episode. Returns the show's id.

    Raises: `Missing`; `Conflict` "not-yet" for an episode that was not shown anywhere yet; `Denied`.
    """

    def step(place: Progress, catalogue: Catalogue) -> Progress:
        _refuse_early(catalogue, episode_id, now)
        return places.with_ticks(place, catalogue, [episode_id], now)

    return _change(actor, _show_of(episode_id), step, now)


def unmark_seen(actor: Reader, episode_id: int, now: datetime) -> int:
    """Take one episode back. Who was always caught up leaves that mode and keeps the others. Returns the show's id."""
    return _change(
        actor,
        _show_of(episode_id),
        lambda place, catalogue: places.without(place, catalogue, episode_id, actor.territory, now),
        now,
    )


def mark_through(actor: Reader, episode_id: int, now: datetime, order: str = "aired") -> int:
    """Say "I have seen everything up to here" - this and no more, so it raises and lowers. Returns the show's id.

    Ticked specials stay; for a special it is the same as `mark_seen`.
    Raises: as `mark_seen`; `Missing` for an order that the show does not have.
    """

    def step(place: Progress, catalogue: Catalogue) -> Progress:
        _refuse_early(catalogue, episode_id, now)
        episode = catalogue.episode(episode_id)
        if episode is None or (order != "aired" and episode_id not in catalogue.orders.get(order, ())):
            raise Missing
        if episode.is_special:
            return places.with_ticks(place, catalogue, [episode_id], now)
        return replace(_specials_only(place, catalogue), through_id=episode_id, order=order, caught_up=False)

    return _change(actor, _show_of(episode_id), step, now)


def mark_finished(actor: Reader, show_id: int, now: datetime) -> None:
    """Say "I have seen all there is so far"; later episodes are not included.

    Raises: `Conflict` "not-yet" when nothing of the show was shown anywhere yet.
    """

    def step(place: Progress, catalogue: Catalogue) -> Progress:
        done = places.finished(replace(_specials_only(place, catalogue), caught_up=False), catalogue, now)
        if done.through_id is None:
            raise Conflict("not-yet")
        return done

    _change(actor, show_id, step, now)


def follow_releases(actor: Reader, show_id: int, now: datetime, delay_days: int = 0) -> None:
    """Say "I am always caught up", or so many days behind."""
    delay = timedelta(days=max(0, min(delay_days, 365)))
    _change(actor, show_id, lambda place, _: replace(place, caught_up=True, caught_up_delay=delay), now)


def stop_following(actor: Reader, show_id: int, now: datetime) -> None:
    """Leave the mode "always caught up" and keep what was seen so far."""

    def step(place: Progress, catalogue: Catalogue) -> Progress:
        seen = places.watched(place, catalogue, actor.territory, now)
        return replace(place, caught_up=False, ticked=place.ticked | seen)

    _change(actor, show_id, step, now)


def forget_place(actor: Reader, show_id: int, now: datetime) -> None:
    """Start from nothing. What one opted in for stays."""
    _change(actor, show_id, lambda place, _: Progress(optins=place.optins, muted_until=place.muted_until), now)


def start_rewatch(actor: Reader, episode_id: int, now: datetime, *, as_new: bool = False) -> int:
    """Watch again from here on; `as_new` treats the reader as somebody who has seen no more than that."""
    return _change(
        actor,
        _show_of(episode_id),
        lambda place, _: replace(place, rewatch_id=episode_id, as_new=as_new),
        now,
    )


def stop_rewatch(actor: Reader, show_id: int, now: datetime) -> None:
    """The rewatch is over or given up."""
    _change(actor, show_id, lambda place, _: replace(place, rewatch_id=None, as_new=False), now)


def choose_optins(actor: Reader, show_id: int, optins: Iterable[str], now: datetime) -> None:
    """Choose what may be shown at once although it is no episode: "promo", "leak", "book", "book:<work>"."""
    plain = {book_optin(one.removeprefix("book:")) if one.startswith("book:") else one for one in optins}
    chosen = frozenset(sorted(plain)[:MOST_OPTINS])
    _change(actor, show_id, lambda place, _: replace(place, optins=chosen), now)


def mute_show(actor: Reader, show_id: int, until: datetime | None, now: datetime) -> None:
    """Hide everything about the show until then; None ends it."""
    _change(actor, show_id, lambda place, _: replace(place, muted_until=until), now)


def undo_step(actor: Reader, show_id: int, now: datetime) -> None:
    """Take the last step back, whatever it was; twice is where one was.

    Raises: `Conflict` "nothing-to-undo".
    """
    require(actor, Action.PROGRESS_MARK, SiteFacts())
    with transaction():
        if show_id not in catalogues([show_id]):
            raise Missing
        row = _locked(actor, show_id, now)
        if row.before is None:
            raise Conflict("nothing-to-undo")
        _write(row, kept.place_of(row.before), now)


# -- parts


def _show_of(episode_id: int) -> int:
    show_id = db.session.scalar(select(Episode.show_id).where(Episode.id == episode_id))
    if show_id is None:
        raise Missing
    return int(show_id)


def _refuse_early(catalogue: Catalogue, episode_id: int, now: datetime) -> None:
    if not places.may_tick(catalogue, episode_id, now):
        raise Conflict("not-yet")


def _specials_only(place: Progress, catalogue: Catalogue) -> Progress:
    """The place without its pointer and ticks of regular episodes."""
    regular = frozenset(episode.id for episode in catalogue.regular)
    return replace(place, through_id=None, order="aired", ticked=place.ticked - regular, unticked=frozenset())


def _change(actor: Reader, show_id: int, step: Step, now: datetime) -> int:
    """Read the place, take one step from it and write it down, with nobody in between."""
    require(actor, Action.PROGRESS_MARK, SiteFacts())
    with transaction():
        catalogue = catalogues([show_id]).get(show_id)
        if catalogue is None:
            raise Missing
        row = _locked(actor, show_id, now)
        _write(row, step(progress_of(row), catalogue), now)
    return show_id


def _locked(actor: Reader, show_id: int, now: datetime) -> ProgressMark:
    own = (ProgressMark.person_id == actor.id, ProgressMark.show_id == show_id)
    locked = holding(select(ProgressMark).where(*own))
    row: ProgressMark | None = db.session.scalar(locked)
    if row is not None:
        return row
    blank = ProgressMark(
        person_id=actor.id, show_id=show_id, order="aired", ticked=[], unticked=[], optins=[], updated_at=now
    )
    blank.caught_up, blank.as_new, blank.delay_days = False, False, 0
    try:
        with db.session.begin_nested():
            db.session.add(blank)
    except IntegrityError:  # another tab of the same person was faster
        return db.session.scalars(locked).one()
    return blank


def _write(row: ProgressMark, place: Progress, now: datetime) -> None:
    stood = progress_of(row)
    if place != stood:
        row.before = kept.values_of(stood)
    if place.caught_up and not row.caught_up:
        row.caught_up_at = now
    row.through_id, row.order = place.through_id, place.order
    row.ticked, row.unticked = sorted(place.ticked), sorted(place.unticked)
    row.caught_up, row.delay_days = place.caught_up, place.caught_up_delay.days
    row.rewatch_id, row.as_new = place.rewatch_id, place.as_new
    row.optins, row.muted_until = sorted(place.optins), place.muted_until
    row.updated_at = now
