"""Saying that a release is another one: members report, stewards state."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import func, select

from forum.domain.errors import Conflict, Denied, Invalid, Missing
from forum.domain.people import Reader
from forum.domain.permissions import Action, require
from forum.domain.releases import local_instant
from forum.infra.db import db, transaction
from forum.infra.once import insert_once
from forum.infra.rows import holding
from forum.infra.settings import current_settings
from forum.releases.forms import DateReportForm
from forum.releases.models import ReleaseClaim, What
from forum.shows import actions as shows
from forum.shows.forms import WindowForm
from forum.shows.importing.windows import episodes_in
from forum.shows.models import Episode, Show
from forum.shows.queries import catalogues
from forum.shows.queries.standing import facts_for

MOST_WAITING = 10
"""So many open reports one member may have: a queue is for stewards, not for one voice."""


def report_release(actor: Reader, episode_id: int, form: DateReportForm, now: datetime) -> int:
    """Tell the stewards that an episode's release is wrong. Returns the report's id.

    Raises: `Missing`; `Denied`; `Conflict` "already-reported" or "too-many-reports".
    """
    with transaction():
        show_id = _show_of(episode_id)
        require(actor, Action.RELEASE_REPORT, facts_for(actor, show_id))
        own = (ReleaseClaim.made_by_id == actor.id, ReleaseClaim.decided_at.is_(None))
        if (db.session.scalar(select(func.count(ReleaseClaim.id)).where(*own)) or 0) >= MOST_WAITING:
            raise Conflict("too-many-reports")
        dated = form.what is What.DATED and form.on is not None
        instant = local_instant(form.on, form.at, form.zone).astimezone(UTC) if dated and form.on and form.at else None
        claim = ReleaseClaim(
            show_id=show_id,
            episode_id=episode_id,
            scope=f"#{episode_id}",
            what=form.what.value,
            territory=form.territory,
            instant=instant,
            on=form.on if dated and instant is None else None,
            source=form.source or None,
            made_by_id=_id_of(actor),
            made_at=now,
        )
        if not insert_once(claim):
            raise Conflict("already-reported")
        return claim.id


def state_release(actor: Reader, show_id: int, form: WindowForm, now: datetime) -> int:
    """State a release as a steward. Returns how many episodes changed: 0 while a second steward has to agree.

    Raises: as `shows.actions.set_window`; `Conflict` "already-stated" while the same one waits.
    """
    with transaction():
        show = db.session.get(Show, show_id)
        if show is None:
            raise Missing
        if not (show.two_agree or current_settings().two_agree):
            return shows.set_window(actor, show_id, form, now)
        require(actor, Action.SHOW_SET_WINDOW, facts_for(actor, show_id))
        named = episodes_in(form.scope, catalogues([show_id])[show_id])
        if not named:
            raise Invalid({"scope": ["unknown-episode"]}, form.model_dump(mode="json"))
        instant = local_instant(form.on, form.at, form.zone).astimezone(UTC) if form.at else None
        claim = ReleaseClaim(
            show_id=show_id,
            episode_id=named[0].id if len(named) == 1 else None,
            by_steward=True,
            scope=form.scope,
            what=What.DATED.value,
            territory=form.territory,
            instant=instant,
            on=None if instant else form.on,
            service=form.service,
            why=form.why,
            made_by_id=_id_of(actor),
            made_at=now,
        )
        if not insert_once(claim):
            raise Conflict("already-stated")
        return 0


def take_back_claim(actor: Reader, claim_id: int, now: datetime) -> None:
    """Take one's own report or statement back before somebody decides it.

    Raises: `Missing` for those of others.
    """
    del now  # writing verbs end in `now`
    with transaction():
        own = (ReleaseClaim.id == claim_id, ReleaseClaim.made_by_id == _id_of(actor))
        claim = db.session.scalar(holding(select(ReleaseClaim).where(*own))) if claim_id < 2**31 else None
        if claim is None:
            raise Missing
        if claim.decided_at is None:
            db.session.delete(claim)


def _show_of(episode_id: int) -> int:
    wanted = select(Episode.show_id).where(Episode.id == episode_id)
    show_id = db.session.scalar(wanted) if 0 < episode_id < 2**31 else None
    if show_id is None:
        raise Missing
    return show_id


def _id_of(actor: Reader) -> int:
    if actor.id is None:
        raise Denied("sign-in")
    return actor.id
