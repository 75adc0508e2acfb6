"""The page on which staff suspends people and gives roles, and what those concerned read."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask_mailman import EmailMessage

from forum.accounts import queries
from forum.domain.people import SiteRole
from forum.infra import clock as clocks
from tests.factories.accounts import PASSWORD, administrator, moderator, person, sign_in, signed_in

Mails = Callable[[], list[EmailMessage]]
WEEK = {"days": "7", "reason": "Nine posts of advertising"}


def test_a_moderator_suspends_and_the_member_reads_why(app: Flask, mails: Mails, clock: clocks.SetClock) -> None:
    ann, mona = person("ann"), moderator()
    anns, staff = signed_in(app, ann), signed_in(app, mona)

    assert "Standing" in staff.get("/u/ann").text
    assert staff.post("/u/ann/suspend", data=WEEK).location == "/u/ann/standing"

    assert anns.get("/settings").status_code == 401
    (message,) = mails()
    assert message.to == ["ann@people.example"]
    assert "/settings/security" in message.body
    assert WEEK["reason"] not in message.body
    page = sign_in(app.test_client(), "ann").get("/settings/security").text
    assert WEEK["reason"] in page
    assert 'datetime="2026-11-29T12:00:00' in page
    assert WEEK["reason"] in staff.get("/u/ann/standing").text
    clock.forward(timedelta(days=7))
    assert WEEK["reason"] not in sign_in(app.test_client(), "ann").get("/settings/security").text


def test_a_suspension_is_lifted(app: Flask) -> None:
    ann, staff = person("ann"), signed_in(app, moderator())
    staff.post("/u/ann/suspend", data=WEEK)

    assert "/u/ann/unsuspend" in staff.get("/u/ann/standing").text
    assert staff.post("/u/ann/unsuspend", data={"reason": "a mistake"}).status_code == 303

    assert not queries.reader_of(ann.id or 0, clocks.now()).suspended
    assert "a mistake" in staff.get("/u/ann/standing").text


def test_an_administrator_gives_a_role(app: Flask) -> None:
    ann, staff = person("ann"), signed_in(app, administrator())
    told = staff.post("/u/ann/role", data={"role": "moderator", "reason": "help wanted"})

    assert told.status_code == 303
    assert queries.reader_of(ann.id or 0, clocks.now()).role is SiteRole.MODERATOR
    page = staff.get("/u/ann/standing").text
    assert "help wanted" in page
    assert "made moderator by <" in page


def test_a_role_asks_who_it_is_after_a_while(app: Flask) -> None:
    ann, staff = person("ann"), signed_in(app, administrator())
    with staff.session_transaction() as session:
        session["fs_paa"] -= 16 * 60
    page = staff.get("/u/ann/standing").text
    assert "/account/verify?next=/u/ann/standing" in page
    assert 'action="/u/ann/role"' not in page
    assert 'action="/u/ann/suspend"' in page

    told = staff.post("/u/ann/role", data={"role": "moderator", "reason": "help wanted"})
    assert told.status_code == 403
    assert 'value="help wanted"' in told.text
    assert '<option value="moderator" selected' in told.text
    assert queries.reader_of(ann.id or 0, clocks.now()).role is SiteRole.MEMBER

    staff.post("/account/verify?next=/u/ann/standing", data={"password": PASSWORD})
    assert staff.post("/u/ann/role", data={"role": "moderator", "reason": "help wanted"}).status_code == 303
    assert queries.reader_of(ann.id or 0, clocks.now()).role is SiteRole.MODERATOR


@pytest.mark.parametrize(
    ("path", "data", "said"),
    [
        ("suspend", {"days": "0", "reason": "x"}, "cannot be read"),
        ("suspend", {"days": "many", "reason": "kept words"}, "kept words"),
        ("suspend", {"days": "7", "reason": ""}, "fill this in"),
        ("role", {"role": "king", "reason": "x"}, "one of the options"),
        ("role", {"role": "member", "reason": "x"}, "last administrator"),
    ],
)
def test_faults_are_told_and_change_nothing(app: Flask, path: str, data: dict[str, str], said: str) -> None:
    ada = administrator()
    person("ann")
    whom = "ada" if said == "last administrator" else "ann"
    answer = signed_in(app, ada).post(f"/u/{whom}/{path}", data=data)

    assert answer.status_code == 422
    assert said in answer.text
    assert queries.reader_of(ada.id or 0, clocks.now()).is_administrator
    assert not queries.reader_of(queries.person_by_handle("ann").id, clocks.now()).suspended


def test_it_is_for_staff_alone(app: Flask) -> None:
    person("ann")
    nina = moderator("nina")
    member, stranger, staff = signed_in(app, person("ben")), app.test_client(), signed_in(app, moderator())

    for browser, status in ((stranger, 401), (member, 403)):
        assert browser.get("/u/ann/standing").status_code == status
        for path in ("suspend", "unsuspend", "role"):
            assert browser.post(f"/u/ann/{path}", data={}).status_code == status
    assert "/u/ann/standing" not in member.get("/u/ann").text
    assert staff.get("/u/nina/standing").status_code == 200
    assert "/u/nina/suspend" not in staff.get("/u/nina/standing").text
    assert staff.post("/u/nina/suspend", data=WEEK).status_code == 403
    assert staff.post("/u/ann/role", data={"role": "administrator", "reason": "me"}).status_code == 403
    assert staff.get("/u/nobody/standing").status_code == 404
    assert not queries.reader_of(nina.id or 0, clocks.now()).suspended
