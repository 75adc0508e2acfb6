"""What the spoiler picker offers in a place: scopes as they are written in a mark. Never a title."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import cache

from sqlalchemy import Select, bindparam, select

from forum.domain.catalogue import Catalogue
from forum.domain.covering import covers
from forum.domain.episodes import Episode
from forum.domain.gates import Gate
from forum.domain.labels import label
from forum.domain.policies import SpoilerPolicy
from forum.domain.scopes import episode_gate
from forum.groups.models import FollowedShow
from forum.infra.db import prepared
from forum.presenting.posts import Asks, TagAsked
from forum.shows.models import Show
from forum.shows.queries.catalogues import at_versions

EPISODES_ON = 12
"""So many episodes from a thread's own on are offered in it; any other scope can be typed."""
LATEST_EPISODES = 3
LATEST_SEASONS = 8
TAGS_NAMED = 3

Offered = tuple[tuple[str, str], ...]
"""Scopes as written in a mark, each with how a person would say it."""


def scopes_within(gate: Gate, home: Catalogue, now: datetime) -> Offered:
    """In a thread about this show: its own episode, the later ones that are out, their seasons, the series."""
    start = home.places.get(gate.ceiling_id or 0, 0)
    own, later = home.episodes[start : start + 1], _out(home.episodes[start + 1 :], now)
    codes = [home.code(one.id) for one in (*own, *later) if not one.is_special][:EPISODES_ON]
    scopes = [*codes, *_seasons(codes), "series", *_beyond(home)]
    return tuple((scope, f"{home.name} {scope}") for scope in scopes)


def scopes_of_shows(shows: Iterable[Catalogue], now: datetime) -> Offered:
    """Elsewhere a mark names its show: the latest episodes of each, its latest seasons, the series."""
    return tuple((f"{show.slug} {scope}", f"{show.name} {scope}") for show in shows for scope in _scopes(show, now))


def _scopes(show: Catalogue, now: datetime) -> list[str]:
    codes = [show.code(one.id) for one in reversed(_out(show.regular, now))]
    return [*codes[:LATEST_EPISODES], *_seasons(codes)[:LATEST_SEASONS], "series", *_beyond(show)]


def _beyond(show: Catalogue) -> list[str]:
    """What is no episode: the books that the show's stewards list."""
    return [f"book:{work}" for work in show.works]


def asks_of(policy: SpoilerPolicy, shows: Iterable[Catalogue], now: datetime, within: Gate | None = None) -> Asks:
    """What a group with this policy asks of who writes: in the open, or `within` a thread about something."""
    known = {show.show_id: show for show in shows}
    waiting = [
        TagAsked(f"{show.name} {show.code(episode.id, now)}", until)
        for show in known.values()
        for episode, until in policy.still_tagged(show, now)
        if within is None or not covers(within, episode_gate(show, episode), known)
    ]
    waiting.reverse()
    return Asks(
        tags=tuple(waiting[:TAGS_NAMED]),
        more=max(0, len(waiting) - TAGS_NAMED),
        free=label(within, known, show=True) if within is not None else "",
        tag_days=policy.tag_days,
        tag_days_drop=policy.tag_days_drop,
        leaks=policy.leaks,
        regional_hides=policy.regional_hides,
        titles_hidden=policy.titles_hidden,
    )


def _out(episodes: Sequence[Episode], now: datetime) -> list[Episode]:
    return [one for one in episodes if one.world.earliest is not None and one.world.earliest <= now]


def _seasons(codes: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(code.split("E")[0] for code in codes))


def followed_shows(group_id: int) -> tuple[Catalogue, ...]:
    """The shows that a group follows, by name. One statement when this process knows them."""
    rows = prepared(_followed(), group_id=group_id)
    return tuple(sorted(at_versions({row.id: row.version for row in rows}).values(), key=lambda show: show.name))


@cache
def _followed() -> Select[int, int]:
    followed = select(Show.id, Show.version).join(FollowedShow, FollowedShow.show_id == Show.id)
    return followed.where(FollowedShow.group_id == bindparam("group_id"))
