"""Forgotten passwords and new addresses: links that work once, and answers that tell nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_mailman import EmailMessage
from sqlalchemy import func, select

from forum.accounts import actions
from forum.accounts.models import MailKey, Person
from forum.infra import clock as clocks
from forum.infra.db import db
from tests.accounts.test_registering import _same
from tests.accounts.test_sessions import NEW, still_in
from tests.factories.accounts import PASSWORD, address, person, sign_in, signed_in

Mails = Callable[[], list[EmailMessage]]
LinkIn = Callable[[EmailMessage], str]


def ask(client: FlaskClient, identity: str = "ann", path: str = "/account/recover"):
    return client.post(path, data={"identity": identity})


def set_password(client: FlaskClient, link: str, password: str = NEW):
    return client.post(link, data={"password": password, "password_confirm": password})


@pytest.mark.parametrize("identity", ["ann", "Ann@People.Example"])
def test_a_new_password_by_mail(app: Flask, client: FlaskClient, mails: Mails, link_in: LinkIn, identity: str) -> None:
    old = signed_in(app, person("ann"))
    ask(client, identity)
    (mail,) = mails()
    assert mail.to == [address("ann")]
    link = link_in(mail)
    assert "new password" in client.get(link).text
    assert set_password(client, link).headers["Location"] == "/account/login"
    assert not still_in(old)
    assert not still_in(client)
    sign_in(client, "ann", NEW)
    assert [m.subject for m in mails()] == ["Your password for Watercooler was changed"]


def test_the_link_works_once_and_for_an_hour(
    client: FlaskClient, mails: Mails, link_in: LinkIn, clock: clocks.SetClock
) -> None:
    person("ann")
    ask(client)
    link = link_in(mails()[0])
    clock.forward(timedelta(hours=1, seconds=1))
    assert set_password(client, link).headers["Location"] == "/account/recover"
    clock.forward(timedelta(minutes=-2))
    assert set_password(client, link).headers["Location"] == "/account/login"
    assert set_password(client, link, PASSWORD).headers["Location"] == "/account/recover"
    sign_in(client, "ann", NEW)


def _newer_link(app: Flask, mails: Mails, _link_in: LinkIn) -> None:
    ask(app.test_client())
    mails()


def _new_password(app: Flask, _mails: Mails, _link_in: LinkIn) -> None:
    form = {"password": PASSWORD, "new_password": NEW, "new_password_confirm": NEW}
    signed_in(app, _ann()).post("/account/password", data=form)


def _new_address(app: Flask, mails: Mails, link_in: LinkIn) -> None:
    browser = signed_in(app, _ann())
    browser.post("/account/address", data={"email": "new@people.example"})
    browser.post(link_in(mails()[0]))


def _ann():
    from forum.accounts import queries

    return queries.reader_of(1, clocks.now())


@pytest.mark.parametrize("cause", [_newer_link, _new_password, _new_address])
def test_an_older_link_does_not_outlive_its_cause(
    app: Flask, client: FlaskClient, mails: Mails, link_in: LinkIn, cause
) -> None:
    person("ann")
    ask(client)
    link = link_in(mails()[0])
    cause(app, mails, link_in)
    assert client.get(link).headers["Location"] == "/account/recover"
    third = "third time lucky, or so"
    assert set_password(client, link, third).headers["Location"] == "/account/recover"
    assert client.post("/account/login", data={"email": "ann", "password": third}).status_code == 200


@pytest.mark.parametrize("password", ["short", "password", "annann12", "x" * 201])
def test_weak_passwords_are_refused_here_too(client: FlaskClient, mails: Mails, link_in: LinkIn, password: str) -> None:
    person("annann")
    ask(client, "annann")
    link = link_in(mails()[0])
    assert set_password(client, link, password).status_code in (200, 400)
    sign_in(client, "annann")


def test_the_answer_is_the_same_for_nobody(app: Flask, client: FlaskClient, mails: Mails, statements) -> None:
    person("ann")
    actions.ask_to_join(_registration("wanda"), clocks.now())
    mails()
    for path in ("/account/recover", "/account/confirm"):
        answers, costs = [], []
        for identity in ("ann", address("ann"), "wanda", "nobody", address("nobody"), "odd @ name"):
            with statements() as seen:
                answers.append(ask(app.test_client(), identity, path))
            costs.append([s.split()[0] for s in seen])
        assert answers[0].headers["Location"] == "/account/mail-sent"
        for other in answers[1:]:
            _same(answers[0], other)
        assert costs == [costs[0]] * len(costs)


def _registration(handle: str):
    from tests.factories.accounts import registration

    return registration(handle)


def test_mail_goes_only_to_the_stored_address(client: FlaskClient, mails: Mails) -> None:
    person("mike")
    ask(client, "m\u0131ke@people.example")
    assert mails() == []
    ask(client, "MIKE@PEOPLE.EXAMPLE")
    assert [m.to for m in mails()] == [["mike@people.example"]]


def test_three_mails_an_hour_to_one_address(
    app: Flask, client: FlaskClient, mails: Mails, clock: clocks.SetClock
) -> None:
    person("ann")
    person("bea")
    for identity in ("ann", address("ann"), "ann", "ann", "ann"):
        ask(client, identity)
    client.post("/account/register", data={"handle": "zoe", "email": address("ann"), "password": PASSWORD})
    assert len(mails()) == 3
    ask(client, "bea")
    assert len(mails()) == 1
    clock.forward(timedelta(hours=1, seconds=1))
    ask(client)
    assert len(mails()) == 1


def test_whoever_waits_for_the_first_mail_gets_that_one(client: FlaskClient, mails: Mails) -> None:
    actions.ask_to_join(_registration("wanda"), clocks.now())
    mails()
    ask(client, "wanda")
    assert [m.subject for m in mails()] == ["Welcome to Watercooler: please confirm your address"]


def test_a_confirmed_person_is_not_sent_the_first_mail(client: FlaskClient, mails: Mails) -> None:
    person("ann")
    ask(client, "ann", "/account/confirm")
    assert mails() == []


@pytest.mark.parametrize("key", ["x", "%00", "a" * 5000, "..%2f..", "é"])
def test_made_up_keys_open_nothing(client: FlaskClient, key: str) -> None:
    person("ann")
    ask(client)
    for path in ("recover", "confirm", "address"):
        for answer in (client.get(f"/account/{path}/{key}"), set_password(client, f"/account/{path}/{key}")):
            assert answer.status_code in (200, 302, 400, 404)
    sign_in(client, "ann")


def test_a_key_is_good_for_its_own_purpose(app: Flask, client: FlaskClient, mails: Mails, link_in: LinkIn) -> None:
    actions.ask_to_join(_registration("wanda"), clocks.now())
    link = link_in(mails()[0])
    assert set_password(client, link.replace("confirm", "recover")).headers["Location"] == "/account/recover"
    assert client.post(link).headers["Location"] == "/account/login"


def test_a_new_address(app: Flask, mails: Mails, link_in: LinkIn) -> None:
    ann = person("ann")
    browser = signed_in(app, ann)
    assert (
        "sent a link to new@people.example"
        in browser.post("/account/address", data={"email": "new@People.Example"}).text
    )
    (mail,) = mails()
    assert mail.to == ["new@people.example"]
    link = link_in(mail)
    assert "Use this address" in browser.get(link).text
    db.session.expire_all()
    assert db.session.get_one(Person, 1).email == address("ann")
    db.session.rollback()
    assert browser.post(link).headers["Location"] == "/settings/security"
    db.session.expire_all()
    row = db.session.get_one(Person, 1)
    assert (row.email, row.email_folded) == ("new@people.example", "new@people.example")
    db.session.rollback()
    (told,) = mails()
    assert (told.to, told.subject) == ([address("ann")], "Your address for Watercooler was changed")
    assert browser.post(link).headers["Location"] == "/account/address"


def test_an_address_that_is_taken_is_not_told(app: Flask, mails: Mails) -> None:
    person("bea")
    browser = signed_in(app, person("ann"))
    answer = browser.post("/account/address", data={"email": address("bea")})
    assert "sent a link to bea@people.example" in answer.text
    assert mails() == []


def test_changing_the_address_asks_who_it_is_after_a_while(app: Flask) -> None:
    browser = signed_in(app, person("ann"))
    with browser.session_transaction() as session:
        session["fs_paa"] -= 16 * 60
    answer = browser.post("/account/address", data={"email": "new@people.example"})
    assert answer.headers["Location"] == "/account/verify?next=/account/address"
    wrong = browser.post("/account/verify?next=/account/address", data={"password": "wrong words here"})
    assert "not your password" in wrong.text
    right = browser.post("/account/verify?next=/account/address", data={"password": PASSWORD})
    assert right.headers["Location"] == "/account/address"
    assert "Change the address" in browser.get("/account/address").text


def test_keys_are_dropped_in_time(app: Flask, client: FlaskClient, clock: clocks.SetClock) -> None:
    ask(client)
    clock.forward(timedelta(days=3, seconds=1))
    actions.forget_old_keys(clocks.now())
    assert db.session.scalar(select(func.count()).select_from(MailKey)) == 0
