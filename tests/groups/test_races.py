"""Two people at the same moment: the database keeps the promises, on both databases."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

from flask import Flask
from sqlalchemy import func, select

from forum.domain.errors import Refusal
from forum.domain.people import GroupRole
from forum.groups import actions
from forum.groups.forms import DecideRequestForm, InvitationForm
from forum.groups.models import Group, Invitation, JoinRequest, Membership
from forum.infra.clock import SetClock
from forum.infra.db import db
from forum.infra.jobs import Outbox
from forum.threads.actions import open_episode_thread
from forum.threads.jobs import open_due_threads
from forum.threads.models import Thread
from tests.factories.accounts import person
from tests.factories.groups import follows, group, hidden_group, joining, member, show

AT_ONCE = 6


def together(app: Flask, acts: list[Callable[[], Any]]) -> list[Any]:
    """Do all of these at one moment. Returns what each gave, or the refusal it met."""
    gate = Barrier(len(acts))
    db.session.rollback()

    def run(act: Callable[[], Any]) -> Any:
        with app.app_context():
            gate.wait()
            try:
                return act()
            except Refusal as refused:
                return refused
            finally:
                db.session.remove()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def count(model: Any, *where: Any) -> int:
    return db.session.scalar(select(func.count()).select_from(model).where(*where)) or 0


def test_the_last_place_is_given_once(app: Flask, clock: SetClock) -> None:
    ann = person("ann")
    group_id = hidden_group(ann)
    token = actions.invite(ann, group_id, InvitationForm(places=2), clock.instant)
    guests = [person(f"guest-{n}") for n in range(AT_ONCE)]
    now = clock.instant
    results = together(app, [lambda g=guest: actions.join_by_invitation(g, token, joining(), now) for guest in guests])
    assert sorted(str(one) for one in results) == [str(group_id)] * 2 + ["invitation-used"] * 4
    assert count(Membership) == 3
    assert set(db.session.scalars(select(Group.member_count))) == {3}
    assert db.session.scalars(select(Invitation.used)).one() == 2


def test_one_person_joins_once(app: Flask, clock: SetClock) -> None:
    ann, ben = person("ann"), person("ben")
    group_id, now = group(ann), clock.instant
    together(app, [lambda: actions.join(ben, group_id, joining(), now)] * AT_ONCE)
    assert count(Membership) == 2


def test_one_person_asks_once(app: Flask, clock: SetClock) -> None:
    ann, ben = person("ann"), person("ben")
    group_id, now = group(ann, joining="request"), clock.instant
    results = together(app, [lambda: actions.request_to_join(ben, group_id, joining(), now)] * AT_ONCE)
    assert len(set(results)) == 1
    assert (count(JoinRequest), count(Outbox, Outbox.name == "request.asked")) == (1, 1)


def test_two_moderators_decide_once(app: Flask, clock: SetClock) -> None:
    ann, ben = person("ann"), person("ben")
    group_id, now = group(ann, joining="request"), clock.instant
    asked = actions.request_to_join(ben, group_id, joining(), now)
    yes, no = DecideRequestForm(outcome="approved"), DecideRequestForm(outcome="declined", reason="Full")
    results = together(
        app, [lambda f=form: actions.decide_request(ann, group_id, asked, f, now) for form in (yes, no) * 3]
    )
    assert results.count(None) == 1
    assert {str(one) for one in results if one is not None} == {"already-decided"}
    assert count(Outbox, Outbox.name == "request.decided") == 1
    outcome = db.session.scalars(select(JoinRequest.outcome)).one()
    assert count(Membership) == (2 if outcome == "approved" else 1)


def test_two_owners_do_not_leave_together(app: Flask, clock: SetClock) -> None:
    ann, ben = person("ann"), person("ben")
    group_id, now = group(ann), clock.instant
    member(group_id, ben, GroupRole.OWNER)
    results = together(app, [lambda: actions.leave(ann, group_id, now), lambda: actions.leave(ben, group_id, now)])
    assert sorted(str(one) for one in results) == ["None", "last-owner"]
    assert count(Membership, Membership.role == "owner") == 1


def test_one_address_is_given_once(app: Flask) -> None:
    people = [person(f"founder-{n}") for n in range(AT_ONCE)]
    results = together(app, [lambda p=founder: group(p) for founder in people])
    assert sum(isinstance(one, int) for one in results) == 1


def test_one_episode_gets_one_thread(app: Flask, clock: SetClock) -> None:
    ann, now = person("ann"), clock.instant
    group_id = group(ann)
    show_id, episodes = show(releases=[[now - timedelta(days=n) for n in (3, 2, 1)]])
    follows(group_id, show_id, ann)
    results = together(app, [lambda: open_episode_thread(ann, group_id, episodes[0], now)] * AT_ONCE)
    assert len(set(results)) == 1
    assert count(Thread) == 1


def test_two_workers_open_once(app: Flask, clock: SetClock) -> None:
    ann, at = person("ann"), clock.instant + timedelta(days=1)
    group_id = group(ann)
    show_id, _ = show(releases=[[at] * 3])
    follows(group_id, show_id, ann)
    together(app, [lambda: open_due_threads(at)] * AT_ONCE)
    assert (count(Thread), count(Outbox, Outbox.name == "thread.opened")) == (4, 4)
