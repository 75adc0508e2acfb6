"""Where a reader stands before a thread, and which threads lie around it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from forum.domain.catalogue import Catalogue
from forum.domain.gates import Gate, GateKind
from forum.domain.labels import label
from forum.domain.progress import NOTHING_STATED, may_tick
from forum.domain.spoilers import Clearance, Decision, Outcome, watched
from forum.infra.db import db
from forum.presenting.posts import LinkCard, Neighbours, Standing
from forum.presenting.threads import NearThread, StoredThread, opening
from forum.threads.models import Thread
from forum.threads.queries import neighbours

NAMED = 5
"""So many of the episodes that are missing are named; the rest is counted."""


def standing_of(found: StoredThread, sight: Clearance, decision: Decision, now: datetime, *, is_open: bool) -> Standing:
    """Free, inside, behind with three choices, waiting for the release, or before a closed door.

    One statement when the reader is outside and has another episode to go to, none otherwise.
    """
    home = sight.catalogues.get(found.show_id or 0)
    about = label(found.gate, sight.catalogues, show=True) if found.gate is not None else ""
    if not is_open:
        return Standing("closed", about, decision.reason, opening(found, home))
    if found.gate is None:
        return Standing("free")
    if decision.outcome is Outcome.SHOWN:
        return Standing("shown", about, decision.reason, entered=decision.reason == "revealed")
    ceiling = found.gate.ceiling_id
    tickable = home is not None and ceiling is not None and may_tick(home, ceiling, now)
    return Standing(
        place="behind" if decision.outcome is Outcome.CLICK else "waiting",
        label=about,
        reason=decision.reason,
        opens_at=decision.opens_at,
        missing=tuple(_codes(decision.missing[:NAMED], sight)),
        missing_count=len(decision.missing),
        seen_id=ceiling if tickable else None,
        seen_verb=_seen_verb(found.gate, home),
        next=_next_thread(found, home, sight, now),
    )


def _seen_verb(gate: Gate, home: Catalogue | None) -> str:
    ceiling = home.episode(gate.ceiling_id) if home is not None else None
    alone = gate.kind is GateKind.ONLY or (ceiling is not None and ceiling.is_special)
    return "seen" if alone else "through"


def _codes(episode_ids: tuple[int, ...], sight: Clearance) -> list[str]:
    codes = [catalogue.code(number) for number in episode_ids for catalogue in sight.catalogues.values()]
    return [code for code in codes if code]


def _next_thread(found: StoredThread, home: Catalogue | None, sight: Clearance, now: datetime) -> LinkCard | None:
    """The thread of the first episode that the reader has not seen, in the same group; the page of the episode, which
    leads on, where the group has no thread of it."""
    if home is None:
        return None
    seen = watched(sight.progress.get(home.show_id, NOTHING_STATED), home, sight.territory, now)
    episode = home.next_after(seen)
    instant = found.policy.opens_at(episode, home) if episode is not None else None
    if episode is None or episode.id == found.episode_id or instant is None or instant > now:
        return None
    number = db.session.scalar(
        select(Thread.id).where(Thread.group_id == found.group_id, Thread.episode_id == episode.id)
    )
    return LinkCard(f"/t/{number}" if number is not None else f"/episodes/{episode.id}", home.code(episode.id))


def around(found: StoredThread, sight: Clearance, now: datetime) -> Neighbours:
    """Links to the threads before and after, the season's and those in it: one statement, none for other threads."""
    near = neighbours(found, sight, now)
    season = f"S{found.season:02d}" if found.season is not None else ""
    inside = tuple(link for link in map(_link, near.episodes) if link is not None)
    return Neighbours(_link(near.previous), _link(near.next), _link(near.hub, season), inside)


def _link(near: NearThread | None, code: str = "") -> LinkCard | None:
    if near is None or near.thread_id is None:
        return None
    return LinkCard(f"/t/{near.thread_id}", near.code or code)
