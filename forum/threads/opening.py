"""The worker's acts on threads: making them, opening them, and closing them again when a date moves."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select, update

from forum.domain.catalogue import Catalogue
from forum.domain.covering import highest
from forum.domain.gates import Gate
from forum.domain.policies import USUAL, SpoilerPolicy
from forum.groups.models import FollowedShow, Group
from forum.infra.db import db, transaction
from forum.infra.jobs import announce
from forum.infra.once import insert_once
from forum.infra.rows import holding
from forum.presenting.threads import FROM_CALENDAR, Kind
from forum.shows.queries import catalogues
from forum.threads.models import Thread, ThreadEvent, What
from forum.threads.planning import Plan, due, first_ones, plans

AT_ONCE = 500


def make_due_threads(now: datetime, show_id: int | None = None) -> None:
    """See that every group has the threads of the shows it follows. Doing it twice is doing it once."""
    wanted = select(FollowedShow.show_id, FollowedShow.since, Group).join(Group, Group.id == FollowedShow.group_id)
    rows = db.session.execute(wanted if show_id is None else wanted.where(FollowedShow.show_id == show_id)).all()
    followed = [(row.show_id, row.since, row.Group.id, row.Group.policy()) for row in rows]
    known = catalogues({one for one, *_ in followed})
    planned = {
        (one, policy): plans(known[one], policy) for one, policy in {(one, policy) for one, _, _, policy in followed}
    }
    made = _made(known)
    for one, since, group_id, policy in followed:
        for plan in due(planned[one, policy], since, now):
            if (group_id, plan.kind.value, plan.key_id) not in made:
                with transaction():
                    make_thread(group_id, plan, now)


def make_first_threads(group_id: int, show_id: int, now: datetime) -> None:
    """What a group gets at once when it begins to follow a show. They are open, and nobody is told of old news."""
    followed = db.session.execute(
        select(FollowedShow.since, Group)
        .join(Group, Group.id == FollowedShow.group_id)
        .where(FollowedShow.group_id == group_id, FollowedShow.show_id == show_id)
    ).one_or_none()
    catalogue = catalogues([show_id]).get(show_id)
    if followed is None or catalogue is None:
        return
    for plan in first_ones(catalogue, plans(catalogue, followed.Group.policy()), followed.since):
        with transaction():
            make_thread(group_id, plan, now, opened=plan.opens_at is not None and plan.opens_at <= now)


def make_thread(group_id: int, plan: Plan, now: datetime, *, opened: bool = False) -> int:
    """The thread of a plan, inside the running transaction. Returns its id, whoever made it."""
    is_episode = plan.kind is Kind.EPISODE
    thread = Thread(
        group_id=group_id,
        kind=plan.kind.value,
        show_id=plan.gate.show_id,
        season=plan.season,
        episode_id=plan.key_id if is_episode else None,
        hub_first_id=None if is_episode else plan.key_id,
        gate=plan.gate.to_json(),
        created_at=now,
        opens_at=plan.opens_at,
        opened_at=plan.opens_at if opened else None,
        active_at=plan.opens_at or plan.out_at,
    )
    if insert_once(thread):
        return thread.id
    key = Thread.episode_id if is_episode else Thread.hub_first_id
    return db.session.scalars(select(Thread.id).where(Thread.group_id == group_id, key == plan.key_id)).one()


def open_waiting_threads(now: datetime) -> None:
    """Open the threads whose instant has come, also those that were missed, and announce each once."""
    waiting = db.session.execute(
        select(Thread.id, Thread.show_id, Thread.episode_id, Thread.hub_first_id, Group)
        .join(Group, Group.id == Thread.group_id)
        .where(Thread.opened_at.is_(None), Thread.opens_at <= now, Thread.kind.in_(FROM_CALENDAR))
        .order_by(Thread.opens_at, Thread.id)
        .limit(AT_ONCE)
    ).all()
    known = catalogues({row.show_id for row in waiting})
    for row in waiting:
        instant = _instant(known.get(row.show_id), row.episode_id or row.hub_first_id, row.Group.policy())
        if instant is not None and instant <= now:
            with transaction():
                open_thread(row.id, now)


def follow_dates(show_id: int, now: datetime, group_id: int | None = None) -> None:
    """Bring the threads of a show in line with its dates: some open earlier, some later, some close again."""
    catalogue = catalogues([show_id]).get(show_id)
    if catalogue is None:
        return
    planned = {(plan.kind.value, plan.key_id): plan for plan in plans(catalogue)}
    ids = select(Thread.id).where(Thread.show_id == show_id, Thread.kind.in_(FROM_CALENDAR))
    ids = ids if group_id is None else ids.where(Thread.group_id == group_id)
    for thread_id in db.session.scalars(ids.order_by(Thread.id)).all():
        with transaction():
            thread = db.session.scalars(holding(select(Thread).where(Thread.id == thread_id))).one()
            policy = db.session.get_one(Group, thread.group_id).policy()
            first = thread.episode_id or thread.hub_first_id
            _follow_date(thread, _instant(catalogue, first, USUAL), _instant(catalogue, first, policy), now)
            plan = planned.get((thread.kind, thread.episode_id or thread.hub_first_id or 0))
            if plan is not None:
                _follow_gate(thread, plan.gate, catalogue)


def followed_shows(group_id: int) -> list[int]:
    """Every show that has threads in a group, followed still or not."""
    of_calendar = (Thread.group_id == group_id, Thread.kind.in_(FROM_CALENDAR))
    return [one for one in db.session.scalars(select(Thread.show_id).where(*of_calendar).distinct()) if one is not None]


def _made(show_ids: Collection[int]) -> set[tuple[int, str, int]]:
    rows = db.session.execute(
        select(Thread.group_id, Thread.kind, Thread.episode_id, Thread.hub_first_id).where(
            Thread.show_id.in_(show_ids), Thread.kind.in_(FROM_CALENDAR)
        )
    )
    return {(row.group_id, row.kind, row.episode_id or row.hub_first_id) for row in rows}


def _instant(catalogue: Catalogue | None, episode_id: int | None, policy: SpoilerPolicy) -> datetime | None:
    episode = catalogue.episode(episode_id) if catalogue is not None else None
    return policy.opens_at(episode, catalogue) if catalogue is not None and episode is not None else None


def open_thread(thread_id: int, now: datetime) -> None:
    """Open a thread inside the running transaction; of two who try only one does, by the statement's condition."""
    opened = db.session.execute(
        update(Thread)
        .where(Thread.id == thread_id, Thread.opened_at.is_(None))
        .values(opened_at=now)
        .returning(Thread.group_id, Thread.slipped_at)
    ).one_or_none()
    if opened is None:
        return
    if opened.slipped_at is not None:
        db.session.execute(update(Thread).where(Thread.id == thread_id).values(slipped_at=None))
        _note(thread_id, What.REOPENED, now)
    announce("thread.opened", thread_id=thread_id, group_id=opened.group_id)


