"""How soon the care team looked, as counts and times: for the team and the staff, and nothing of fewer than five."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from forum.care import queries
from forum.care.models import CareCase
from forum.domain.caring import FIRST_LOOK, Priority
from forum.domain.errors import Denied
from forum.domain.people import Reader
from forum.infra import clock as clocks
from forum.infra.db import db
from tests.care.test_acceptance import team
from tests.care.test_listening import Place, place
from tests.factories import accounts, posts

__all__ = ["place"]


def looked(place: Place, priority: int, minutes: int | None, days_ago: int = 1) -> None:
    """A closed case that somebody looked at after so many minutes; None for nobody yet."""
    at = clocks.now() - timedelta(days=days_ago)
    seen = at + timedelta(minutes=minutes) if minutes is not None else None
    number = db.session.scalar(select(func.count(CareCase.id))) or 0
    post_id = posts.post(place.ann, place.thread_id, f"Word number {number}.")
    row = CareCase(post_id=post_id, what="need", priority=priority, rules=[])
    row.opened_at, row.due_at, row.looked_at, row.closed_at = at, at + FIRST_LOOK[Priority(priority)], seen, seen or at
    db.session.add(row)
    db.session.commit()


def test_the_middle_and_nine_of_ten_by_priority(place: Place) -> None:
    for minutes in (2, 4, 6, 8, 10, 12, 14, 16, 18, 90):
        looked(place, 0, minutes)
    for minutes in (5, 10, 15, 20):
        looked(place, 1, minutes)
    looked(place, 0, None)
    looked(place, 0, 600, days_ago=40)
    said = queries.care_clocks(accounts.moderator("judy"), clocks.now())
    assert [(one.priority, one.count, one.in_time, one.look_median, one.look_most) for one in said] == [
        (0, 10, 7, 10, 18),
        (1, None, 0, 0, 0),
        (2, None, 0, 0, 0),
    ]
    assert [one.target for one in said] == [15, 120, 720]


def test_what_still_waits_after_its_time_is_counted_as_late(place: Place) -> None:
    for _ in range(4):
        looked(place, 0, 5)
    waits = (
        (posts.post(place.ann, place.thread_id, "Late."), timedelta(hours=2)),
        (posts.post(place.ann, place.thread_id, "Soon."), timedelta(minutes=1)),
    )
    for post_id, ago in waits:
        row = CareCase(post_id=post_id, what="need", priority=0, rules=[])
        row.opened_at, row.due_at = clocks.now() - ago, clocks.now() - ago + timedelta(minutes=15)
        db.session.add(row)
    db.session.commit()
    (first, _, _) = queries.care_clocks(accounts.moderator("judy"), clocks.now())
    assert (first.count, first.in_time, first.look_median, first.look_most) == (5, 4, 5, 120)


def test_the_fifth_case_makes_it_told_on_the_page(app: Flask, place: Place) -> None:
    judy = accounts.signed_in(app, accounts.moderator("judy"))
    for _ in range(4):
        looked(place, 1, 7)
    assert "7 min" not in judy.get("/care/figures").text
    assert judy.get("/care/figures").text.count("fewer than five") == 4  # three priorities, and the line above them
    looked(place, 1, 7)
    assert "7 min" in judy.get("/care/figures").text
    assert 'href="/care/figures"' in judy.get("/mod/figures").text


def test_only_the_team_and_the_staff(app: Flask, place: Place) -> None:
    team(accounts.administrator(), place.ben)
    carer = place.ben
    assert len(queries.care_clocks(carer, clocks.now())) == 3
    for nobody in (Reader.stranger(), place.ann, place.olga):
        with pytest.raises(Denied):
            queries.care_clocks(nobody, clocks.now())


def test_it_costs_the_same_however_many(place: Place, statements) -> None:  # type: ignore[no-untyped-def]  # a fixture
    judy, costs = accounts.moderator("judy"), []
    for _ in range(3):
        for _ in range(5):
            looked(place, 2, 30)
        with statements() as seen:
            queries.care_clocks(judy, clocks.now())
        costs.append(len(seen))
    assert costs == [2, 2, 2]
