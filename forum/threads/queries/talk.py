"""Where a reader's groups talk about episodes: for the pages of the catalogue, which know nothing of groups."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from forum.domain.catalogue import Catalogue
from forum.domain.people import Reader
from forum.domain.policies import SpoilerPolicy
from forum.groups.models import FollowedShow, Group
from forum.groups.visibility import banned_now, is_member
from forum.infra.db import db
from forum.presenting.threads import ENGLISH, ThreadCard, TitleWords
from forum.shows.models import Episode
from forum.shows.queries import catalogues
from forum.threads.models import Thread
from forum.threads.queries.lists import cards_for, listed
from forum.threads.queries.muting import off_topic
from forum.threads.queries.reading import stored, threads_for

AT_MOST = 20


@dataclass(frozen=True, slots=True)
class Quiet:
    """A group that follows the show and has no thread of the episode yet."""

    slug: str
    name: str


@dataclass(frozen=True, slots=True)
class Talk:
    """An episode in the reader's groups. Shapes: `to_open` is empty before the episode's instant."""

    threads: tuple[ThreadCard, ...]
    to_open: tuple[Quiet, ...]


def episode_talk(reader: Reader, episode_id: int, now: datetime, *, words: TitleWords = ENGLISH) -> Talk | None:
    """The threads of an episode in my groups, the liveliest first. Six statements at most, none for strangers."""
    if reader.is_stranger:
        return None
    rows = db.session.execute(
        threads_for(reader)
        .where(Thread.episode_id == episode_id, is_member(reader), listed(now), off_topic(reader, now))
        .order_by(Thread.active_at.desc(), Thread.id)
        .limit(AT_MOST)
    ).all()
    found = [stored(row) for row in rows]
    return Talk(cards_for(reader, found, now, words=words), _quiet(reader, episode_id, now))


def thread_urls(reader: Reader, episode_ids: Collection[int], now: datetime) -> dict[int, str]:
    """Where one click leads from an episode: its thread in my group, or the choice when several have one.

    One statement, none for strangers. Episodes without a thread are left out.
    """
    if reader.is_stranger or not episode_ids:
        return {}
    rows = db.session.execute(
        select(Thread.episode_id, func.min(Thread.id).label("first"), func.count().label("how_many"))
        .join(Group, Group.id == Thread.group_id)
        .where(Thread.episode_id.in_(list(episode_ids)), is_member(reader), listed(now), off_topic(reader, now))
        .group_by(Thread.episode_id)
    )
    return {
        row.episode_id: f"/t/{row.first}" if row.how_many == 1 else f"/episodes/{row.episode_id}#talk" for row in rows
    }


def _quiet(reader: Reader, episode_id: int, now: datetime) -> tuple[Quiet, ...]:
    there = select(Thread.id).where(Thread.group_id == Group.id, Thread.episode_id == episode_id).exists()
    rows = db.session.execute(
        select(Group, Episode.show_id)
        .join(FollowedShow, FollowedShow.group_id == Group.id)
        .join(Episode, Episode.show_id == FollowedShow.show_id)
        .where(Episode.id == episode_id, is_member(reader), ~there, ~banned_now(reader, now))
        .order_by(Group.name, Group.id)
        .limit(AT_MOST)
    ).all()
    if not rows or reader.suspended:
        return ()
    catalogue = catalogues([rows[0].show_id]).get(rows[0].show_id)
    groups = [row.Group for row in rows if _is_open(catalogue, row.Group.policy(), episode_id, now)]
    return tuple(Quiet(group.slug, group.name) for group in groups)


def _is_open(catalogue: Catalogue | None, policy: SpoilerPolicy, episode_id: int, now: datetime) -> bool:
    episode = catalogue.episode(episode_id) if catalogue is not None else None
    instant = policy.opens_at(episode, catalogue) if catalogue is not None and episode is not None else None
    return instant is not None and instant <= now
