"""Codes from an app, recovery codes, and who must have a second factor."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from passlib.totp import TOTP

from forum.accounts.models import Person
from forum.infra.db import db
from tests.accounts.test_sessions import still_in
from tests.factories.accounts import PASSWORD, moderator, person, sign_in, signed_in

HALF_WAY = 1_800_000_015
"""An instant in the middle of a step of thirty seconds, in seconds of the epoch."""


@pytest.fixture(autouse=True)
def _no_step_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    """A code is good for its step and the one before: no real step ends between making a code and sending it."""
    monkeypatch.setattr(TOTP, "now", staticmethod(lambda: HALF_WAY))


def key_in(page: str) -> str:
    found = re.search(r"<code>([A-Z2-7][A-Z2-7 -]+)</code>", page)
    assert found, page
    return re.sub(r"[ -]", "", found[1])


def code(key: str, steps: int = 0) -> str:
    return str(TOTP(key=key, format="base32").generate(time=HALF_WAY + 30 * steps).token)


def set_up(browser: FlaskClient, steps: int = -1) -> str:
    """Set up an app, and confirm it with the code of the step before, so that the present one is still good."""
    page = browser.post("/account/second-factor", data={"setup": "authenticator", "phone": ""}).text
    found = re.search(r'action="(/account/second-factor/[^"]+)"', page)
    assert found, page
    key = key_in(page)
    assert browser.post(found[1], data={"code": code(key, steps)}).status_code == 302
    return key


def give_password(client: FlaskClient, handle: str = "ann"):
    return client.post("/account/login", data={"email": handle, "password": PASSWORD})


@pytest.fixture
def key(app: Flask) -> str:
    return set_up(signed_in(app, person("ann")))


def test_the_code_is_asked_for_after_the_password(client: FlaskClient, key: str) -> None:
    answer = give_password(client)
    assert answer.headers["Location"].startswith("/account/second-factor/code")
    assert not still_in(client)
    wrong = client.post("/account/second-factor/code", data={"code": "000000"})
    assert "This code is not right" in wrong.text
    assert not still_in(client)
    client.post("/account/second-factor/code", data={"code": code(key)})
    assert still_in(client)


def test_a_code_opens_once(app: Flask, client: FlaskClient, key: str) -> None:
    used = code(key)
    give_password(client)
    client.post("/account/second-factor/code", data={"code": used})
    assert still_in(client)
    thief = app.test_client()
    give_password(thief)
    assert "has been used" in thief.post("/account/second-factor/code", data={"code": used}).text
    assert not still_in(thief)


def test_the_code_alone_opens_nothing(app: Flask, client: FlaskClient, key: str) -> None:
    for path in ("/account/second-factor/code", "/account/second-factor/recovery"):
        assert client.post(path, data={"code": code(key)}).headers["Location"] == "/account/login"
    assert not still_in(client)


def test_a_reset_does_not_go_round_the_second_factor(client: FlaskClient, key: str, mails, link_in) -> None:
    client.post("/account/recover", data={"identity": "ann"})
    new = "slow rivers carry big boats"
    client.post(link_in(mails()[0]), data={"password": new, "password_confirm": new})
    assert not still_in(client)
    answer = client.post("/account/login", data={"email": "ann", "password": new})
    assert answer.headers["Location"].startswith("/account/second-factor/code")
    assert not still_in(client)


def test_the_picture_has_a_white_ground(app: Flask) -> None:
    page = signed_in(app, person("ann")).post("/account/second-factor", data={"setup": "authenticator"}).text
    found = re.search(r'src="data:image/svg\+xml;base64,([^"]+)"', page)
    assert found
    assert b'fill="white"' in base64.b64decode(found[1])


def test_a_wrong_first_code_keeps_the_key(app: Flask) -> None:
    browser = signed_in(app, person("ann"))
    page = browser.post("/account/second-factor", data={"setup": "authenticator", "phone": ""}).text
    key = key_in(page)
    address = re.findall(r'action="(/account/second-factor/[^"]+)"', page)[0]

    again = browser.post(address, data={"code": "000000"})
    assert again.status_code == 422
    assert again.text.count("This code is not right") == 1
    assert key_in(again.text) == key
    assert re.findall(r'action="(/account/second-factor/[^"]+)"', again.text) == [address]
    assert "This code is not right" not in browser.get("/settings").text

    assert browser.post(address, data={"code": code(key)}).headers["Location"] == "/settings/security"
    late = browser.post(address, data={"code": "000000"})
    assert late.status_code == 302
    assert key not in late.text


def test_somebody_elses_address_shows_no_key(app: Flask) -> None:
    page = signed_in(app, person("ann")).post("/account/second-factor", data={"setup": "authenticator"}).text
    address = re.findall(r'action="(/account/second-factor/[^"]+)"', page)[0]
    answer = signed_in(app, person("ben")).post(address, data={"code": "000000"})
    assert answer.headers["Location"] == "/account/second-factor"


def test_who_has_no_recovery_codes_is_not_offered_a_look(app: Flask) -> None:
    browser = signed_in(app, person("ann"))
    page = browser.get("/account/recovery-codes").text
    assert "Show mine" not in page
    assert "Make recovery codes" in page
    browser.post("/account/recovery-codes")
    page = browser.get("/account/recovery-codes").text
    assert "Show mine" in page
    assert "Make new ones" in page


def test_the_secret_is_not_stored_in_the_open(app: Flask, key: str) -> None:
    db.session.expire_all()
    stored = db.session.get_one(Person, 1).tf_totp_secret
    assert stored
    assert key not in stored


def test_it_can_be_dropped_by_members(app: Flask, client: FlaskClient, key: str) -> None:
    give_password(client)
    client.post("/account/second-factor/code", data={"code": code(key)})
    assert "Stop asking for codes" in client.get("/account/second-factor").text
    client.post("/account/second-factor", data={"setup": "disable", "phone": ""})
    sign_in(app.test_client(), "ann")


@pytest.mark.parametrize("given", ["", "abc", "12345", "1" * 5000, "１２３４５６", "-1"])
def test_odd_codes_are_refused(client: FlaskClient, key: str, given: str) -> None:
    give_password(client)
    assert client.post("/account/second-factor/code", data={"code": given}).status_code in (200, 400)
    assert not still_in(client)


def test_recovery_codes_work_once(app: Flask, key: str) -> None:
    browser = app.test_client()
    give_password(browser)
    browser.post("/account/second-factor/code", data={"code": code(key)})
    page = browser.post("/account/recovery-codes").text
    codes = re.findall(r"<code>([0-9a-f-]{14})</code>", page)
    assert len(codes) == 10
    db.session.expire_all()
    assert codes[0] not in str(db.session.get_one(Person, 1).mf_recovery_codes)
    db.session.rollback()
    for expected in (True, False):
        lost = app.test_client()
        give_password(lost)
        lost.post("/account/second-factor/recovery", data={"code": codes[0]})
        assert still_in(lost) is expected
    assert "9 codes are left" in browser.get("/settings/security").text


def test_setting_up_asks_who_it_is_after_a_while(app: Flask) -> None:
    browser = signed_in(app, person("ann"))
    with browser.session_transaction() as session:
        session["fs_paa"] -= 16 * 60
    for path in ("/account/second-factor", "/account/recovery-codes", "/account/passkeys"):
        assert browser.get(path).headers["Location"] == f"/account/verify?next={path}"


def test_there_is_no_help_by_mail(client: FlaskClient, key: str) -> None:
    give_password(client)
    assert client.post("/account/second-factor/rescue", data={"help_setup": "help"}).status_code == 404


@pytest.fixture
def strict_site(app: Flask) -> Iterator[Flask]:
    """A site whose staff must have a second factor."""
    settings = app.extensions["settings"]
    app.extensions["settings"] = settings.model_copy(update={"require_second_factor": True})
    yield app
    app.extensions["settings"] = settings


def test_staff_must_set_it_up_before_they_are_in(strict_site: Flask, client: FlaskClient) -> None:
    person("ann")
    moderator("mona")
    sign_in(client, "ann")
    browser = strict_site.test_client()
    assert give_password(browser, "mona").headers["Location"] == "/account/second-factor"
    assert not still_in(browser)
    assert "Moderators and administrators need it" in browser.get("/account/second-factor").text
    page = browser.post("/account/second-factor", data={"setup": "authenticator", "phone": ""}).text
    key = key_in(page)
    again = browser.post("/account/second-factor/code", data={"code": "000000"})
    assert again.status_code == 422
    assert "This code is not right" in again.text
    assert key_in(again.text) == key
    assert browser.post("/account/second-factor/code", data={"code": code(key, -1)}).headers["Location"] == "/"
    assert still_in(browser)
    again = strict_site.test_client()
    give_password(again, "mona")
    assert not still_in(again)
    again.post("/account/second-factor/code", data={"code": code(key)})
    assert still_in(again)
    assert "Stop asking for codes" not in again.get("/account/second-factor").text
    again.post("/account/second-factor", data={"setup": "disable", "phone": ""})
    assert give_password(strict_site.test_client(), "mona").headers["Location"] != "/"


def test_elsewhere_staff_may_do_without(app: Flask, client: FlaskClient) -> None:
    moderator("mona")
    sign_in(client, "mona")
    assert still_in(client)
