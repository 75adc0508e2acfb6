"""Who gets into a thread, when it opens, and which hard topics it touches."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from forum.domain.catalogue import Catalogue
from forum.domain.openings import opens_at
from forum.domain.policies import OpensOn
from forum.domain.spoilers import Clearance, Decision, Outcome
from forum.presenting.threads.stored import FROM_CALENDAR, Kind, StoredThread, veil_key

NO_GATE = Decision(Outcome.SHOWN, "no-gate")


def door(stored: StoredThread, clearance: Clearance, now: datetime) -> Decision:
    """Whether this reader may read the thread unasked, by a click, or not."""
    if stored.gate is None:
        return NO_GATE
    return clearance.under(stored.policy).decide(
        stored.gate, now, author_id=stored.author_id, veil_key=veil_key(stored.id, stored.gate)
    )


def opening(stored: StoredThread, catalogue: Catalogue | None) -> datetime | None:
    """When the thread opens, as the catalogue says at this moment; None for no known date, and while it is held.

    Threads of members are open from their first post on. A thread that was opened waits for its episode's date alone:
    another policy of the group closes nothing.
    """
    if stored.kind not in FROM_CALENDAR:
        return stored.opened_at or stored.created_at
    first = stored.episode_id if stored.kind == Kind.EPISODE else stored.hub_first_id
    episode = catalogue.episode(first) if catalogue is not None else None
    if catalogue is None or episode is None:
        return None
    if stored.opened_at is not None:
        return opens_at(episode.world, catalogue.channel)
    return stored.policy.opens_at(episode, catalogue)


def is_held(stored: StoredThread, catalogue: Catalogue | None, now: datetime) -> bool:
    """Its episode is out, and a moderator of the group opens it by hand."""
    first = stored.episode_id if stored.kind == Kind.EPISODE else stored.hub_first_id
    episode = catalogue.episode(first) if catalogue is not None else None
    if catalogue is None or episode is None or stored.kind not in FROM_CALENDAR or stored.opened_at is not None:
        return False
    out_at = opens_at(episode.world, catalogue.channel)
    return stored.policy.opens_on is OpensOn.HELD and out_at is not None and out_at <= now


def is_open(stored: StoredThread, catalogue: Catalogue | None, now: datetime) -> bool:
    """Before its instant, and again after a date moved later, nobody but the worker passes the door."""
    instant = opening(stored, catalogue)
    return instant is not None and instant <= now


def thread_topics(stored: StoredThread, catalogues: Mapping[int, Catalogue]) -> frozenset[str]:
    """Hard topics of a thread: those an editor set, and those of the episode, season or show it is about."""
    catalogue = catalogues.get(stored.show_id) if stored.show_id is not None else None
    if catalogue is None:
        return frozenset(stored.topics)
    gate = stored.gate
    about = stored.episode_id
    if about is None and gate is not None and gate.span in ("episode", "special") and gate.show_id == stored.show_id:
        about = gate.ceiling_id
    return catalogue.topics_of(about, stored.season) | frozenset(stored.topics)
