"""Readers seal: at once for those behind, never twice, always before a moderator, and wrong seals cost."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from forum.domain.flags import CaseState
from forum.domain.trust import may_seal
from forum.infra import clock, jobs
from forum.infra.db import db, transaction
from forum.intake.models import ReaderSeal
from forum.moderation import actions
from forum.moderation.models import Case
from forum.moderation.records import FlagRecord
from forum.notifications.models import Notification
from tests.factories import posts
from tests.moderation.conftest import Court, court

__all__ = ["court"]


def trusted(court: Court, agreed: int = 9) -> None:
    with transaction():
        db.session.add(FlagRecord(person_id=court.ben.id, agreed=agreed, disagreed=0))


def sealed(court: Court) -> bool:
    jobs.drain(clock.now())
    return posts.row(court.post_id).seal is not None


@pytest.mark.parametrize(
    ("agreed", "disagreed", "right", "wrong", "may"),
    [
        (4, 0, 0, 0, False),
        (9, 0, 0, 0, True),
        (5, 5, 0, 0, False),
        (9, 0, 0, 3, False),
        (9, 0, 9, 3, True),
    ],
)
def test_who_may_seal_alone(agreed: int, disagreed: int, right: int, wrong: int, may: bool) -> None:
    assert may_seal(agreed, disagreed, right=right, wrong=wrong) is may


def test_one_trusted_reader_seals_and_the_author_is_told(court: Court) -> None:
    trusted(court)
    number = court.spoiler(court.ben)
    assert sealed(court)
    row = posts.row(court.post_id)
    assert (row.sealed_by_id, row.sealed_reason) == (None, "")
    assert db.session.get_one(Case, number).state == CaseState.OPEN
    told = db.session.execute(select(Notification.person_id, Notification.about))
    assert [tuple(one) for one in told] == [(court.ann.id, "covered")]


def test_one_unknown_reader_does_not_two_do(court: Court) -> None:
    court.spoiler(court.ben)
    assert not sealed(court)
    court.spoiler(court.cleo)
    assert sealed(court)
    seal = db.session.scalars(select(ReaderSeal)).one()
    assert seal.person_ids == [court.ben.id, court.cleo.id]


def test_other_reasons_never_seal(court: Court) -> None:
    trusted(court)
    court.flag(court.ben)
    assert not sealed(court)


def test_a_wrong_seal_is_lifted_costs_and_is_not_set_again(court: Court) -> None:
    trusted(court)
    number = court.spoiler(court.ben)
    assert sealed(court)
    court.decide(court.mona, number, "dismiss")
    assert not sealed(court)
    db.session.expire_all()
    record = db.session.get_one(FlagRecord, court.ben.id)
    assert (record.sealed_right, record.sealed_wrong) == (0, 1)
    court.spoiler(court.cleo)
    assert not sealed(court)


def test_a_right_seal_counts_and_stays(court: Court) -> None:
    trusted(court)
    number = court.spoiler(court.ben)
    assert sealed(court)
    court.decide(court.mona, number, "seal", scope="harbour-lights S01E02")
    assert sealed(court)
    db.session.expire_all()
    assert db.session.get_one(FlagRecord, court.ben.id).sealed_right == 1


def test_a_decision_that_is_taken_back_counts_no_seal_and_draws_the_curtain_again(court: Court) -> None:
    trusted(court)
    number = court.spoiler(court.ben)
    assert sealed(court)
    decision = court.decide(court.mona, number, "dismiss")
    assert not sealed(court)
    actions.undo_decision(court.mona, decision, court.now)
    assert sealed(court)
    record = db.session.get_one(FlagRecord, court.ben.id)
    db.session.refresh(record)
    assert (record.sealed_right, record.sealed_wrong) == (0, 0)
    court.decide(court.mona, number, "seal", scope="harbour-lights S01E02")
    assert sealed(court)
    db.session.refresh(record)
    assert (record.sealed_right, record.sealed_wrong) == (1, 0)
