"""Nothing changes without a form token of this browser, and nothing changes by GET."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from forum.accounts.models import Person, SignIn
from forum.infra.db import db
from tests.factories.accounts import PASSWORD, address, person, signed_in

UNSAFE = [
    "/account/login",
    "/account/logout",
    "/account/register",
    "/account/recover",
    "/account/recover/key",
    "/account/confirm",
    "/account/confirm/key",
    "/account/address",
    "/account/address/key",
    "/account/password",
    "/account/verify",
    "/account/second-factor",
    "/account/second-factor/key",
    "/account/second-factor/code",
    "/account/second-factor/choose",
    "/account/second-factor/recovery",
    "/account/second-factor/rescue",
    "/account/recovery-codes",
    "/account/passkeys",
    "/account/passkeys/key",
    "/account/passkeys/login",
    "/account/passkeys/login/key",
    "/account/passkeys/delete",
    "/account/passkeys/verify",
    "/account/passkeys/verify/key",
    "/u/key/suspend",
    "/u/key/unsuspend",
    "/u/key/role",
    "/u/key/relation",
    "/settings",
    "/settings/sessions/1/end",
    "/settings/sessions/end-others",
    "/settings/sessions/end-all",
    "/settings/tokens",
    "/settings/tokens/1/revoke",
    "/settings/feeds/key",
    "/settings/data",
    "/settings/leave",
    "/settings/feeds/key/revoke",
]


def token_of(page: str) -> str:
    found = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert found, page
    return found[1]


def test_every_unsafe_address_of_this_room_is_listed(app: Flask) -> None:
    rules = {
        re.sub(r"<[^>]+>", lambda m: "1" if "int:" in m[0] else "key", str(rule))
        for rule in app.url_map.iter_rules()
        if "POST" in (rule.methods or ()) and rule.endpoint.startswith(("security.", "accounts.", "belongings."))
    }
    assert rules == set(UNSAFE)


def test_without_token_nothing_is_done(app: Flask) -> None:
    browser = signed_in(app, person("ann"))
    app.config["WTF_CSRF_ENABLED"] = True
    stranger = app.test_client()
    foreign = token_of(stranger.get("/account/login").text)
    for path in UNSAFE:
        for form in ({}, {"csrf_token": ""}, {"csrf_token": "x"}, {"csrf_token": foreign}):
            data = {"theme": "dark", "setup": "authenticator", "email": "x@people.example", **form}
            assert browser.post(path, data=data).status_code == 400, path
    db.session.expire_all()
    row = db.session.get_one(Person, 1)
    assert (row.theme, row.email, row.tf_primary_method) == ("auto", address("ann"), None)
    assert db.session.get_one(SignIn, 1).ended_at is None


def test_with_its_token_the_form_works(app: Flask) -> None:
    browser = signed_in(app, person("ann"))
    app.config["WTF_CSRF_ENABLED"] = True
    token = token_of(browser.get("/settings").text)
    assert browser.post("/settings", data={"theme": "dark", "csrf_token": token}).status_code == 303
    db.session.expire_all()
    assert db.session.get_one(Person, 1).theme == "dark"


@pytest.mark.parametrize(
    "origin", [{"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example", "Referer": "https://evil.example/"}]
)
def test_a_page_elsewhere_cannot_sign_anybody_in(app: Flask, origin: dict[str, str]) -> None:
    person("ann")
    app.config["WTF_CSRF_ENABLED"] = True
    answer = app.test_client().post("/account/login", data={"email": "ann", "password": PASSWORD}, headers=origin)
    assert answer.status_code == 400


def test_no_get_changes_anything(app: Flask) -> None:
    browser = signed_in(app, person("ann"))
    with app.app_context():
        from tests.conftest import counting

        with counting() as seen:
            for rule in app.url_map.iter_rules():
                if rule.endpoint.startswith(("security.", "accounts.")) and "GET" in (rule.methods or ()):
                    browser.get(re.sub(r"<[^>]+>", "1", str(rule)))
    assert [s for s in seen if not s.startswith("SELECT")] == []
    assert len(seen) > 10
