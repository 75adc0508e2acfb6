"""Catalogues from rows, kept by every process until the show changes."""

from __future__ import annotations

from collections import OrderedDict, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from threading import Lock
from typing import NamedTuple

from sqlalchemy import FromClause, Row, select

from forum.domain.catalogue import Catalogue
from forum.domain.episodes import Episode
from forum.domain.releases import (
    WORLD,
    Airing,
    Channel,
    Interval,
    Window,
    after_withdrawal,
    regional_release,
    world_release,
)
from forum.infra.db import db
from forum.shows import models

KEPT_SHOWS = 512
NO_AIRING = Airing(None, None, None, None)

_kept: OrderedDict[int, Catalogue] = OrderedDict()
_lock = Lock()


def catalogues(show_ids: Iterable[int]) -> dict[int, Catalogue]:
    """The catalogues of these shows; unknown ids are left out.

    One statement when all of them are kept, seven otherwise, however many there are.
    """
    wanted = set(show_ids)
    if not wanted:
        return {}
    rows = db.session.execute(select(models.Show.id, models.Show.version).where(models.Show.id.in_(wanted)))
    return at_versions({row.id: row.version for row in rows})


def at_versions(versions: Mapping[int, int]) -> dict[int, Catalogue]:
    """The catalogues of shows whose versions were just read. Only what changed since is built again."""
    with _lock:
        found = {one: _kept[one] for one, version in versions.items() if one in _kept and _kept[one].version == version}
    stale = versions.keys() - found.keys()
    if stale:
        built = _built(stale)
        found.update(built)
        _keep(built)
    return found


def forget_catalogues() -> None:
    """Empty the memory of this process."""
    with _lock:
        _kept.clear()


def _keep(built: Mapping[int, Catalogue]) -> None:
    with _lock:
        _kept.update(built)
        while len(_kept) > KEPT_SHOWS:
            _kept.popitem(last=False)


# -- building


class _Parts(NamedTuple):
    """Rows by show; windows by episode."""

    episodes: Mapping[int, list[Row[tuple[object, ...]]]]
    windows: Mapping[int, list[Row[tuple[object, ...]]]]
    notes: Mapping[int, list[Row[tuple[object, ...]]]]
    orders: Mapping[int, list[Row[tuple[object, ...]]]]
    works: Mapping[int, list[Row[tuple[object, ...]]]]


def _built(show_ids: Iterable[int]) -> dict[int, Catalogue]:
    # The version is read before the rest: what is kept is never older than the version it is kept under.
    shows = db.session.execute(select(models.Show.__table__).where(models.Show.id.in_(show_ids))).all()
    parts = _Parts(
        _by("show_id", models.Episode.__table__, show_ids),
        _by("episode_id", models.ReleaseWindow.__table__, show_ids),
        _by("show_id", models.ContentNote.__table__, show_ids),
        _by("show_id", models.ShowOrder.__table__, show_ids),
        _by("show_id", models.SourceWork.__table__, show_ids),
    )
    return {show.id: _catalogue(show, parts) for show in shows}


def _by(key: str, table: FromClause, show_ids: Iterable[int]) -> dict[int, list[Row[tuple[object, ...]]]]:
    rows = select(table).where(table.c.show_id.in_(show_ids)).order_by(table.c.id)
    if "withdrawn_by_id" in table.c:  # a statement that somebody can take back
        rows = rows.where(table.c.withdrawn_at.is_(None))
    grouped: dict[int, list[Row[tuple[object, ...]]]] = defaultdict(list)
    for row in db.session.execute(rows):
        grouped[getattr(row, key)].append(row)
    return grouped


def _catalogue(show: Row[tuple[object, ...]], parts: _Parts) -> Catalogue:
    channel = Channel(show.channel_kind, show.channel_country, show.channel_zone)
    notes = parts.notes.get(show.id, [])
    episodes = (
        _episode(row, channel, parts.windows.get(row.id, []), _topics(notes, episode_id=row.id))
        for row in parts.episodes.get(show.id, [])
    )
    seasons = {note.season for note in notes if note.season is not None and note.episode_id is None}
    return Catalogue(
        show_id=show.id,
        slug=show.slug,
        name=show.name,
        version=show.version,
        episodes=tuple(episodes),
        orders={row.name: tuple(row.ids) for row in parts.orders.get(show.id, [])},
        titles_open=show.titles_open,
        show_topics=_topics(notes),
        season_topics={season: _topics(notes, season=season) for season in seasons},
        channel=channel,
        works=tuple(row.name for row in parts.works.get(show.id, [])),
    )


def _topics(
    notes: Sequence[Row[tuple[object, ...]]], season: int | None = None, episode_id: int | None = None
) -> frozenset[str]:
    """The topics stated of exactly this target."""
    if episode_id is not None:
        return frozenset(note.topic for note in notes if note.episode_id == episode_id)
    return frozenset(note.topic for note in notes if note.episode_id is None and note.season == season)


def _episode(
    row: Row[tuple[object, ...]],
    channel: Channel,
    stated: Sequence[Row[tuple[object, ...]]],
    topics: frozenset[str],
) -> Episode:
    airing = Airing(row.airdate, row.airtime, row.airstamp, row.runtime_min)
    since = row.withdrawn_at
    if since is not None:  # a window for the world, or any newer one, is better knowledge than the lost date
        newer = [window for window in stated if window.territory == WORLD or window.set_at >= since]
        stated, airing, since = (newer, NO_AIRING, None) if newer else (stated, airing, since)
    pulled = [window for window in stated if window.territory == WORLD and window.instant is None and window.on is None]
    if pulled:  # somebody took the date back: what was out by then stays out
        stated = [window for window in stated if window not in pulled]
        since = max(window.set_at for window in pulled)
    windows = [Window(window.territory, window.instant, window.on) for window in stated]
    return Episode(
        id=row.id,
        season=row.season,
        number=row.number,
        name=row.name,
        airdate=row.airdate if airing is not NO_AIRING else None,
        world=_left(world_release(airing, channel, windows), since),
        regional={
            territory: _left(regional_release(airing, channel, windows, territory), since)
            for territory in {window.territory for window in windows} - {WORLD}
        },
        kept=frozenset(row.kept),
        withdrawn=since is not None,
        topics=topics,
    )


def _left(release: Interval, withdrawn_at: datetime | None) -> Interval:
    return release if withdrawn_at is None else after_withdrawal(release, withdrawn_at)
