"""Signing in and out: what opens, what does not, and what neither answer nor time tells."""

from __future__ import annotations

import sys
from types import FrameType

import pytest
from flask import Flask
from flask.testing import FlaskClient

from forum.accounts.gatekeeping import ARGON2
from forum.accounts.models import Person
from forum.domain.people import Reader
from forum.infra.db import db
from forum.infra.web.reader import current_reader
from tests.accounts.test_forgeries import token_of
from tests.accounts.test_registering import _same
from tests.factories.accounts import PASSWORD, person, sign_in, signed_in


@pytest.mark.parametrize("name", ["ann", "ANN", " Ann ", "ann@people.example", "Ann@People.Example"])
def test_by_handle_or_address(client: FlaskClient, name: str) -> None:
    person("Ann")
    sign_in(client, name)
    assert "Preferences" in client.get("/settings").text


def test_the_wrong_password_and_the_unknown_name_get_one_answer(app: Flask, client: FlaskClient) -> None:
    person("ann")
    wrong = app.test_client().post("/account/login", data={"email": "ann", "password": "wrong words here"})
    nobody = app.test_client().post("/account/login", data={"email": "bob", "password": "wrong words here"})
    assert "do not open an account" in wrong.text
    _same(wrong, nobody, typed=("ann", "bob"))


def test_an_account_that_waits_for_its_mail_answers_like_none(app: Flask, client: FlaskClient) -> None:
    person("ann", confirmed_at=None)
    waiting = app.test_client().post("/account/login", data={"email": "ann", "password": PASSWORD})
    nobody = app.test_client().post("/account/login", data={"email": "bob", "password": PASSWORD})
    _same(waiting, nobody, typed=("ann", "bob"))


@pytest.mark.parametrize("app", ["sqlite"], indirect=True)
def test_known_and_unknown_names_cost_the_same_hashing(app: Flask, client: FlaskClient) -> None:
    person("ann")
    context = app.extensions["security"].pwd_context
    context.update(**ARGON2)
    row = db.session.get_one(Person, 1)
    row.password = context.hash(PASSWORD)
    db.session.commit()

    def hashing(name: str) -> list[str]:
        """The costly calls of a try: checking a password and hashing one cost the same, nearly all of its time."""
        called: list[str] = []

        def note(frame: FrameType, event: str, _argument: object) -> None:
            if event == "call" and frame.f_code.co_name in ("hash_secret", "verify_secret"):
                called.append(frame.f_code.co_name)

        browser = app.test_client()
        sys.setprofile(note)
        try:
            browser.post("/account/login", data={"email": name, "password": "wrong words here"})
        finally:
            sys.setprofile(None)
        return called

    assert hashing("ann") == ["verify_secret"]
    assert hashing("bob") == ["hash_secret"]


def test_sign_out(app: Flask, client: FlaskClient) -> None:
    browser = signed_in(app, person("ann"))
    assert browser.get("/settings").status_code == 200
    assert browser.post("/account/logout").headers["Location"] == "/"
    assert browser.get("/settings").status_code == 401


def test_signing_out_needs_a_post(app: Flask) -> None:
    browser = signed_in(app, person("ann"))
    assert browser.get("/account/logout").status_code == 405
    assert browser.get("/settings").status_code == 200


def test_a_planted_cookie_is_not_signed_in_and_its_token_dies(app: Flask) -> None:
    person("ann")
    app.config["WTF_CSRF_ENABLED"] = True
    victim, attacker = app.test_client(), app.test_client()
    attacker.get("/account/login")
    planted = attacker.get_cookie("session")
    victim.set_cookie("session", planted.value)
    with victim.session_transaction() as session:
        before = session["csrf_token"]
    token = token_of(victim.get("/account/login").text)
    answer = victim.post("/account/login", data={"email": "ann", "password": PASSWORD, "csrf_token": token})
    assert answer.status_code == 302
    with victim.session_transaction() as session:
        assert session.get("csrf_token") != before
    assert attacker.get("/settings").status_code == 401
    assert victim.get("/settings").status_code == 200


def test_a_stranger_costs_no_statement_and_a_member_one(app: Flask, client: FlaskClient, statements) -> None:
    browser = signed_in(app, person("ann"))
    with statements() as seen:
        client.get("/account/mail-sent")
    assert seen == []
    with statements() as seen:
        browser.get("/account/login")
    assert len([s for s in seen if "sign_ins" in s]) == 1
    assert len(seen) <= 2  # the second is Flask-Security's own look at the person


def test_flask_securitys_tokens_open_nothing(app: Flask, client: FlaskClient) -> None:
    ann = person("ann")
    with app.test_request_context():
        token = db.session.get_one(Person, ann.id).get_auth_token()
    db.session.rollback()
    for kwargs in ({"headers": {"Authentication-Token": token}}, {"query_string": {"auth_token": token}}):
        assert client.get("/account/password", **kwargs).status_code == 302
        assert client.get("/settings", **kwargs).status_code == 401


@pytest.mark.parametrize("body", ["[1, 2]", "{}", '{"email": {"a": 1}}', "null", "nonsense"])
def test_json_is_not_taken(client: FlaskClient, body: str) -> None:
    for path in ("/account/login", "/account/recover", "/account/register", "/account/confirm"):
        assert client.post(path, data=body, content_type="application/json").status_code == 415


@pytest.mark.parametrize(
    "email",
    ["a\x00b", "a\x00@people.example", "x" * 100_000, "\ud800".encode("utf-8", "surrogatepass"), "%00", "' OR 1=1 --"],
)
def test_odd_names_are_refused_without_a_crash(client: FlaskClient, email: object) -> None:
    for path, field in (
        ("/account/login", "email"),
        ("/account/recover", "identity"),
        ("/account/confirm", "identity"),
    ):
        answer = client.post(path, data={field: email, "password": "x" * 100_000})
        assert answer.status_code in (200, 303, 400, 422)


@pytest.mark.parametrize(
    ("header", "country"),
    [
        ("en-AU,en;q=0.8", "AU"),
        ("fr;q=0.3,en-NZ;q=0.9", "NZ"),
        ("de-Latn-AT", "AT"),
        ("en", None),
        ("*", None),
        ("en-ZZ", None),
        ("en-001", None),
        ("x" * 5000, None),
    ],
)
def test_the_browsers_region_counts_until_a_country_is_chosen(app: Flask, header: str, country: str | None) -> None:
    def reads(cookie: str = "") -> Reader:
        headers = {"Accept-Language": header, "Cookie": cookie}
        with app.test_request_context("/account/mail-sent", headers=headers):
            app.preprocess_request()
            return current_reader()

    assert reads() == Reader.stranger(country, "de" if header.startswith("de") else "en")
    for person_, expected in ((person("ann"), country), (person("bea", country="IE"), "IE")):
        cookie = signed_in(app, person_).get_cookie("session")
        assert (reads(f"session={cookie.value}").id, reads(f"session={cookie.value}").country) == (person_.id, expected)
