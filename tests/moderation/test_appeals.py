"""Appeals: six months, another person, in words; and nobody without the right touches any of it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from forum.accounts.models import Person
from forum.cli import cli
from forum.domain.errors import Conflict, Denied, Missing
from forum.domain.flags import APPEAL_WITHIN
from forum.domain.people import GroupRole, Reader
from forum.groups.models import Membership
from forum.infra.db import db
from forum.moderation import actions
from forum.moderation.actions.waiting_appeals import mail_that_appeals_wait
from forum.moderation.forms import FlagForm
from forum.moderation.records import Appeal
from tests.factories import accounts, groups, posts
from tests.moderation.conftest import Court, case
from tests.moderation.hearing import PLEASE, SORRY, answer, letters, lines, record


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


def mails(court: Court) -> list[tuple[str, bool, bool]]:
    """To whom, whether there is something to answer, whether something is stuck."""
    court.app.extensions["mailman"].outbox = []
    mail_that_appeals_wait(court.now + timedelta(hours=25))
    sent = court.app.extensions["mailman"].outbox
    return sorted((one.to[0], "you may give it" in one.body, "waits for nobody" in one.body) for one in sent)


def test_who_may_answer_is_written_to_after_a_day(court: Court) -> None:
    decision = court.decide(court.mona, court.flag(court.ben), "remove", rule=1)
    assert mails(court) == []
    appeal = actions.appeal(court.ann, decision, PLEASE, court.now)
    court.app.extensions["mailman"].outbox = []
    mail_that_appeals_wait(court.now + timedelta(hours=23))
    assert court.app.extensions["mailman"].outbox == []
    told = [(accounts.address(name), True, False) for name in ("maxi", "olga")]
    assert mails(court) == sorted(told)  # neither mona, who decided, nor whoever asks
    answer(court.max, appeal, "upheld", court)
    assert mails(court) == []


def test_an_appeal_that_nobody_may_answer_is_told_to_everybody_concerned(court: Court) -> None:
    decision = court.decide(court.mona, court.flag(court.ben), "remove", rule=1)
    actions.appeal(court.ann, decision, PLEASE, court.now)
    page = f"/decisions/{decision}"
    said = "At present there is nobody who may"
    asks, decided = (accounts.signed_in(court.app, one) for one in (court.ann, court.mona))
    assert said not in asks.get(page).text
    others = Membership.group_id == court.group_id, Membership.person_id != court.mona.id
    db.session.execute(update(Membership).where(*others).values(role=GroupRole.MEMBER.value))
    db.session.commit()
    assert (said in asks.get(page).text, said in decided.get(page).text) == (True, True)
    assert mails(court) == []  # there is no administrator either: the pages say so
    accounts.administrator("anna")
    db.session.commit()
    assert said not in asks.get(page).text
    assert mails(court) == [(accounts.address("anna"), True, False)]


def test_an_administrator_who_decided_alone_is_told_that_it_waits_for_nobody(
    court: Court, monkeypatch: pytest.MonkeyPatch
) -> None:
    anna = accounts.administrator("anna")
    decision = court.decide(anna, court.flag(court.ben), "remove", rule=1)
    actions.appeal(court.ann, decision, PLEASE, court.now)
    others = Membership.group_id == court.group_id
    db.session.execute(update(Membership).where(others).values(role=GroupRole.MEMBER.value))
    db.session.commit()
    assert mails(court) == [(accounts.address("anna"), False, True)]
    monkeypatch.setattr("forum.pages.doctor.faults", lambda _now: {"migrations": ""})  # the tables stand without them
    said = "1 of the oldest appeals may be answered by nobody"
    assert said in court.app.test_cli_runner().invoke(cli, ["doctor"]).output
    accounts.moderator("site-mod")
    db.session.commit()
    assert "answered by nobody" not in court.app.test_cli_runner().invoke(cli, ["doctor"]).output


@pytest.mark.parametrize("part", ["author", "reporter"])
def test_whoever_the_case_is_about_or_reported_it_is_not_counted_on(court: Court, part: str) -> None:
    """The last one who might answer may not: nobody is told that they may."""
    post_id = posts.post(court.max, court.thread_id, "Mine.") if part == "author" else court.post_id
    number = actions.raise_flag(court.ben, post_id, FlagForm.read({"reason": "off-topic"}), court.now)
    if part == "reporter":
        actions.raise_flag(court.max, post_id, FlagForm.read({"reason": "off-topic"}), court.now)
    actions.appeal(court.ben, court.decide(court.mona, number), PLEASE, court.now)
    others = Membership.group_id == court.group_id, Membership.person_id.not_in((court.mona.id, court.max.id))
    db.session.execute(update(Membership).where(*others).values(role=GroupRole.MEMBER.value))
    db.session.commit()
    anna = accounts.administrator("anna")
    db.session.execute(update(Person).where(Person.id == anna.id).values(suspended_until=court.now + timedelta(days=9)))
    db.session.commit()
    assert mails(court) == []
    appeal = db.session.scalars(select(Appeal.id)).one()
    with pytest.raises(Denied):
        answer(court.max, appeal, "upheld", court)
    db.session.execute(update(Person).where(Person.id == anna.id).values(suspended_until=None))
    db.session.commit()
    assert mails(court) == [(accounts.address("anna"), True, False)]
