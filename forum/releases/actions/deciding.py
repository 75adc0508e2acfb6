"""A steward decides what was said about a date, and whoever said it gets the answer."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from forum.domain.episodes import Episode
from forum.domain.errors import Conflict, Invalid, Missing
from forum.domain.people import Reader
from forum.domain.permissions import Action, require
from forum.infra.db import db, transaction
from forum.infra.jobs import announce
from forum.infra.rows import HELD
from forum.releases.forms import DateDecisionForm
from forum.releases.models import Outcome, ReleaseClaim, What
from forum.shows import actions as shows
from forum.shows.forms import PullForm, WindowForm
from forum.shows.queries import catalogues
from forum.shows.queries.standing import facts_for


def decide_claim(actor: Reader, claim_id: int, form: DateDecisionForm, now: datetime) -> None:
    """Set the date, or say why not.

    Raises: `Missing`; `Denied`, also for one's own; `Conflict` "already-decided"; `Invalid` when there is no date to
    set, and as `shows.actions.set_window`.
    """
    with transaction():
        claim = db.session.get(ReleaseClaim, claim_id, with_for_update=HELD) if 0 < claim_id < 2**31 else None
        if claim is None:
            raise Missing
        require(actor, Action.RELEASE_DECIDE, facts_for(actor, claim.show_id, claimant_id=claim.made_by_id))
        if claim.decided_at is not None:
            raise Conflict("already-decided")
        if form.outcome is Outcome.SET:
            _set(actor, claim, form, now)
        claim.decided_at, claim.decided_by_id = now, actor.id
        claim.outcome, claim.answer = form.outcome.value, form.answer
        announce("release.decided", claim_id=claim.id)


def _set(actor: Reader, claim: ReleaseClaim, form: DateDecisionForm, now: datetime) -> None:
    scope = _scope_of(claim)
    why = claim.why or "report"
    if claim.what == What.PULLED and form.on is None:
        shows.pull_release(actor, claim.show_id, PullForm(scope=scope, why=why), now)
        return
    values = _typed(form) if form.on is not None else _said(claim)
    if values["on"] is None:
        raise Invalid({"on": ["date-needed"]}, form.model_dump(mode="json"))
    values |= {"scope": scope, "territory": claim.territory, "service": claim.service, "why": why}
    window = WindowForm.read({**values, "confirm": form.confirm})
    shows.set_window(actor, claim.show_id, window, now, agreed_by_id=claim.made_by_id if claim.by_steward else None)


def _typed(form: DateDecisionForm) -> dict[str, Any]:
    return {"on": form.on, "at": form.at, "zone": form.zone}


def _said(claim: ReleaseClaim) -> dict[str, Any]:
    if claim.instant is None:
        return {"on": claim.on}
    in_utc = claim.instant.astimezone(UTC)
    return {"on": in_utc.date(), "at": in_utc.time(), "zone": "UTC"}


def _scope_of(claim: ReleaseClaim) -> str:
    """The scope as a window names it, by today's numbers: a report follows its episode when it is renumbered."""
    if claim.by_steward or claim.episode_id is None:
        return claim.scope
    episode = catalogues([claim.show_id])[claim.show_id].episode(claim.episode_id)
    if episode is None:
        raise Missing
    return _words(episode)


def _words(episode: Episode) -> str:
    return f"special:{episode.name}" if episode.is_special else f"S{episode.season:02d}E{episode.number:02d}"
