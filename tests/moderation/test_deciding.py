"""Claiming and deciding: one moderator at a time, what was decided is done, told and written down."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from forum.domain.errors import Conflict, Denied, Invalid, Missing
from forum.domain.gates import Gate
from forum.infra.db import db
from forum.infra.jobs import Outbox
from forum.moderation import actions
from forum.moderation.models import AppendOnly, CaseDecision, LedgerEntry
from tests.factories import accounts, groups, posts
from tests.moderation.conftest import Court, case


def test_a_claim_is_a_lease(court: Court) -> None:
    number = court.flag(court.ben)
    until = actions.claim_case(court.mona, number, court.now)
    assert until == court.now + timedelta(minutes=15)
    with pytest.raises(Conflict) as fault:
        actions.claim_case(court.max, number, until - timedelta(seconds=1))
    assert (fault.value.code, fault.value.facts["who"]) == ("case-claimed", "mona")
    assert actions.claim_case(court.max, number, until) == until + timedelta(minutes=15)
    with pytest.raises(Conflict):
        actions.release_case(court.mona, number, until)
    actions.release_case(court.max, number, until)
    assert (case(number).state, case(number).claimed_by_id) == ("open", None)
    actions.release_case(court.max, number, until)


def test_nobody_decides_what_another_holds(court: Court) -> None:
    number = court.flag(court.ben)
    actions.claim_case(court.mona, number, court.now)
    with pytest.raises(Conflict) as fault:
        court.decide(court.max, number)
    assert fault.value.code == "case-claimed"
    court.decide(court.mona, number)


def test_the_slower_one_is_told_who_decided_what(court: Court) -> None:
    number = court.flag(court.ben)
    decision = court.decide(court.mona, number, version=1)
    with pytest.raises(Conflict) as fault:
        court.decide(court.max, number, "remove", version=1, rule=1)
    assert fault.value.code == "case-decided"
    assert fault.value.facts == {"who": "mona", "what": "dismiss", "decision_id": decision}
    assert posts.row(court.post_id).removed_at is None


def test_a_case_that_came_back_is_not_decided_with_old_eyes(court: Court) -> None:
    number = court.flag(court.ben)
    court.decide(court.mona, number)
    court.flag(court.cleo)
    with pytest.raises(Conflict) as fault:
        court.decide(court.max, number, version=1)
    assert fault.value.code == "case-changed"
    court.decide(court.max, number, version=3)
    numbers = db.session.scalars(select(CaseDecision.number).order_by(CaseDecision.id)).all()
    assert list(numbers) == [1, 2]


def test_dismissing_leaves_the_post_alone(court: Court) -> None:
    court.decide(court.mona, court.flag(court.ben))
    row = posts.row(court.post_id)
    assert (row.removed_at, row.seal, row.stands) == (None, None, True)


def test_sealing_seals(court: Court) -> None:
    decision = court.decide(court.mona, court.spoiler(court.ben), "seal", scope="harbour-lights S01E02")
    sealed = posts.row(court.post_id).gate
    assert sealed is not None
    assert sealed.ceiling_id == court.show.regular[1].id
    assert Gate.from_json(db.session.get_one(CaseDecision, decision).seal) == sealed
    page = accounts.signed_in(court.app, court.cleo).get(f"/t/{court.thread_id}").text
    assert "CANARYDIES" not in page
    assert "CANARYDIES" in accounts.signed_in(court.app, court.mona).get(f"/t/{court.thread_id}").text


def test_removing_removes_by_a_rule(court: Court) -> None:
    number = court.flag(court.ben)
    for wrong in ({}, {"rule": 3}):
        with pytest.raises(Invalid) as fault:
            court.decide(court.mona, number, "remove", **wrong)
        assert list(fault.value.errors) == ["rule"]
    decision = db.session.get_one(CaseDecision, court.decide(court.mona, number, "remove", rule=1))
    assert (decision.rule, decision.rules_version, decision.outcome) == (1, 1, "remove")
    assert posts.row(court.post_id).removed_at == court.now
    assert "CANARYDIES" not in accounts.signed_in(court.app, court.cleo).get(f"/t/{court.thread_id}").text


@pytest.mark.parametrize("values", [{"outcome": "seal"}, {"outcome": "seal", "scope": "S9"}, {"outcome": "ban"}])
def test_a_decision_that_cannot_be_read_changes_nothing(court: Court, values: dict[str, str]) -> None:
    number = court.flag(court.ben)
    with pytest.raises(Invalid):
        court.decide(court.mona, number, **values)
    assert (case(number).state, case(number).version) == ("open", 1)
    assert db.session.scalars(select(LedgerEntry)).all() == []


def test_nobody_decides_about_themselves(court: Court) -> None:
    own = posts.post(court.mona, court.thread_id)
    number = court.flag(court.ben, post_id=own)
    with pytest.raises(Denied) as fault:
        court.decide(court.mona, number)
    assert fault.value.reason == "own-post"
    mine = court.flag(court.mona)
    for verb in (lambda: actions.claim_case(court.mona, mine, court.now), lambda: court.decide(court.mona, mine)):
        with pytest.raises(Denied) as fault:
            verb()
        assert fault.value.reason == "own-flag"


def test_cases_do_not_exist_for_others(court: Court) -> None:
    number = court.flag(court.ben)
    stranger_to_it = accounts.person("mick")
    groups.group(stranger_to_it, "elsewhere")
    for who in (court.ann, court.ben, stranger_to_it):
        with pytest.raises(Missing):
            court.decide(who, number)
        with pytest.raises(Missing):
            actions.read_anyway(who, number, court.now)
    assert court.decide(accounts.moderator("site-mod"), number)


def test_a_decision_is_announced_and_entered_with_it(court: Court) -> None:
    decision = court.decide(court.mona, court.flag(court.ben), "remove", rule=2)
    announced = db.session.scalars(select(Outbox).where(Outbox.name == "case.decided")).one()
    assert announced.payload == {"decision_id": decision}
    entry = db.session.scalars(select(LedgerEntry)).one()
    assert (entry.what, entry.rule, entry.actor_id, entry.decision_id) == ("remove", 2, court.mona.id, decision)


def test_the_ledger_and_decisions_are_only_added_to(court: Court) -> None:
    court.decide(court.mona, court.flag(court.ben))
    for row in (db.session.scalars(select(LedgerEntry)).one(), db.session.scalars(select(CaseDecision)).one()):
        db.session.delete(row)
        with pytest.raises(AppendOnly):
            db.session.flush()
        db.session.rollback()
    db.session.scalars(select(LedgerEntry)).one().what = "remove"
    with pytest.raises(AppendOnly):
        db.session.flush()
    db.session.rollback()


def test_a_moved_thread_takes_its_cases_along(court: Court) -> None:
    from forum.infra.db import transaction
    from forum.threads.models import Thread

    number = court.flag(court.ben)
    nora = accounts.person("nora")
    other = groups.group(nora, "annex")
    with transaction():
        db.session.get_one(Thread, court.thread_id).group_id = other
    with pytest.raises(Missing):
        court.decide(court.mona, number)
    assert court.decide(nora, number)


def test_the_pages_lead_through_a_case(app: Flask, court: Court) -> None:
    number = court.spoiler(court.ben, words="the end is told")
    mona = accounts.signed_in(app, court.mona)
    page = mona.get(f"/mod/cases/{number}").text
    assert "CANARYDIES" in page
    assert "the end is told" in page
    assert mona.post(f"/mod/cases/{number}/claim").status_code == 303
    late = accounts.signed_in(app, court.max).post(
        f"/mod/cases/{number}/decide", data={"version": "1", "outcome": "dismiss", "reason": "No."}
    )
    assert late.status_code == 409
    half = {"version": "1", "outcome": "seal", "reason": "kept reason"}
    refused = mona.post(f"/mod/cases/{number}/decide", data=half)
    assert refused.status_code == 422
    assert "kept reason" in refused.text
    done = mona.post(
        f"/mod/cases/{number}/decide",
        data={"version": "1", "outcome": "seal", "scope": "Harbour Lights S01E02", "reason": "It told the end."},
    )
    assert done.status_code == 303
    decision = mona.get(done.location)
    assert "It told the end." in decision.text
    for who in (court.ann, court.ben):
        assert "It told the end." in accounts.signed_in(app, who).get(done.location).text
    assert accounts.signed_in(app, court.cleo).get(done.location).status_code == 404
    assert app.test_client().get(done.location).status_code == 404
    again = mona.post(f"/mod/cases/{number}/decide", data={"version": "1", "outcome": "dismiss", "reason": "No, no."})
    assert again.status_code == 409
