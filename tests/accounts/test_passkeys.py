"""Passkeys, with an authenticator written for the test: real signatures, no browser."""

from __future__ import annotations

import base64
import hashlib
import html
import json
import re
from dataclasses import dataclass, field
from typing import Any

import cbor2
import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from forum.accounts.models import Passkey
from forum.infra.db import db
from tests.accounts.test_sessions import still_in
from tests.factories.accounts import PASSWORD, moderator, person, signed_in

ORIGIN = "http://localhost"
PRESENT, VERIFIED, ATTESTED = 1, 4, 64


def b64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def unb64(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


@dataclass
class Authenticator:
    """A phone with one passkey."""

    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    id: bytes = b"a passkey made for this test only"
    user: bytes = b""
    count: int = 0

    def _data(self, kind: str, options: dict[str, Any], flags: int) -> tuple[bytes, bytes]:
        self.count += 1
        client = json.dumps({"type": kind, "challenge": options["challenge"], "origin": ORIGIN}).encode()
        head = hashlib.sha256(b"localhost").digest() + bytes([flags]) + self.count.to_bytes(4, "big")
        return client, head

    def create(self, options: dict[str, Any]) -> str:
        self.user = unb64(options["user"]["id"])
        client, head = self._data("webauthn.create", options, PRESENT | VERIFIED | ATTESTED)
        point = self.key.public_key().public_numbers()
        cose = {1: 2, 3: -7, -1: 1, -2: point.x.to_bytes(32, "big"), -3: point.y.to_bytes(32, "big")}
        attested = head + bytes(16) + len(self.id).to_bytes(2, "big") + self.id + cbor2.dumps(cose)
        made = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": attested})
        response = {"attestationObject": b64(made), "clientDataJSON": b64(client), "transports": ["internal"]}
        return self._answer(response, extensions=json.dumps({"credProps": {"rk": True}}))

    def get(self, options: dict[str, Any], verified: bool = True) -> str:
        client, head = self._data("webauthn.get", options, PRESENT | (VERIFIED if verified else 0))
        signature = self.key.sign(head + hashlib.sha256(client).digest(), ec.ECDSA(hashes.SHA256()))
        response = {
            "authenticatorData": b64(head),
            "clientDataJSON": b64(client),
            "signature": b64(signature),
            "userHandle": b64(self.user),
        }
        return self._answer(response)

    def _answer(self, response: dict[str, Any], **more: object) -> str:
        return json.dumps(
            {"id": b64(self.id), "rawId": b64(self.id), "type": "public-key", "response": response, **more}
        )


def step(page: str) -> tuple[str, dict[str, Any]]:
    """Where the page's form goes, and what it asks of the browser."""
    found = re.search(r'action="([^"]+)" data-passkey="\w+" data-options="([^"]+)"', page)
    assert found, page
    return html.unescape(found[1]), json.loads(html.unescape(found[2]))


def add_passkey(browser: FlaskClient, usage: str = "first", name: str = "my phone") -> Authenticator:
    phone = Authenticator()
    action, options = step(browser.post("/account/passkeys", data={"name": name, "usage": usage}).text)
    assert browser.post(action, data={"credential": phone.create(options)}).headers["Location"] == "/account/passkeys"
    return phone


@pytest.fixture
def phone(app: Flask) -> Authenticator:
    return add_passkey(signed_in(app, person("ann")))


def test_made_listed_and_removed(app: Flask) -> None:
    browser = signed_in(app, person("ann"))
    add_passkey(browser)
    page = browser.get("/account/passkeys").text
    assert "my phone" in page
    assert "is ready" in page
    assert "You have 1 passkey." in browser.get("/settings/security").text
    browser.post("/account/passkeys/delete", data={"name": "my phone"})
    assert db.session.scalars(select(Passkey)).all() == []


def test_it_signs_in_alone(client: FlaskClient, phone: Authenticator) -> None:
    action, options = step(client.post("/account/passkeys/login?next=/groups", data={"identity": ""}).text)
    assert (options["allowCredentials"], options["userVerification"]) == ([], "required")
    answer = client.post(action, data={"credential": phone.get(options)})
    assert answer.headers["Location"] == "/groups"
    assert still_in(client)
    db.session.expire_all()
    assert db.session.scalars(select(Passkey)).one().sign_count == 2


def test_naming_somebody_tells_nothing(client: FlaskClient, phone: Authenticator) -> None:
    offered = [
        step(client.post("/account/passkeys/login", data={"identity": name}).text)[1]["allowCredentials"]
        for name in ("ann", "nobody")
    ]
    assert offered == [[], []]


@pytest.mark.parametrize("fault", ["unverified", "foreign", "challenge", "other key", "nonsense", "empty", "list"])
def test_what_is_not_right_opens_nothing(client: FlaskClient, phone: Authenticator, fault: str) -> None:
    action, options = step(client.post("/account/passkeys/login", data={"identity": ""}).text)
    answers = {
        "unverified": lambda: phone.get(options, verified=False),
        "foreign": lambda: Authenticator(id=b"unknown to this site", user=phone.user).get(options),
        "challenge": lambda: phone.get({**options, "challenge": b64(b"of another day")}),
        "other key": lambda: Authenticator(id=phone.id, user=phone.user, count=9).get(options),
        "nonsense": lambda: "{{{",
        "empty": lambda: "",
        "list": lambda: "[1, 2]",
    }
    answer = client.post(action, data={"credential": answers[fault]()})
    assert answer.headers["Location"] == "/account/passkeys/login"
    assert not still_in(client)


def test_as_second_factor_after_the_password(app: Flask, client: FlaskClient) -> None:
    key = add_passkey(signed_in(app, person("ann")), "secondary")
    answer = client.post("/account/login", data={"email": "ann", "password": PASSWORD})
    assert answer.headers["Location"].startswith("/account/passkeys/login")
    assert not still_in(client)
    action, options = step(client.post("/account/passkeys/login", data={"identity": ""}).text)
    client.post(action, data={"credential": key.get(options, verified=False)})
    assert still_in(client)


def test_one_for_after_the_password_does_not_sign_in_alone(app: Flask, client: FlaskClient) -> None:
    key = add_passkey(signed_in(app, person("ann")), "secondary")
    action, options = step(client.post("/account/passkeys/login", data={"identity": ""}).text)
    client.post(action, data={"credential": key.get(options)})
    assert not still_in(client)


def test_it_shows_who_it_is(app: Flask, client: FlaskClient, phone: Authenticator) -> None:
    action, options = step(client.post("/account/passkeys/login", data={"identity": ""}).text)
    client.post(action, data={"credential": phone.get(options)})
    with client.session_transaction() as session:
        session["fs_paa"] -= 3600
        session.pop("fs_gexp", None)
    assert client.get("/account/address").headers["Location"] == "/account/verify?next=/account/address"
    action, options = step(client.post("/account/passkeys/verify?next=/account/address").text)
    assert client.post(action, data={"credential": phone.get(options)}).headers["Location"] == "/account/address"
    assert client.get("/account/address").status_code == 200


def test_it_is_both_factors_for_staff(app: Flask, client: FlaskClient) -> None:
    settings = app.extensions["settings"]
    key = add_passkey(signed_in(app, moderator("mona")))
    app.extensions["settings"] = settings.model_copy(update={"require_second_factor": True})
    try:
        action, options = step(client.post("/account/passkeys/login", data={"identity": ""}).text)
        client.post(action, data={"credential": key.get(options)})
        assert still_in(client)
    finally:
        app.extensions["settings"] = settings


@pytest.mark.parametrize("name", ["", "x" * 65, "<b>bold</b>", "a\x00b"])
def test_odd_names_are_refused(app: Flask, name: str) -> None:
    browser = signed_in(app, person("ann"))
    answer = browser.post("/account/passkeys", data={"name": name, "usage": "first"})
    assert answer.status_code in (200, 400)
    assert "data-passkey" not in answer.text


def test_the_script_is_a_file_of_our_own(client: FlaskClient, app: Flask) -> None:
    page = client.post("/account/passkeys/login", data={"identity": ""}).text
    source = re.search(r'<script type="module" src="(/account/static/[^"]+)"', page)
    assert source
    with client.get(source[1]) as script:
        assert script.status_code == 200
    assert not re.search(r"<script(?![^>]*\ssrc=)[^>]*>", page)
