"""Several people at the same moment, each on a connection of their own."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from flask import Flask
from sqlalchemy import func, select

from forum.domain.errors import Conflict
from forum.domain.people import Reader
from forum.infra.db import db
from forum.moderation import actions
from forum.moderation.models import Case, CaseDecision, Flag, LedgerEntry, Snapshot
from tests.factories import accounts
from tests.moderation.conftest import Court, case


def together(app: Flask, *acts: Callable[[], object]) -> list[object]:
    """Run them at once. Returns what each gave, or the conflict it ran into."""
    barrier = Barrier(len(acts))

    def run(act: Callable[[], object]) -> object:
        with app.app_context():
            barrier.wait()
            try:
                return act()
            except Conflict as fault:
                return fault
            finally:
                db.session.remove()

    db.session.rollback()
    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def test_twenty_flags_at_once_make_one_case(app: Flask, court: Court) -> None:
    people = [accounts.person(f"flagger{n}") for n in range(20)]

    def flagging(who: Reader) -> Callable[[], object]:
        return lambda: court.flag(who)

    numbers = together(app, *(flagging(who) for who in people))
    assert len(set(numbers)) == 1
    (found,) = db.session.scalars(select(Case)).all()
    assert (found.id, found.flag_count, found.version) == (numbers[0], 20, 1)
    assert db.session.scalar(select(func.count(Flag.id))) == 20
    assert db.session.scalar(select(func.count(Snapshot.id))) == 1


def test_of_two_decisions_at_once_one_wins_and_one_is_told(app: Flask, court: Court) -> None:
    number = court.flag(court.ben)
    given = together(
        app,
        lambda: court.decide(court.mona, number, "remove", rule=1, version=1),
        lambda: court.decide(court.max, number, "dismiss", version=1),
    )
    (won,) = [one for one in given if isinstance(one, int)]
    (lost,) = [one for one in given if isinstance(one, Conflict)]
    (decision,) = db.session.scalars(select(CaseDecision)).all()
    assert decision.id == won
    assert lost.code == "case-decided"
    assert lost.facts["decision_id"] == won
    assert lost.facts["who"] == ("mona" if decision.decided_by_id == court.mona.id else "maxi")
    assert (case(number).state, case(number).version) == ("decided", 2)
    assert db.session.scalar(select(func.count(LedgerEntry.id))) == 1


def test_of_two_claims_at_once_one_holds(app: Flask, court: Court) -> None:
    number = court.flag(court.ben)
    given = together(
        app,
        lambda: actions.claim_case(court.mona, number, court.now),
        lambda: actions.claim_case(court.max, number, court.now),
    )
    assert sum(isinstance(one, Conflict) for one in given) == 1
    assert case(number).claimed_by_id in (court.mona.id, court.max.id)


def test_a_flag_beside_a_decision_is_never_lost(app: Flask, court: Court) -> None:
    number = court.flag(court.ben)
    together(app, lambda: court.decide(court.mona, number, version=1), lambda: court.flag(court.cleo))
    found = case(number)
    assert found.flag_count == 2
    assert found.state in ("decided", "reopened")
    reopened = db.session.scalar(select(func.count(LedgerEntry.id)).where(LedgerEntry.what == "reopened"))
    assert reopened == (found.state == "reopened")
