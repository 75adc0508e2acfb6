"""Calling those on call: a signed request that is tried again, and mails that say nothing about anybody."""

from __future__ import annotations

import hashlib
import hmac
import json
import re
import threading
from collections.abc import Iterator
from datetime import date, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from flask import Flask
from pydantic import SecretStr
from sqlalchemy import select

from forum.care import actions
from forum.care.forms import AnswerForm, AskedForm, CarerForm, DutyForm, LowerForm, NoteForm
from forum.care.models import CareCase, CareMessage
from forum.care.paging import SIGNATURE, page_what_waits
from forum.domain.errors import Invalid
from forum.infra import clock as clocks
from forum.infra import jobs
from forum.infra.clock import SetClock
from forum.infra.db import db
from tests.care.test_acceptance import team
from tests.care.test_listening import GOODBYE, NEED, Place, place
from tests.factories import accounts

__all__ = ["place"]

SECRET = "a secret that the pager knows"


class Pager(HTTPServer):
    """Somebody's pager on loopback. Shapes: `answers` are given in turn, 204 after them; `calls` = header and body."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Call)
        self.answers: list[int] = []
        self.calls: list[tuple[str, bytes]] = []


class Call(BaseHTTPRequestHandler):
    server: Pager

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.calls.append((self.headers[SIGNATURE], body))
        status = self.server.answers.pop(0) if self.server.answers else 204
        self.send_response(status)
        if status == 302:
            self.send_header("Location", "/elsewhere")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
        """Say nothing."""


@pytest.fixture
def pager(app: Flask) -> Iterator[Pager]:
    before = app.extensions["settings"]
    with Pager() as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        told = {
            "care_webhook_url": f"http://127.0.0.1:{server.server_port}/page",
            "care_webhook_secret": SecretStr(SECRET),
        }
        app.extensions["settings"] = before.model_copy(update=told)
        yield server
        server.shutdown()
        thread.join()
    app.extensions["settings"] = before


def test_a_p0_calls_the_pager_with_a_signature_and_nothing_about_anybody(place: Place, pager: Pager) -> None:
    place.written(GOODBYE)
    jobs.drain(clocks.now())
    [(signature, body)] = pager.calls
    assert signature == "sha256=" + hmac.new(SECRET.encode(), body, hashlib.sha256).hexdigest()
    told = json.loads(body)
    assert sorted(told) == ["about", "case", "due_at", "event", "priority", "url"]
    assert (told["priority"], told["event"], told["about"]) == (0, "care.case", "waits")
    assert told["url"].endswith(f"/care/cases/{told['case']}")
    assert "ann" not in body.decode()
    assert "goodbye" not in body.decode().lower()


def test_what_is_no_p0_calls_nobody_at_night(place: Place, pager: Pager) -> None:
    place.written(NEED)
    jobs.drain(clocks.now())
    assert pager.calls == []


@pytest.mark.parametrize("status", [500, 302])
def test_what_the_pager_did_not_take_is_tried_again(place: Place, pager: Pager, clock: SetClock, status: int) -> None:
    pager.answers = [status, status]
    place.written(GOODBYE)
    for _ in range(6):
        jobs.drain(clock.instant)
        clock.forward(timedelta(hours=1))
    assert len(pager.calls) == 3
    assert len(set(pager.calls)) == 1


def page(clock: SetClock) -> None:
    page_what_waits(clock.instant)
    jobs.drain(clock.instant)


def test_who_is_on_call_gets_a_mail_and_when_late_another_one(app: Flask, place: Place, clock: SetClock) -> None:
    lea, sid = accounts.person("lea"), accounts.person("sid")
    team(accounts.administrator(), lea, sid)
    actions.go_on_call(sid, DutyForm(on_call=True), clock.instant)
    box = app.extensions["mailman"].outbox = []
    place.written(GOODBYE)
    jobs.drain(clock.instant)
    assert [one.to for one in box] == [["sid@people.example"], ["ann@people.example"]]
    assert GOODBYE not in str([(one.subject, one.body) for one in box])
    assert re.search(r"\bann\b", box[0].subject + box[0].body, re.IGNORECASE) is None
    clock.forward(timedelta(minutes=14))
    page(clock)
    assert len(box) == 2
    clock.forward(timedelta(minutes=2))
    for _ in range(2):
        page(clock)
    assert [one.to for one in box[2:]] == [["sid@people.example"]]


def test_a_person_is_reminded_to_ask_again_after_a_day_and_a_week(app: Flask, place: Place, clock: SetClock) -> None:
    lea = accounts.person("lea")
    team(accounts.administrator(), lea)
    place.written(NEED)
    number = db.session.scalars(select(CareCase.id)).one()
    actions.write_to_person(lea, number, AnswerForm(words="How are you?"), clock.instant)
    jobs.drain(clock.instant)
    box = app.extensions["mailman"].outbox = []
    reminded = []
    for hours in (23, 2, 24 * 6 - 2, 2):
        clock.forward(timedelta(hours=hours))
        for _ in range(2):
            page(clock)
        reminded.append(len(box))
    assert reminded == [0, 1, 1, 2]
    for after in ("day", "week"):
        actions.ask_again(lea, number, after, AskedForm(), clock.instant)
    assert {tuple(one.to) for one in box} == {("lea@people.example",)}
    assert {one.subject for one in box} == {"Watercooler: it is time to ask again"}
    assert all("time is over" not in one.subject and "ask the person of case" in one.body for one in box)


def test_what_comes_of_a_case_is_told_in_words_of_its_own(
    app: Flask, place: Place, pager: Pager, clock: SetClock
) -> None:
    lea, sid = accounts.person("lea"), accounts.person("sid")
    team(accounts.administrator(), lea, sid)
    place.written(GOODBYE)
    jobs.drain(clock.instant)
    box = app.extensions["mailman"].outbox = []
    number = db.session.scalars(select(CareCase.id)).one()
    actions.take_case(lea, number, clock.instant)
    actions.call_for_second(lea, number, clock.instant)
    actions.write_to_person(lea, number, AnswerForm(words="How are you?"), clock.instant)
    said = db.session.scalars(select(CareMessage.id).where(CareMessage.kind == "personal")).one()
    actions.answer_team(place.ann, said, AnswerForm(words="SECRET thanks."), clock.instant)
    actions.hand_over(lea, number, NoteForm(words="I have to go."), clock.instant)
    jobs.drain(clock.instant)
    to_sid = [(one.subject, one.body.splitlines()[0]) for one in box if one.to == ["sid@people.example"]]
    assert to_sid == [
        (
            "Watercooler: a second person is needed",
            f"Somebody of the team asks for a second person beside them in case {number}. P0",
        ),
        ("Watercooler: somebody wrote back", f"The person of case {number} has written back. P0"),
        (
            "Watercooler: something waits for you",
            f"Nobody has case {number} any more: whoever had it stepped away. P0",
        ),
    ]
    assert all("first look" not in one.body and "SECRET" not in one.body for one in box), "somebody has looked"
    told = [json.loads(body)["about"] for _, body in pager.calls]
    assert told == ["waits", "beside", "answered", "left"]


def test_who_wants_to_be_written_to_is_told_to_the_team_at_once(
    app: Flask, place: Place, pager: Pager, clock: SetClock
) -> None:
    """Also where a case was no hurry before: somebody asks for a person."""
    lea = accounts.person("lea")
    team(accounts.administrator(), lea)
    place.written("I am so worried about my friend, he told me today that he wants to kill himself.")
    jobs.drain(clock.instant)
    case = db.session.scalars(select(CareCase)).one()
    assert (case.priority, case.asked_at) == (2, None)
    due_at = case.due_at
    message = db.session.scalars(select(CareMessage.id).where(CareMessage.kind == "other")).one()
    box = app.extensions["mailman"].outbox = []
    address = f"/care/messages/{message}/write-to-me"
    assert accounts.signed_in(app, place.ben).post(address).status_code == 404
    ann = accounts.signed_in(app, place.ann)
    for _ in range(2):
        assert ann.post(address).status_code == 303
        jobs.drain(clock.instant)
    assert [(one.to, one.body.splitlines()[0]) for one in box] == [
        (["lea@people.example"], f"The person of case {case.id} would like somebody to write to them. P1")
    ]
    db.session.refresh(case)
    assert (case.priority, case.asked_at, case.due_at < due_at) == (1, clock.instant, True)
    assert "asked us to write" in accounts.signed_in(app, lea).get("/care").text
    assert "Somebody of the team will write to you." in ann.get("/care/messages").text
    assert pager.calls == []


def test_only_what_becomes_more_urgent_is_paged(app: Flask, place: Place, pager: Pager, clock: SetClock) -> None:
    lea = accounts.person("lea")
    team(accounts.administrator(), lea)
    place.written(NEED)
    jobs.drain(clock.instant)
    number = db.session.scalars(select(CareCase.id)).one()
    for priority, calls in (("2", 0), ("0", 1)):
        actions.judge_urgency(lea, number, LowerForm(priority=priority, words="As I read it."), clock.instant)
        jobs.drain(clock.instant)
        assert len(pager.calls) == calls


def test_what_nobody_looked_at_or_answered_comes_first_among_its_like(app: Flask, place: Place) -> None:
    lea = accounts.person("lea")
    team(accounts.administrator(), lea)
    for words in (GOODBYE, GOODBYE):
        place.written(words)
    early, late = db.session.scalars(select(CareCase.id).order_by(CareCase.id)).all()
    browser = accounts.signed_in(app, lea)

    def order() -> list[int]:
        return [int(one) for one in re.findall(r'<a href="/care/cases/(\d+)">', browser.get("/care").text)]

    assert order() == [early, late]
    actions.take_case(lea, early, clocks.now())
    assert order() == [late, early]
    actions.take_case(lea, late, clocks.now())
    assert order() == [early, late]
    actions.write_to_person(lea, late, AnswerForm(words="How are you?"), clocks.now())
    assert "wrote back" not in browser.get("/care").text
    said = db.session.scalars(select(CareMessage.id).where(CareMessage.kind == "personal")).one()
    actions.answer_team(place.ann, said, AnswerForm(words="Better."), clocks.now())
    assert order() == [late, early]
    assert browser.get("/care").text.count("wrote back") == 1
    actions.write_to_person(lea, late, AnswerForm(words="Good."), clocks.now())
    assert order() == [early, late]


def test_a_reminder_that_the_pager_did_not_take_is_tried_again_and_stops_no_other(
    place: Place, pager: Pager, clock: SetClock
) -> None:
    place.written(GOODBYE)
    place.written(GOODBYE)
    jobs.drain(clock.instant)
    told = len(pager.calls)
    clock.forward(timedelta(minutes=16))
    pager.answers = [500]
    page(clock)
    clock.forward(timedelta(hours=1))
    page(clock)
    cases = db.session.scalars(select(CareCase.id)).all()
    assert len(cases) == 2
    late = [json.loads(body) for _, body in pager.calls[told:]]
    assert {(one["case"], one["about"]) for one in late} == {(case, "late") for case in cases}
    assert not {body for _, body in pager.calls[:told]} & {body for _, body in pager.calls[told:]}, "none is a double"


def test_training_is_no_older_than_a_year_and_not_to_come(place: Place) -> None:
    admin, lea = accounts.administrator(), accounts.person("lea")
    for day, code in ((date(2025, 11, 21), "too-long-ago"), (date(2026, 11, 23), "in-the-future")):
        with pytest.raises(Invalid) as fault:
            actions.appoint_carer(admin, CarerForm(handle=lea.handle, trained_on=day), clocks.now())
        assert fault.value.errors == {"trained_on": (code,)}
    actions.appoint_carer(admin, CarerForm(handle=lea.handle, trained_on=date(2025, 11, 22)), clocks.now())
