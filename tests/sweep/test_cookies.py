"""Cookies, crashes and revoked sign-ins, as they are in production."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from forum.app import create_app
from forum.infra.db import db
from tests.conftest import make_settings
from tests.sweep.asking import Asker
from tests.sweep.conftest import House

pytestmark = pytest.mark.filterwarnings("ignore:Passing SelectField choices as tuples:DeprecationWarning")


@pytest.fixture
def public(tmp_path: object, standing_clock: object) -> Flask:
    """A forum as it is in production, behind https."""
    settings = make_settings(tmp_path, base_url="https://forum.example").model_copy(update={"mode": "production"})  # type: ignore[arg-type]  # pytest's Path
    app = create_app(settings)
    with app.app_context():
        db.create_all()
    yield app
    with app.app_context():
        db.engine.dispose()


def test_cookies_are_for_this_host_over_https_and_no_script(public: Flask) -> None:
    browser = public.test_client()
    sent = []
    for path in ("/account/login", "/account/register", "/support", "/nothing"):
        answer = browser.get(path, base_url="https://forum.example")
        assert answer.headers["Strict-Transport-Security"].startswith("max-age=31536000")
        sent += answer.headers.getlist("Set-Cookie")
        answer.close()
    token = re.search(
        r'name="csrf_token" value="([^"]+)"', browser.get("/account/login", base_url="https://forum.example").text
    )
    assert token
    chosen = browser.post(
        "/support/country",
        data={"country": "GB", "csrf_token": token[1]},
        base_url="https://forum.example",
        headers={"Referer": "https://forum.example/support"},
    )
    assert chosen.status_code == 303
    sent += chosen.headers.getlist("Set-Cookie")
    assert {cookie.partition("=")[0] for cookie in sent} == {"__Host-session", "country"}
    for cookie in sent:
        flags = {part.strip().lower() for part in cookie.split(";")[1:]}
        assert {"secure", "httponly", "samesite=lax", "path=/"} <= flags, cookie
        assert not any(flag.startswith("domain") for flag in flags)


def test_a_crash_tells_nothing_and_carries_the_guards(public: Flask, capsys: pytest.CaptureFixture[str]) -> None:
    def crash() -> str:
        raise RuntimeError("CANARYSECRET of somebody")

    public.add_url_rule("/crash", "crash", crash)
    public.add_url_rule("/api/v1/crash", "api_crash", crash)
    for path in ("/crash", "/api/v1/crash"):
        answer = public.test_client().get(path, base_url="https://forum.example")
        assert (answer.status_code, "CANARY" in answer.text) == (500, False)
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
        assert answer.headers["Cache-Control"] == "private, no-store"
    assert "crash" in capsys.readouterr().out


def test_a_revoked_sign_in_opens_nothing_from_the_next_request_on(house: House) -> None:
    member = Asker(house.world, "member")
    assert member.ask("GET", "/settings").status_code == 200
    assert member.ask("POST", "/settings/sessions/end-all", {}).status_code == 303
    assert member.ask("GET", "/settings").status_code == 401
    assert member.ask("POST", "/settings", {"theme": "dark"}).status_code == 401
    house.put_back()
