"""Notices without a case are answered in words; an answer can be contested once, and another person answers."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from forum.domain.errors import Conflict, Denied, Missing
from forum.domain.people import Reader
from forum.infra import clock, jobs
from forum.infra.db import db
from forum.intake import queries
from forum.intake.actions import answering, noticing
from forum.intake.forms import ContestForm, NoticeAnswerForm, NoticeForm
from forum.intake.models import PublicNotice
from forum.moderation.models import Case, Flag, LedgerEntry
from forum.moderation.queries.chain import ledger_fault
from tests.conftest import NOW
from tests.factories import accounts, groups, posts
from tests.moderation.conftest import Court, court

__all__ = ["court"]

SAID = {
    "name": "Nora Outside",
    "email": "nora@outside.example",
    "reason": "harassment",
    "words": "This names my home address, which is against the law.",
    "good_faith": "true",
}
KEPT = NoticeAnswerForm.read({"outcome": "kept", "words": "We looked and found nothing to act on."})
WRONG = ContestForm.read({"words": "You have not looked at the second line of it."})


def confirmed(url: str) -> int:
    """A notice whose sender has confirmed their address."""
    noticing.send_notice(NoticeForm.read({**SAID, "url": url}), "en", clock.now())
    number = db.session.scalars(select(func.max(PublicNotice.id))).one() or 0
    issued = noticing.issue_notice_key(number)
    assert issued is not None
    noticing.confirm_notice(issued[1], clock.now())
    jobs.drain(clock.now())
    return number


def answers(app: Flask) -> list[Any]:
    jobs.drain(clock.now())
    sent = app.extensions["mailman"].outbox
    return [one for one in sent if one.to == [SAID["email"]] and one.subject == "What became of your notice"]


def key_in(mail: Any) -> str:
    found = re.search(r"/notice/answer/([A-Za-z0-9_-]+)", mail.body)
    assert found is not None
    return found[1]


def whats() -> list[str]:
    return list(db.session.scalars(select(LedgerEntry.what).order_by(LedgerEntry.id)))


def test_a_notice_without_a_case_is_answered_in_words_on_pages(app: Flask, court: Court) -> None:
    app.extensions["mailman"].outbox = []
    number = confirmed("https://forum.example/nowhere")
    ada = accounts.signed_in(app, accounts.moderator("ada"))
    assert f'id="notice-{number}"' in ada.get("/mod/notices").text
    assert "nora@outside.example" not in ada.get("/mod/notices").text
    refused = ada.post(f"/mod/notices/{number}/answer", data={"outcome": "kept", "words": "Short"})
    assert (refused.status_code, "Short</textarea>" in refused.text) == (422, True)
    said = {"outcome": "kept", "words": "We looked and found nothing to act on."}
    assert ada.post(f"/mod/notices/{number}/answer", data=said).status_code == 303
    assert ada.post(f"/mod/notices/{number}/answer", data=said).status_code == 409
    assert f'id="notice-{number}"' not in ada.get("/mod/notices").text
    assert (whats(), ledger_fault()) == (["notice-kept"], "")
    (mail,) = answers(app)
    assert "found nothing to act on" not in mail.body
    page = app.test_client().get(f"/notice/answer/{key_in(mail)}")
    assert "We looked and found nothing to act on." in page.text
    row = db.session.scalars(select(PublicNotice)).one()
    assert (row.words, row.answer) == (SAID["words"], said["words"])


def test_an_answer_is_contested_once_and_another_person_answers(app: Flask, court: Court) -> None:
    app.extensions["mailman"].outbox = []
    number = confirmed("https://forum.example/nowhere")
    ada, bob = accounts.moderator("ada"), accounts.moderator("bob")
    answering.answer_notice(ada, number, KEPT, NOW)
    key = key_in(answers(app)[0])
    web = app.test_client()
    app.config["WTF_CSRF_ENABLED"] = False
    assert web.post(f"/notice/answer/{key}", data={"words": "No."}).status_code == 422
    said = {"words": "You have not looked at the second line of it."}
    assert web.post(f"/notice/answer/{key}", data=said).status_code == 303
    assert web.post(f"/notice/answer/{key}", data=said).status_code == 409
    assert [(row.id, row.involved) for row in queries.waiting_notices(ada).rows] == [(number, True)]
    assert [(row.id, row.involved) for row in queries.waiting_notices(bob).rows] == [(number, False)]
    with pytest.raises(Denied):
        answering.answer_notice(ada, number, KEPT, NOW)
    changed = NoticeAnswerForm.read({"outcome": "acted", "words": "You are right, and something was done."})
    answering.answer_notice(bob, number, changed, NOW)
    with pytest.raises(Conflict):
        answering.answer_notice(bob, number, changed, NOW)
    assert whats() == ["notice-kept", "notice-acted"]
    newest = answers(app)[-1]
    assert len(answers(app)) == 2
    page = web.get(f"/notice/answer/{key_in(newest)}").text
    assert "You are right, and something was done." in page
    assert "<textarea" not in page


def test_a_decision_is_contested_too_and_its_case_comes_back(app: Flask, court: Court) -> None:
    app.extensions["mailman"].outbox = []
    number = confirmed(f"https://forum.example/p/{court.post_id}")
    case = db.session.scalars(select(Case)).one()
    court.decide(court.mona, case.id)
    key = key_in(answers(app)[0])
    answering.contest_answer(key, WRONG, NOW)
    again = NoticeAnswerForm.read({"outcome": "kept", "words": "It goes before moderators again.", "again": True})
    answering.answer_notice(accounts.moderator("bob"), number, again, NOW)
    db.session.expire_all()
    assert db.session.scalars(select(Case.state)).one() == "reopened"
    assert db.session.scalar(select(func.count(Flag.id))) == 2


def test_who_decided_or_is_meant_leaves_the_contest_to_others(app: Flask, court: Court) -> None:
    app.extensions["mailman"].outbox = []
    number = confirmed("https://forum.example/u/ben")
    case = db.session.scalars(select(Case)).one()
    ada = accounts.moderator("ada")
    court.decide(ada, case.id)
    answering.contest_answer(key_in(answers(app)[0]), WRONG, NOW)
    with pytest.raises(Denied):
        answering.answer_notice(ada, number, KEPT, NOW)
    answering.answer_notice(accounts.moderator("bob"), number, KEPT, NOW)


def test_six_months_and_no_day_more(app: Flask, court: Court) -> None:
    app.extensions["mailman"].outbox = []
    number = confirmed("https://forum.example/nowhere")
    answering.answer_notice(accounts.moderator("ada"), number, KEPT, NOW)
    key = key_in(answers(app)[0])
    assert queries.answer_card(key, NOW + timedelta(days=182)).until is not None
    assert queries.answer_card(key, NOW + timedelta(days=183)).until is None
    with pytest.raises(Conflict):
        answering.contest_answer(key, WRONG, NOW + timedelta(days=183))
    answering.contest_answer(key, WRONG, NOW + timedelta(days=182))
    noticing.forget_notices(NOW + timedelta(days=400))
    assert db.session.scalar(select(func.count(PublicNotice.id))) == 1
    answering.answer_notice(accounts.moderator("bob"), number, KEPT, NOW + timedelta(days=400))
    noticing.forget_notices(NOW + timedelta(days=800))
    assert db.session.scalar(select(func.count(PublicNotice.id))) == 0


def test_titles_and_profiles_become_cases_and_the_calendars_titles_do_not(app: Flask, court: Court) -> None:
    attic = groups.hidden_group(court.ann)
    hidden = groups.thread(attic, court.ann, kind="open")
    posts.post(court.ann, hidden, "Hidden words.")
    confirmed(f"https://forum.example/t/{hidden}")
    confirmed("https://forum.example/u/BEN")
    confirmed("https://forum.example/t/99999")
    confirmed("https://forum.example/u/nobody-here")
    cases = db.session.execute(select(Case.target_kind, Case.target_id).order_by(Case.id)).all()
    assert [tuple(one) for one in cases] == [("thread", hidden), ("person", court.ben.id)]
    assert len(queries.waiting_notices(accounts.moderator("ada")).rows) == 2


def test_hidden_and_missing_titles_and_profiles_are_answered_alike(app: Flask, court: Court) -> None:
    """What its sender gets holds nothing but a number and a key, whatever is at the address."""
    attic = groups.hidden_group(court.ann)
    hidden = groups.thread(attic, court.ann, kind="open")
    posts.post(court.ann, hidden, "Hidden words.")
    ada, told = accounts.moderator("ada"), []
    usual = "A person looked at what your notice is about. There was nothing that we had to act on."
    for url in (f"https://forum.example/t/{hidden}", "https://forum.example/t/99999", "https://forum.example/u/nobody"):
        app.extensions["mailman"].outbox = []
        number = confirmed(url)
        row = db.session.get_one(PublicNotice, number)
        if row.case_id is not None:
            court.decide(ada, row.case_id)
        else:
            answering.answer_notice(ada, number, NoticeAnswerForm.read({"outcome": "kept", "words": usual}), NOW)
        (mail,) = answers(app)
        page = app.test_client().get(f"/notice/answer/{key_in(mail)}").text
        texts = [re.sub(r"confirm/\S+|answer/\S+", "KEY", one.body) for one in app.extensions["mailman"].outbox]
        main = re.sub(r"answer/[\w-]+|\bnonce=\S+|value=\"[^\"]{20,}\"", "", page[page.index("<main") :])
        told.append([re.sub(rf"number {number}\b", "number N", one) for one in (*texts, main)])
    assert told[0] == told[1] == told[2]
    assert usual in told[0][-1]


def test_nobody_but_staff(app: Flask, court: Court) -> None:
    number = confirmed("https://forum.example/nowhere")
    for nobody in (Reader.stranger(), court.ann, court.mona):
        with pytest.raises(Denied):
            queries.waiting_notices(nobody)
        with pytest.raises(Denied):
            answering.answer_notice(nobody, number, KEPT, NOW)
    for missing in (0, 99_999, 2**40):
        with pytest.raises(Missing):
            answering.answer_notice(accounts.moderator(f"mod-{missing}"), missing, KEPT, NOW)


def test_a_page_costs_the_same_however_many_wait(app: Flask, court: Court, statements: Any) -> None:
    ada, costs = accounts.moderator("ada"), []
    for _ in range(31):
        confirmed("https://forum.example/nowhere")
        with statements() as counted:
            page = queries.waiting_notices(ada)
        costs.append(len(counted))
    assert set(costs) == {2}
    assert (len(page.rows), page.next) == (30, page.rows[-1].id)
    assert len(queries.waiting_notices(ada, page.next or 0).rows) == 1


def test_the_staff_is_written_to_when_notices_wait(app: Flask, court: Court) -> None:
    confirmed("https://forum.example/nowhere")
    ada = accounts.moderator("ada")
    app.extensions["mailman"].outbox = []
    answering.mail_that_notices_wait(NOW + timedelta(hours=1))
    jobs.drain(NOW)
    assert app.extensions["mailman"].outbox == []
    answering.mail_that_notices_wait(NOW + timedelta(days=2))
    jobs.drain(NOW)
    assert [one.to for one in app.extensions["mailman"].outbox] == [[accounts.address("ada")]]
    assert ada.is_staff


def test_where_only_one_person_answers_everybody_is_told_so(app: Flask, court: Court) -> None:
    app.extensions["mailman"].outbox = []
    number, ada = confirmed("https://forum.example/nowhere"), accounts.moderator("ada")
    answering.answer_notice(ada, number, KEPT, NOW)
    address = f"/notice/answer/{key_in(answers(app)[0])}"
    web, staff = app.test_client(), accounts.signed_in(app, ada)
    assert "so that may take long" in web.get(address).text
    answering.contest_answer(address.rpartition("/")[2], WRONG, NOW)
    assert "there is nobody else on our staff at present" in web.get(address).text
    assert "there is nobody else on the staff" in staff.get("/mod/notices").text
    accounts.moderator("bob")
    assert "Another person reads it and answers by mail." in web.get(address).text
    assert "there is nobody else on the staff" not in staff.get("/mod/notices").text
