"""Whoever leaves the team, or may not write, is no second person, and leaves no case behind that nobody knows of."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from forum.accounts.models import Person
from forum.care import actions
from forum.care.forms import CloseForm
from forum.care.models import CareCase
from forum.domain.errors import Invalid
from forum.domain.people import Reader
from forum.infra import jobs
from forum.infra.clock import SetClock
from forum.infra.db import db
from tests.care.test_acceptance import team
from tests.care.test_listening import GOODBYE, Place, place
from tests.factories import accounts

__all__ = ["place"]


@pytest.fixture
def two(place: Place, clock: SetClock) -> tuple[Reader, Reader, int]:
    """Lea looks after what is most urgent, Sid stands beside, Tim is of the team."""
    lea, sid, tim = (accounts.person(name) for name in ("lea", "sid", "tim"))
    team(accounts.administrator(), lea, sid, tim)
    place.written(GOODBYE)
    number = db.session.scalars(select(CareCase.id)).one()
    actions.take_case(lea, number, clock.instant)
    actions.stand_beside(sid, number, clock.instant)
    jobs.drain(clock.instant)
    return lea, sid, number


def held_by(number: int) -> tuple[int | None, int | None]:
    db.session.expire_all()
    case = db.session.get_one(CareCase, number)
    return case.carer_id, case.second_id


def told_to_close(who: Reader, number: int, clock: SetClock) -> object:
    with pytest.raises(Invalid) as fault:
        actions.close_case(who, number, CloseForm(why="handed-on", words="They are in good hands."), clock.instant)
    return fault.value.errors


def test_a_second_person_who_left_is_none(two: tuple[Reader, Reader, int], clock: SetClock) -> None:
    lea, sid, number = two
    actions.dismiss_carer(sid, sid.id or 0, clock.instant)
    assert held_by(number) == (lea.id, None)
    assert told_to_close(lea, number, clock) == {"why": ("two-people",)}


def test_a_second_person_who_is_suspended_is_none(two: tuple[Reader, Reader, int], clock: SetClock) -> None:
    lea, sid, number = two
    until = clock.instant + timedelta(days=1)
    db.session.execute(update(Person).where(Person.id == sid.id).values(suspended_until=until))
    db.session.commit()
    assert told_to_close(lea, number, clock) == {"why": ("two-people",)}
    clock.forward(timedelta(days=2))
    actions.close_case(lea, number, CloseForm(why="handed-on", words="They are in good hands."), clock.instant)


def test_cases_of_whoever_leaves_go_on_or_wait_again(
    app: Flask, two: tuple[Reader, Reader, int], clock: SetClock
) -> None:
    lea, sid, number = two
    box = app.extensions["mailman"].outbox = []
    actions.dismiss_carer(lea, lea.id or 0, clock.instant)
    jobs.drain(clock.instant)
    assert (held_by(number), box) == ((sid.id, None), [])
    actions.dismiss_carer(sid, sid.id or 0, clock.instant)
    jobs.drain(clock.instant)
    assert held_by(number) == (None, None)
    assert [one.to for one in box] == [["tim@people.example"]]
