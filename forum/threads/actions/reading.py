"""What readers do: open an episode's thread, pass its door although they are behind, keep their place."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select, update

from forum.domain.errors import Denied, Missing
from forum.domain.people import Reader
from forum.domain.permissions import Action, require
from forum.domain.spoilers import Outcome
from forum.groups.models import FollowedShow, Group
from forum.groups.queries import group_facts
from forum.infra.db import db, transaction
from forum.infra.once import insert_once
from forum.infra.rows import LARGEST_ID
from forum.presenting.threads import NO_GATE, StoredThread, door
from forum.shows.models import Episode
from forum.shows.queries import catalogues, clearance
from forum.threads.actions.held import signed_in
from forum.threads.models import ReadMark
from forum.threads.opening import make_thread
from forum.threads.planning import episode_plan
from forum.threads.queries import stored_thread


def open_episode_thread(actor: Reader, group_id: int, episode_id: int, now: datetime) -> int:
    """The group's thread of a past episode of a show it follows, made now if nobody made it before. Returns its id.

    Raises: `Missing` for an unknown group or episode, or a show that the group does not follow; `Denied` to outsiders,
    and before the episode's instant: then the worker opens it.
    """
    with transaction():
        facts = group_facts(actor, group_id, now)
        require(actor, Action.THREAD_START, facts)
        show_id = _followed_show(facts.id, episode_id)
        catalogue = catalogues([show_id]).get(show_id) if show_id is not None else None
        if catalogue is None:
            raise Missing
        plan = episode_plan(catalogue, episode_id, db.session.get_one(Group, facts.id).policy())
        if plan is None or plan.opens_at is None or plan.opens_at > now:
            raise Denied("not-open-yet")
        return make_thread(facts.id, plan, now, opened=True)


def enter_thread(actor: Reader, thread_id: int, now: datetime) -> None:
    """Pass the door of a thread although one is behind. It stays passed until the thread's gate rises.

    Raises: `Missing`; `Denied` to strangers, and while a click would not open it.
    """
    with transaction():
        person_id = signed_in(actor)
        found, _ = stored_thread(actor, thread_id, now)
        decision = _decided(actor, found, now)
        if decision is Outcome.HIDDEN:
            raise Denied("not-open-yet")
        if found.gate is not None:
            mark = _mark(person_id, thread_id, now)
            mark.entered_key, mark.entered_at = found.gate.key, now


def open_all(actor: Reader, thread_id: int, now: datetime) -> None:
    """Remember that this reader wants all of a thread that is out by now.

    Raises: `Missing`; `Denied` to strangers, and to those whom its door keeps out.
    """
    with transaction():
        person_id = signed_in(actor)
        found, _ = stored_thread(actor, thread_id, now)
        sight = clearance(actor, found.show_ids, now, found.entered)
        if door(found, sight, now).outcome is not Outcome.SHOWN:
            raise Denied("behind")
        _mark(person_id, thread_id, now).all_opened_at = now


def close_all(actor: Reader, thread_id: int, now: datetime) -> None:
    """Forget it again. Nothing to forget is no fault."""
    with transaction():
        mine = ReadMark.person_id == signed_in(actor), ReadMark.thread_id == thread_id
        db.session.execute(update(ReadMark).where(*mine).values(all_opened_at=None, read_at=now))


def mark_read(actor: Reader, thread_id: int, position: int, now: datetime) -> None:
    """Keep the place up to which somebody has read; it only moves forward. Nothing for strangers.

    The caller has found the thread for this reader.
    """
    if actor.id is None:
        return
    with transaction():
        moved = db.session.execute(
            update(ReadMark)
            .where(ReadMark.person_id == actor.id, ReadMark.thread_id == thread_id, ReadMark.position < position)
            .values(position=position, read_at=now)
            .returning(ReadMark.id)
        ).first()
        if moved is None:
            mark = _mark(actor.id, thread_id, now)
            mark.position = max(mark.position, position)


def _followed_show(group_id: int, episode_id: int) -> int | None:
    """The show of an episode, if the group follows it."""
    if not 0 < episode_id <= LARGEST_ID:
        return None
    return db.session.scalar(
        select(FollowedShow.show_id)
        .join(Episode, Episode.show_id == FollowedShow.show_id)
        .where(FollowedShow.group_id == group_id, Episode.id == episode_id)
    )


def _decided(actor: Reader, found: StoredThread, now: datetime) -> Outcome:
    if found.gate is None:
        return NO_GATE.outcome
    return door(found, clearance(actor, found.show_ids, now), now).outcome


def _mark(person_id: int, thread_id: int, now: datetime) -> ReadMark:
    """The reader's mark in a thread, made when there is none."""
    fresh = ReadMark(person_id=person_id, thread_id=thread_id, position=0, read_at=now)
    mine = select(ReadMark).where(ReadMark.person_id == person_id, ReadMark.thread_id == thread_id)
    found: ReadMark | None = db.session.scalar(mine)
    if found is not None or insert_once(fresh):
        return found or fresh
    return db.session.scalars(mine).one()
