"""Registering: from the form over the mail to the first sign-in, and what it does not tell."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_mailman import EmailMessage
from sqlalchemy import func, select

from forum.accounts import actions, queries
from forum.accounts.models import HeldHandle, MailKey, Person
from forum.domain.errors import Invalid, Missing
from forum.infra import clock as clocks
from forum.infra.db import db
from forum.infra.jobs import Outbox
from tests.factories.accounts import PASSWORD, address, person, registration, sign_in

Mails = Callable[[], list[EmailMessage]]
LinkIn = Callable[[EmailMessage], str]


def fill(client: FlaskClient, **more: str):
    form = {"handle": "ann", "email": address("ann"), "password": PASSWORD, **more}
    return client.post("/account/register", data=form)


def test_from_form_to_first_sign_in(client: FlaskClient, mails: Mails, link_in: LinkIn) -> None:
    assert fill(client).headers["Location"] == "/account/mail-sent"
    refused = client.post("/account/login", data={"email": "ann", "password": PASSWORD})
    assert "do not open an account" in refused.text
    (mail,) = mails()
    assert mail.to == [address("ann")]
    link = link_in(mail)
    page = client.get(link)
    assert "Confirm my address" in page.text
    assert db.session.scalar(select(Person.confirmed_at)) is None
    db.session.rollback()
    assert client.post(link).headers["Location"] == "/account/login"
    sign_in(client, "ann")
    assert client.get("/settings").status_code == 200


def test_the_outbox_holds_ids_and_the_key_is_made_when_the_mail_is_sent(client: FlaskClient, mails: Mails) -> None:
    fill(client)
    row = db.session.scalars(select(Outbox)).one()
    assert (row.name, set(row.payload)) == ("account.mail_asked", {"key_id"})
    assert db.session.scalars(select(MailKey)).one().digest is None
    mails()
    db.session.expire_all()
    assert db.session.scalars(select(MailKey)).one().digest is not None


def test_a_confirmation_works_once_and_for_two_days(
    client: FlaskClient, mails: Mails, link_in: LinkIn, clock: clocks.SetClock
) -> None:
    fill(client)
    link = link_in(mails()[0])
    clock.forward(timedelta(days=2, minutes=1))
    assert client.post(link).headers["Location"] == "/account/confirm"
    clock.forward(timedelta(days=-1))
    assert client.post(link).headers["Location"] == "/account/login"
    assert client.post(link).headers["Location"] == "/account/confirm"


def test_a_newer_mail_ends_the_older_link(client: FlaskClient, mails: Mails, link_in: LinkIn) -> None:
    fill(client)
    first = link_in(mails()[0])
    client.post("/account/confirm", data={"identity": "ann"})
    second = link_in(mails()[0])
    assert client.post(first).headers["Location"] == "/account/confirm"
    assert client.post(second).headers["Location"] == "/account/login"


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"handle": "a"}, "at least 3 characters"),
        ({"handle": "admin"}, "kept for the site"),
        ({"email": "nothing"}, "e-mail address"),
        ({"password": "password"}, "too easy to guess"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(client: FlaskClient, typed: dict[str, str], words: str) -> None:
    answer = fill(client, **typed)
    assert answer.status_code == 422
    assert words in answer.text
    for value in ({"handle": "ann", "email": address("ann")} | typed).values():
        assert value == PASSWORD or value in answer.text or value == "password"
    assert PASSWORD not in answer.text


def _same(one, other, typed: tuple[str, str] = ("", "")) -> None:
    """Status, headers and body, but for what is new on every answer and for what was typed."""
    assert one.status_code == other.status_code
    bodies = [re.sub(r'(name="csrf_token" value=)"[^"]+"', r"\1", answer.text) for answer in (one, other)]
    assert bodies[0].replace(f'value="{typed[0]}"', f'value="{typed[1]}"') == bodies[1]
    ever_new = {"Set-Cookie", "Date", "X-Request-Id"}
    assert [h for h in one.headers if h[0] not in ever_new] == [h for h in other.headers if h[0] not in ever_new]
    assert len(one.headers.getlist("Set-Cookie")) == len(other.headers.getlist("Set-Cookie"))


def test_an_address_that_has_an_account_gets_the_same_answer(app: Flask, client: FlaskClient, mails: Mails) -> None:
    person("bea")
    new = fill(app.test_client(), handle="carl", email=address("carl"))
    known = fill(app.test_client(), handle="dora", email=address("bea"))
    _same(new, known)
    (welcome, told) = mails()
    assert (welcome.to, told.to) == ([address("carl")], [address("bea")])
    assert "already" in told.subject


def test_trying_the_handle_again_tells_nothing_either(app: Flask, client: FlaskClient) -> None:
    person("bea")
    fill(client, handle="carl", email=address("carl"))
    fill(client, handle="dora", email=address("bea"))
    db.session.rollback()
    for handle in ("carl", "dora"):
        answer = fill(app.test_client(), handle=handle, email=address("new"))
        assert answer.status_code == 422
        assert "Somebody has this name already" in answer.text
        assert client.get(f"/u/{handle}").status_code == 404


def test_both_ways_write_as_much(client: FlaskClient, statements) -> None:
    person("bea")
    with statements() as new:
        fill(client, handle="carl", email=address("carl"))
    with statements() as known:
        fill(client, handle="dora", email=address("bea"))
    assert [s.split()[0] for s in new] == [s.split()[0] for s in known]
    assert [s.split()[0] for s in new].count("INSERT") == 3


def test_handles_are_taken_whatever_their_case_and_look(app: Flask) -> None:
    person("Bill")
    for name, code in (("bill", "handle-taken"), ("B1ll", "look-alike"), ("bi11", "look-alike")):
        with pytest.raises(Invalid) as fault:
            actions.ask_to_join(registration(name, email=address("else")), clocks.now())
        assert fault.value.errors == {"handle": (code,)}


def test_one_address_has_one_account(app: Flask) -> None:
    person("bill")
    with pytest.raises(Invalid) as fault:
        actions.register_person(registration("carl", email="BILL@people.example"), clocks.now())
    assert fault.value.errors == {"email": ("taken",)}


def test_eight_at_once_make_one_person(app: Flask) -> None:
    barrier, outcomes = threading.Barrier(8), []
    form = registration("rita")

    def join() -> None:
        with app.app_context():
            barrier.wait()
            try:
                actions.ask_to_join(form, clocks.now())
                outcomes.append("in")
            except Invalid as fault:
                outcomes.append(fault.errors["handle"][0])
            db.session.remove()

    threads = [threading.Thread(target=join) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["handle-taken"] * 7 + ["in"]
    assert db.session.scalar(select(func.count()).select_from(Person)) == 1


def test_what_nobody_confirms_goes_away(app: Flask, clock: clocks.SetClock) -> None:
    person("bea")
    actions.ask_to_join(registration("carl"), clocks.now())
    actions.ask_to_join(registration("dora", email=address("bea")), clocks.now())
    clock.forward(timedelta(days=1))
    actions.forget_unconfirmed(clocks.now())
    assert db.session.scalar(select(func.count()).select_from(Person)) == 2
    clock.forward(timedelta(days=1, minutes=1))
    actions.forget_unconfirmed(clocks.now())
    assert db.session.scalars(select(Person.handle)).all() == ["bea"]
    assert db.session.scalars(select(HeldHandle)).all() == []


def test_nobody_knows_of_a_person_before_they_confirm(app: Flask) -> None:
    actions.ask_to_join(registration("carl"), clocks.now())
    with pytest.raises(Missing):
        queries.person_by_handle("carl")


def test_signed_in_people_do_not_register(client: FlaskClient) -> None:
    person("bea")
    sign_in(client, "bea")
    assert client.get("/account/register").headers["Location"] == "/"
