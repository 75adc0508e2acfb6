"""Comparing what the catalogue holds with what a file says."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from forum.domain.catalogue import Catalogue
from forum.domain.episodes import Episode
from forum.domain.releases import Airing, State
from forum.shows.importing.report import Change, What
from forum.shows.models import Episode as Row
from forum.shows.reading.parsed import ParsedEpisode, is_placeholder

_ORDER = (State.UNRELEASED, State.ROLLING, State.RELEASED)
_WHATS = tuple(What)


def code_of(episode: Row | ParsedEpisode) -> str:
    """How a report names an episode."""
    if episode.number is None:
        return f"special: {episode.name}"
    return f"S{episode.season:02d}E{episode.number:02d}"


def when(airing: Airing) -> str:
    """How a report names a date; "" for none."""
    if airing.airstamp is not None and airing.airtime is not None:
        return f"{airing.airstamp:%Y-%m-%d %H:%M} UTC"
    return str(airing.airdate or "")


def take(row: Row, said: ParsedEpisode, now: datetime) -> Iterator[Change]:
    """Bring one row up to what the file says, and tell what changed.

    A placeholder never replaces a title, and a date that is taken back stays in the row: what was out stays out.
    """
    code = code_of(row)
    if row.vanished_at is not None:
        row.vanished_at = None
        yield Change(What.RETURNED, code)
    if (row.season, row.number) != (said.season, said.number):
        row.season, row.number = said.season, said.number
        yield Change(What.RENUMBERED, code, code, code_of(said))
    if row.name != said.name and not is_placeholder(said.name):
        what = What.CHANGED if is_placeholder(row.name) else What.RENAMED
        yield Change(what, code, row.name, said.name)
        row.name = said.name
    yield from _take_date(row, said, code, now)
    yield from _take_details(row, said, code)


def _take_date(row: Row, said: ParsedEpisode, code: str, now: datetime) -> Iterator[Change]:
    had = Airing(row.airdate, row.airtime, row.airstamp, said.runtime_min)
    if said.airdate is None and row.airdate is not None:
        if row.withdrawn_at is None:
            row.withdrawn_at = now
            yield Change(What.WITHDRAWN, code, when(had), "")
    elif had != said.airing or row.withdrawn_at is not None:
        yield Change(What.MOVED, code, "" if row.withdrawn_at else when(had), when(said.airing))
        row.airdate, row.airtime, row.airstamp = said.airdate, said.airtime, said.airstamp
        row.withdrawn_at = None


def _take_details(row: Row, said: ParsedEpisode, code: str) -> Iterator[Change]:
    for name in ("kind", "runtime_min", "url"):
        before, after = getattr(row, name), getattr(said, name)
        if before != after:
            setattr(row, name, after)
            yield Change(What.CHANGED, code, str(before or ""), str(after or ""))


def unreleased(before: Catalogue, after: Catalogue, now: datetime) -> tuple[Change, ...]:
    """Episodes whose release would step back: out before, and less so after."""
    pairs = ((was, after.episode(was.id)) for was in before.episodes)
    return tuple(
        Change(What.UNRELEASED, before.code(was.id, now), _release(was), _release(becomes))
        for was, becomes in pairs
        if becomes and _ORDER.index(becomes.world.state(now)) < _ORDER.index(was.world.state(now))
    )


def _release(episode: Episode) -> str:
    return f"{episode.world.earliest:%Y-%m-%d %H:%M} UTC" if episode.world.earliest else ""


def lost_by_scopes(before: Catalogue, after: Catalogue) -> dict[int, frozenset[int]]:
    """By episode what a scope up to it covered before and would not cover any more: a scope never shrinks."""
    losses = {
        episode.id: before.up_to(episode.id) - after.up_to(episode.id)
        for episode in before.episodes
        if after.episode(episode.id)
    }
    return {episode_id: lost for episode_id, lost in losses.items() if lost}


def in_report_order(changes: list[Change]) -> tuple[Change, ...]:
    """The grave ones first."""
    return tuple(sorted(changes, key=lambda change: _WHATS.index(change.what)))
