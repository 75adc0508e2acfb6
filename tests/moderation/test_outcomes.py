"""What decisions do, how they are taken back, and who may say so: every action has an inverse."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from forum.accounts.models import Person
from forum.domain.errors import Conflict, Denied, Invalid, Missing
from forum.domain.flags import ADVICE_LASTS, APPEAL_WITHIN, MANY, UNDO_WITHIN
from forum.domain.people import GroupRole, Reader
from forum.groups.models import GroupBan, GroupRestraint, Membership
from forum.infra.db import db
from forum.moderation import actions
from forum.moderation.actions.records import count_seal
from forum.moderation.actions.sanctioning import strikes
from forum.moderation.forms import AnswerAppealForm, AppealForm, DecideForm, ReverseForm
from forum.moderation.models import CaseDecision, Flag, LedgerEntry
from forum.moderation.queries.chain import ledger_fault
from forum.moderation.records import Appeal, DecisionLetter, DecisionProposal, DecisionReversal, FlagRecord, Sanction
from forum.posts.actions.tending import unseal_post
from forum.threads.models import Thread
from tests.factories import accounts, groups, posts
from tests.moderation.conftest import Court, case

SORRY = ReverseForm.read({"reason": "I was wrong."})
PLEASE = AppealForm.read({"words": "It was a quotation."})
SCOPE = "harbour-lights S01E02"


def lines() -> list[str]:
    return list(db.session.scalars(select(LedgerEntry.what).order_by(LedgerEntry.id)))


def letters(decision_id: int, kind: str = "decision") -> dict[int, str]:
    rows = db.session.scalars(
        select(DecisionLetter).where(DecisionLetter.decision_id == decision_id, DecisionLetter.kind == kind)
    )
    return {row.person_id: row.role for row in rows}


def record(who: Reader) -> tuple[int, int]:
    db.session.expire_all()
    row = db.session.get(FlagRecord, who.id)
    return (row.agreed, row.disagreed) if row else (0, 0)


def answer(who: Reader, appeal_id: int, outcome: str, court: Court) -> None:
    form = AnswerAppealForm.read({"outcome": outcome, "answer": "We looked again."})
    actions.answer_appeal(who, appeal_id, form, court.now)


def again(court: Court) -> Reader:
    """The author as they are now."""
    db.session.expire_all()
    return db.session.get_one(Person, court.ann.id).facts(court.now)


def elsewhere(court: Court) -> int:
    number = groups.thread(court.group_id, court.ann, "Elsewhere", kind="open")
    posts.post(court.ann, number, "It begins here.")
    return number


def state_of(court: Court) -> tuple[object, ...]:
    """Everything that a decision may have changed."""
    db.session.expire_all()
    post = posts.row(court.post_id)
    thread = db.session.get_one(Thread, court.thread_id)
    return (
        post.removed_at,
        post.seal,
        post.held,
        post.thread_id,
        thread.title,
        thread.locked_at,
        thread.post_count,
        thread.last_post_by_id,
    )


@pytest.mark.parametrize("way", ["undo", "reverse", "appeal"])
@pytest.mark.parametrize(
    ("outcome", "more"),
    [
        ("advise", {}),
        ("seal", {"scope": SCOPE}),
        ("remove", {"rule": 1}),
        ("hide", {"rule": 1}),
        ("lock", {}),
        ("retitle", {"title": "All kinds of things"}),
        ("move", {"thread": 0}),
    ],
)
def test_every_outcome_has_its_inverse(court: Court, outcome: str, more: dict[str, object], way: str) -> None:
    posts.post(court.ben, court.thread_id, "And more.")
    reported = posts.post(court.ann, court.thread_id, "The last word.") if outcome == "move" else court.post_id
    if outcome == "move":
        more = {"thread": elsewhere(court)}
    before, stood = state_of(court), posts.row(reported).thread_id
    decision = court.decide(court.mona, court.flag(court.ben, post_id=reported), outcome, **more)
    if outcome not in ("advise", "move"):
        assert state_of(court) != before
    if way == "undo":
        actions.undo_decision(court.mona, decision, court.now)
    elif way == "reverse":
        actions.reverse_decision(court.max, decision, SORRY, court.now + timedelta(days=400))
    else:
        answer(court.max, actions.appeal(court.ann, decision, PLEASE, court.now), "overturned", court)
    assert state_of(court) == before
    assert posts.row(reported).thread_id == stood
    assert db.session.scalars(select(DecisionReversal)).one().restored is True
    assert ledger_fault() == ""


def test_what_changed_since_is_left_alone(court: Court) -> None:
    decision = court.decide(court.mona, court.spoiler(court.ben), "seal", scope=SCOPE)
    unseal_post(court.max, court.post_id, "Seen it.", court.now)
    actions.reverse_decision(court.max, decision, SORRY, court.now)
    assert db.session.scalars(select(DecisionReversal)).one().restored is False


def test_the_seal_before_comes_back(court: Court) -> None:
    number = court.spoiler(court.ben)
    court.decide(court.mona, number, "seal", scope=SCOPE)
    sealed = posts.row(court.post_id).seal
    court.spoiler(court.cleo)
    second = court.decide(court.mona, number, "seal", scope="harbour-lights S01E03")
    assert posts.row(court.post_id).seal != sealed
    actions.undo_decision(court.mona, second, court.now)
    assert posts.row(court.post_id).seal == sealed


def test_undo_is_one_click_for_ten_minutes_by_whoever_decided(court: Court) -> None:
    number = court.flag(court.ben)
    decision = court.decide(court.mona, number, "remove", rule=1)
    for who, when in ((court.max, court.now), (court.mona, court.now + UNDO_WITHIN)):
        with pytest.raises(Conflict) as fault:
            actions.undo_decision(who, decision, when)
        assert fault.value.code == "too-late"
    assert actions.undo_decision(court.mona, decision, court.now + UNDO_WITHIN - timedelta(seconds=1)) == number
    assert (case(number).state, record(court.ben)) == ("reopened", (0, 0))
    assert db.session.scalars(select(Flag.decision_id)).all() == [None]
    with pytest.raises(Conflict) as fault:
        actions.reverse_decision(court.max, decision, SORRY, court.now)
    assert fault.value.code == "already-reversed"
    again = court.decide(court.mona, number, "dismiss")
    assert letters(again) == {court.ben.id: "flagger"}
    assert lines() == ["remove", "undone", "dismiss"]


def test_a_reversed_case_rests_until_somebody_reports_again(court: Court) -> None:
    number = court.flag(court.ben)
    decision = court.decide(court.mona, number, "remove", rule=1)
    actions.reverse_decision(court.max, decision, SORRY, court.now)
    assert (case(number).state, record(court.ben)) == ("reversed", (0, 0))
    assert letters(decision, "reversal") == {court.ann.id: "author", court.ben.id: "flagger"}
    court.flag(court.cleo)
    assert case(number).state == "reopened"


def test_who_is_told_and_once(court: Court) -> None:
    number = court.flag(court.ben)
    first = court.decide(court.mona, number)
    assert letters(first) == {court.ben.id: "flagger"}
    court.flag(court.cleo)
    second = court.decide(court.mona, number, "remove", rule=1)
    assert letters(second) == {court.cleo.id: "flagger", court.ann.id: "author"}
    assert (record(court.ben), record(court.cleo)) == ((0, 1), (1, 0))


def test_advice_is_no_strike_and_is_forgotten(court: Court) -> None:
    decision = court.decide(court.mona, court.flag(court.ben), "advise")
    assert db.session.get_one(CaseDecision, decision).expires_at == court.now + ADVICE_LASTS
    assert strikes(court.ann.id, court.group_id, court.now) == 0


@pytest.mark.parametrize(("kind", "hours"), [("warn", None), ("slow", 24), ("mute", 72), ("ban", 168)])
def test_a_sanction_is_carried_out_and_lifted(court: Court, kind: str, hours: int | None) -> None:
    more = {"sanction": kind, "hours": hours, "rule": 1}
    decision = court.decide(court.mona, court.flag(court.ben), "advise", **more)
    row = db.session.scalars(select(Sanction)).one()
    assert (row.kind, row.person_id, row.hours, row.decision_id) == (kind, court.ann.id, hours, decision)
    assert strikes(court.ann.id, court.group_id, court.now) == 1
    refused = {"warn": "", "slow": "slow-down", "mute": "muted", "ban": "banned"}[kind]
    if refused:
        posts.post(court.ben, court.thread_id, "A word.")
        with pytest.raises(Denied) as fault:
            posts.post(court.ann, court.thread_id, "But.")
        assert fault.value.reason == refused
    actions.reverse_decision(court.max, decision, SORRY, court.now)
    assert strikes(court.ann.id, court.group_id, court.now) == 0
    posts.post(court.ann, court.thread_id, "Thank you.")
    restraints = [one.lifted_at for one in db.session.scalars(select(GroupRestraint))]
    bans = [one.lifted_at for one in db.session.scalars(select(GroupBan))]
    assert all(at == court.now for at in restraints + bans)
    role = select(Membership.role).where(Membership.group_id == court.group_id, Membership.person_id == court.ann.id)
    assert db.session.scalar(role) == "member"


def test_a_suspension_is_for_staff_of_the_site(court: Court) -> None:
    number = court.flag(court.ben)
    more = {"sanction": "suspend", "hours": 24, "rule": 1}
    with pytest.raises(Denied) as fault:
        court.decide(court.mona, number, "advise", **more)
    assert fault.value.reason == "staff-only"
    staff = accounts.moderator("site-mod")
    decision = court.decide(staff, number, "advise", **more)
    assert again(court).suspended is True
    actions.reverse_decision(staff, decision, SORRY, court.now)
    assert again(court).suspended is False


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"outcome": "dismiss", "sanction": "warn", "rule": 1}, "sanction"),
        ({"outcome": "advise", "sanction": "mute", "rule": 1}, "hours"),
        ({"outcome": "advise", "sanction": "mute", "hours": 0, "rule": 1}, "hours"),
        ({"outcome": "advise", "sanction": "mute", "hours": 24}, "rule"),
        ({"outcome": "retitle"}, "title"),
        ({"outcome": "move"}, "thread"),
        ({"outcome": "lock", "extent": "thread"}, "extent"),
        ({"outcome": "move", "thread": 9999}, "thread"),
    ],
)
def test_what_does_not_fit_is_refused_and_changes_nothing(court: Court, values: dict[str, object], field: str) -> None:
    number = court.flag(court.ben, post_id=posts.post(court.ann, court.thread_id, "More."))
    with pytest.raises(Invalid) as fault:
        court.decide(court.mona, number, **values)
    assert field in fault.value.errors
    assert (case(number).state, db.session.scalars(select(CaseDecision)).all()) == ("open", [])


def test_nobody_is_sanctioned_by_an_equal_or_in_a_dismissal(court: Court) -> None:
    own = posts.post(court.max, court.thread_id, "Mine.")
    number = court.flag(court.ben, post_id=own)
    for kind, hours in (("warn", None), ("mute", 24), ("ban", 24)):
        with pytest.raises(Denied) as fault:
            court.decide(court.mona, number, "advise", sanction=kind, hours=hours, rule=1)
        assert fault.value.reason == "outranked"
    assert db.session.scalars(select(Sanction)).all() == []


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


def test_an_appeal_is_answered_in_words_by_another_person(court: Court) -> None:
    decision = court.decide(court.mona, court.flag(court.ben), "remove", rule=1)
    for nobody in (court.cleo, court.max, Reader.stranger()):
        with pytest.raises(Missing):
            actions.appeal(nobody, decision, PLEASE, court.now)
    appeal = actions.appeal(court.ann, decision, PLEASE, court.now)
    with pytest.raises(Conflict) as fault:
        actions.appeal(court.ann, decision, PLEASE, court.now)
    assert fault.value.code == "already-appealed"
    with pytest.raises(Denied) as refused:
        answer(court.mona, appeal, "overturned", court)
    assert refused.value.reason == "own-decision"
    with pytest.raises(Conflict) as waiting:
        actions.undo_decision(court.mona, decision, court.now)
    assert waiting.value.code == "appealed"
    answer(court.max, appeal, "upheld", court)
    row = db.session.get_one(Appeal, appeal)
    assert (row.outcome, row.answer, row.answered_by_id) == ("upheld", "We looked again.", court.max.id)
    assert posts.row(court.post_id).stands is False
    assert letters(decision, "answer") == {court.ann.id: "author"}
    assert lines() == ["remove", "appealed", "upheld"]
    with pytest.raises(Conflict):
        answer(court.max, appeal, "overturned", court)


def test_a_reporter_who_was_right_brings_the_case_back(court: Court) -> None:
    number = court.flag(court.ben)
    decision = court.decide(court.mona, number)
    assert record(court.ben) == (0, 1)
    answer(court.max, actions.appeal(court.ben, decision, PLEASE, court.now), "overturned", court)
    assert (case(number).state, record(court.ben)) == ("reopened", (0, 0))
    court.decide(court.max, number, "remove", rule=1)
    assert record(court.ben) == (1, 0)


def test_appeals_are_open_for_six_months(court: Court) -> None:
    decision = court.decide(court.mona, court.flag(court.ben), "remove", rule=1)
    late = court.now + APPEAL_WITHIN
    with pytest.raises(Conflict) as fault:
        actions.appeal(court.ann, decision, PLEASE, late)
    assert fault.value.code == "appeal-late"
    assert actions.appeal(court.ann, decision, PLEASE, late - timedelta(seconds=1))


def test_nobody_escalates(court: Court) -> None:
    """Every verb by everybody who has no right to it: nothing is there for them."""
    decision = court.decide(court.mona, court.flag(court.ben), "remove", rule=1)
    appeal = actions.appeal(court.ann, decision, PLEASE, court.now)
    steward = groups.member(court.group_id, accounts.person("stew"), GroupRole.STEWARD)
    outsider = accounts.person("mick")
    groups.group(outsider, "elsewhere")
    for who in (court.ann, court.ben, court.cleo, steward, outsider, Reader.stranger()):
        for verb in (
            lambda who=who: actions.undo_decision(who, decision, court.now),
            lambda who=who: actions.reverse_decision(who, decision, SORRY, court.now),
            lambda who=who: answer(who, appeal, "overturned", court),
        ):
            with pytest.raises(Missing):
                verb()
    for who in (court.mona, accounts.moderator("site-mod")):
        with pytest.raises(Denied):
            actions.bury(who, 1, "No.", court.now)
    assert posts.row(court.post_id).stands is False


def test_words_of_a_line_can_be_taken_out_and_the_chain_holds(court: Court) -> None:
    court.decide(court.mona, court.flag(court.ben), "remove", rule=1)
    court.decide(
        court.mona, court.flag(court.cleo, post_id=posts.post(court.ann, court.thread_id, "B")), "remove", rule=1
    )
    first = db.session.scalars(select(LedgerEntry).order_by(LedgerEntry.id)).first()
    assert first is not None
    ada = accounts.administrator("ada")
    actions.bury(ada, first.id, "It named somebody.", court.now)
    actions.bury(ada, first.id, "Again.", court.now)
    db.session.expire_all()
    assert (first.what, first.actor_id, first.rule) == ("tombstone", None, None)
    assert (lines(), ledger_fault()) == (["tombstone", "remove", "tombstone"], "")


def test_tampering_shows(court: Court) -> None:
    from sqlalchemy import text

    from forum.infra.db import transaction

    court.decide(court.mona, court.flag(court.ben), "remove", rule=1)
    court.decide(court.mona, court.flag(court.cleo, post_id=posts.post(court.ann, court.thread_id, "B")))
    with transaction():
        db.session.execute(text("UPDATE ledger_entries SET what = 'dismiss' WHERE what = 'remove'"))
    assert "was changed" in ledger_fault()
    with transaction():
        db.session.execute(
            text("UPDATE ledger_entries SET what = 'remove' WHERE id = (SELECT min(id) FROM ledger_entries)")
        )
    assert ledger_fault() == ""
    with transaction():
        db.session.execute(text("DELETE FROM ledger_entries WHERE id = (SELECT max(id) FROM ledger_entries)"))
    assert ledger_fault() == "the newest lines are missing"


def test_seals_of_readers_are_counted(court: Court) -> None:
    from forum.infra.db import transaction

    with transaction():
        for right in (True, True, False):
            count_seal(court.ben.id or 0, right=right)
    row = db.session.get_one(FlagRecord, court.ben.id)
    assert (row.sealed_right, row.sealed_wrong) == (2, 1)
