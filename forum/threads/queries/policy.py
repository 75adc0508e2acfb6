"""A group's rules about spoilers, and what follows from them just now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from forum.domain.catalogue import Catalogue
from forum.domain.people import Reader
from forum.domain.permissions import Action, require
from forum.domain.policies import SpoilerPolicy
from forum.groups.queries import group_head
from forum.infra.db import db
from forum.presenting.groups import GroupHead
from forum.presenting.threads import is_held
from forum.shows.queries import catalogues
from forum.threads.models import Thread
from forum.threads.queries.reading import stored, threads_for

AT_MOST = 30


@dataclass(frozen=True, slots=True)
class TaggedEpisode:
    """An episode whose talk needs a tag outside of its thread. Shapes: `until` None = no end is known."""

    episode_id: int
    show_name: str
    code: str
    until: datetime | None


@dataclass(frozen=True, slots=True)
class HeldThread:
    """A thread that waits for a moderator although its episode is out."""

    id: int
    show_name: str
    code: str


@dataclass(frozen=True, slots=True)
class PolicyPage:
    """Shapes: `tagged` by show, in aired order; `held` empty for those who do not moderate."""

    group: GroupHead
    policy: SpoilerPolicy
    tagged: tuple[TaggedEpisode, ...]
    held: tuple[HeldThread, ...]


def policy_page(reader: Reader, slug: str, now: datetime) -> PolicyPage:
    """The page of a group's rules about spoilers. Three statements at most.

    Raises: `Missing`; `Denied` for those who may not read inside.
    """
    head = group_head(reader, slug, now)
    require(reader, Action.GROUP_READ, head.facts)
    known = catalogues(head.following)
    shows = sorted(known.values(), key=lambda show: show.name)
    held = _held(reader, head, now) if head.may["moderate"] else ()
    return PolicyPage(head, head.policy, _tagged(shows, head.policy, now), held)


def _tagged(shows: Sequence[Catalogue], policy: SpoilerPolicy, now: datetime) -> tuple[TaggedEpisode, ...]:
    waiting = (
        TaggedEpisode(episode.id, show.name, show.code(episode.id, now), until)
        for show in shows
        for episode, until in policy.still_tagged(show, now)
    )
    return tuple(islice(waiting, AT_MOST))


def _held(reader: Reader, head: GroupHead, now: datetime) -> tuple[HeldThread, ...]:
    rows = db.session.execute(
        threads_for(reader)
        .where(Thread.group_id == head.id, Thread.opened_at.is_(None), Thread.opens_at.is_(None))
        .order_by(Thread.active_at, Thread.id)
        .limit(AT_MOST)
    ).all()
    found = [stored(row) for row in rows]
    known = catalogues({one.show_id for one in found if one.show_id is not None})
    return tuple(
        HeldThread(one.id, known[one.show_id].name, known[one.show_id].code(one.episode_id or one.hub_first_id or 0))
        for one in found
        if one.show_id in known and is_held(one, known[one.show_id], now)
    )