def _follow_date(thread: Thread, out_at: datetime | None, instant: datetime | None, now: datetime) -> None:
    """Only a moved episode closes a thread again; what a group's new policy would open later stays open."""
    before, after = thread.opens_at, out_at if thread.opened_at is not None else instant
    if before == after:
        return
    thread.opens_at = after
    if not thread.post_count:
        thread.active_at = after or thread.active_at
    if thread.opened_at is None or (out_at is not None and out_at <= now):
        return
    thread.opens_at = instant
    thread.opened_at, thread.slipped_at = None, now
    detail = {"from": before.isoformat() if before else None, "to": instant.isoformat() if instant else None}
    _note(thread.id, What.SLIPPED, now, detail)
    announce("thread.slipped", thread_id=thread.id, group_id=thread.group_id)


def _follow_gate(thread: Thread, gate: Gate, catalogue: Catalogue) -> None:
    """A thread is about what the catalogue says now. With posts in it its gate only rises: they rely on the old one."""
    before = thread.gate_now()
    if before == gate:
        return
    if before is not None and thread.last_position:
        gate = highest(gate, before, {catalogue.show_id: catalogue})
    if before != gate:
        thread.gate = gate.to_json()
        announce("thread.regated", thread_id=thread.id)


def _note(thread_id: int, what: What, now: datetime, detail: dict[str, str | None] | None = None) -> None:
    db.session.add(
        ThreadEvent(thread_id=thread_id, actor_id=None, what=what.value, detail=detail or {}, happened_at=now)
    )
    count = update(Thread).where(Thread.id == thread_id).values(event_count=Thread.event_count + 1)
    db.session.execute(count)
