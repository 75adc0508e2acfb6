"""Decisions that reach further than one case, and those that take two people."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from forum.domain.errors import Conflict, Denied, Missing
from forum.domain.flags import MANY
from forum.infra.db import db
from forum.moderation import actions
from forum.moderation.forms import DecideForm
from forum.moderation.models import CaseDecision
from forum.moderation.records import DecisionProposal, Sanction
from tests.factories import posts
from tests.moderation.conftest import Court, case
from tests.moderation.hearing import PLEASE, answer, record


def test_a_decision_reaches_all_that_is_reported_of_an_author_one_by_one(court: Court) -> None:
    mine = [posts.post(court.ann, court.thread_id, f"Rude {n}") for n in range(3)]
    numbers = [court.flag(court.ben, post_id=one) for one in mine]
    others = court.flag(court.ben, post_id=posts.post(court.cleo, court.thread_id, "Not mine."))
    own = court.flag(court.mona, post_id=posts.post(court.ann, court.thread_id, "Reported by the moderator."))
    first = court.decide(court.mona, numbers[0], "remove", rule=1, extent="author-here", sanction="mute", hours=24)
    rows = db.session.scalars(select(CaseDecision).order_by(CaseDecision.id)).all()
    assert [(row.case_id, row.with_id) for row in rows] == [
        (numbers[0], None),
        (numbers[1], first),
        (numbers[2], first),
    ]
    assert (case(others).state, case(own).state) == ("open", "open")
    assert len(db.session.scalars(select(Sanction)).all()) == 1
    appeal = actions.appeal(court.ann, rows[1].id, PLEASE, court.now)
    answer(court.max, appeal, "overturned", court)
    assert [posts.row(one).stands for one in mine] == [False, True, False]
    assert record(court.ben) == (2, 0)


@pytest.mark.parametrize("grave", ["for good", "many"])
def test_the_gravest_decisions_take_two_people(court: Court, grave: str) -> None:
    texts = [posts.post(court.ann, court.thread_id, f"Rude {n}") for n in range(MANY if grave == "many" else 1)]
    numbers = [court.flag(court.ben, post_id=one) for one in texts]
    more = {"extent": "author-here"} if grave == "many" else {"sanction": "ban", "hours": 0}
    with pytest.raises(Denied) as fault:
        court.decide(court.mona, numbers[0], "remove", rule=1, **more)
    assert fault.value.reason == "second-person"
    assert posts.row(texts[0]).stands is True
    form = DecideForm.read({"version": 1, "outcome": "remove", "rule": 1, "reason": "Because.", **more})
    proposal = actions.propose_decision(court.mona, numbers[0], form, court.now)
    assert posts.row(texts[0]).stands is True
    with pytest.raises(Denied) as fault:
        actions.agree_to_proposal(court.mona, proposal, court.now)
    assert fault.value.reason == "own-decision"
    with pytest.raises(Conflict) as taken:
        actions.propose_decision(court.max, numbers[0], form, court.now)
    assert taken.value.code == "proposal-waits"
    for nobody in (court.ann, court.ben, court.cleo):
        with pytest.raises(Missing):
            actions.agree_to_proposal(nobody, proposal, court.now)
    decision = db.session.get_one(CaseDecision, actions.agree_to_proposal(court.max, proposal, court.now))
    assert (decision.decided_by_id, decision.proposed_by_id) == (court.max.id, court.mona.id)
    assert not any(posts.row(one).stands for one in texts)
    appeal = actions.appeal(court.ann, decision.id, PLEASE, court.now)
    for who in (court.mona, court.max):
        with pytest.raises(Denied) as fault:
            answer(who, appeal, "upheld", court)
        assert fault.value.reason == "own-decision"


def test_a_refused_proposal_leaves_the_case_to_others(court: Court) -> None:
    number = court.flag(court.ben)
    form = DecideForm.read(
        {"version": 1, "outcome": "remove", "rule": 1, "reason": "Because.", "sanction": "ban", "hours": 0}
    )
    actions.claim_case(court.mona, number, court.now)
    proposal = actions.propose_decision(court.mona, number, form, court.now)
    actions.refuse_proposal(court.max, proposal, court.now)
    with pytest.raises(Conflict) as fault:
        actions.agree_to_proposal(court.max, proposal, court.now)
    assert fault.value.code == "already-decided"
    assert db.session.get_one(DecisionProposal, proposal).decision_id is None
    court.decide(court.max, number)
