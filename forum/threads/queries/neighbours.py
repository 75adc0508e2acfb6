"""The threads around a thread: the episodes before and after, and the season's hub. Never stored, so never stale."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import cache

from sqlalchemy import Select, and_, bindparam, or_, select

from forum.domain.catalogue import Catalogue
from forum.domain.episodes import Episode
from forum.domain.spoilers import Clearance
from forum.infra.db import prepared
from forum.presenting.threads import Around, Kind, NearThread, StoredThread
from forum.threads.models import Thread


def neighbours(found: StoredThread, sight: Clearance, now: datetime) -> Around:
    """What lies around a thread of the calendar, in one statement; nothing for the others.

    Episodes whose own threads may not be open yet are left out.
    """
    catalogue = sight.catalogues.get(found.show_id or 0)
    if catalogue is None or found.kind not in (Kind.EPISODE, Kind.SEASON):
        return Around()
    before, after = _beside(catalogue, found.episode_id)
    inside = _of_hub(found, catalogue)
    wanted = [one for one in (before, after, *inside) if one is not None and _is_open(one, catalogue, found, now)]
    ids, hub = _threads(found, catalogue, [one.id for one in wanted])

    def near(episode: Episode | None) -> NearThread | None:
        if episode not in wanted or episode is None:
            return None
        return NearThread(catalogue.code(episode.id, now), episode.id, ids.get(episode.id))

    listed = (near(one) for one in inside)
    return Around(near(before), near(after), hub, tuple(one for one in listed if one is not None))


def _beside(catalogue: Catalogue, episode_id: int | None) -> tuple[Episode | None, Episode | None]:
    place = catalogue.places.get(episode_id) if episode_id is not None else None
    if place is None:
        return None, None
    listed = catalogue.episodes
    return (listed[place - 1] if place else None), (listed[place + 1] if place + 1 < len(listed) else None)


def _of_hub(found: StoredThread, catalogue: Catalogue) -> tuple[Episode, ...]:
    """The episodes that a season's thread is about, in their order: of a split season those of its part."""
    if found.kind != Kind.SEASON or found.gate is None:
        return ()
    places = catalogue.places
    begins, ends = places.get(found.hub_first_id or 0, 0), places.get(found.gate.ceiling_id or 0, -1)
    return tuple(one for one in catalogue.season(found.season or 0) if begins <= places[one.id] <= ends)


def _is_open(episode: Episode, catalogue: Catalogue, found: StoredThread, now: datetime) -> bool:
    instant = found.policy.opens_at(episode, catalogue)
    return instant is not None and instant <= now


def _threads(
    found: StoredThread, catalogue: Catalogue, episode_ids: Iterable[int]
) -> tuple[dict[int, int], NearThread | None]:
    """Thread ids by episode, and the hub of the thread's season: of split seasons the part that holds the episode."""
    rows = prepared(
        _beside_statement(),
        group_id=found.group_id,
        thread_id=found.id,
        show_id=found.show_id,
        season=found.season,
        episode_ids=list(episode_ids),
    ).all()
    ids = {row.episode_id: row.id for row in rows if row.episode_id is not None}
    place = catalogue.places.get(found.episode_id or 0, -1)
    begun = [row for row in rows if row.hub_first_id and catalogue.places.get(row.hub_first_id, 0) <= place]
    hub = max(begun, key=lambda row: catalogue.places.get(row.hub_first_id, 0), default=None)
    return ids, NearThread("", None, hub.id) if hub is not None and found.season is not None else None


@cache
def _beside_statement() -> Select[int, int | None, int | None]:
    same_show = and_(Thread.show_id == bindparam("show_id"), Thread.season == bindparam("season"))
    hubs = and_(Thread.kind == Kind.SEASON.value, same_show)
    return select(Thread.id, Thread.episode_id, Thread.hub_first_id).where(
        Thread.group_id == bindparam("group_id"),
        Thread.id != bindparam("thread_id"),
        or_(Thread.episode_id.in_(bindparam("episode_ids", expanding=True)), hubs),
    )
