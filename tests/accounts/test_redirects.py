"""`next` leads to our own pages or nowhere."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from flask import Flask

from tests.factories.accounts import PASSWORD, person, signed_in

ELSEWHERE = [
    "https://evil.example/",
    "//evil.example/",
    "///evil.example/",
    "////evil.example",
    "\\\\evil.example",
    "/\\evil.example",
    "\\/evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "\t//evil.example",
    " //evil.example",
    "\x01//evil.example",
    "http:evil.example",
    "http:/evil.example",
    "https:\\evil.example",
    "javascript:alert(1)",
    "java\nscript:alert(1)",
    "data:text/html,x",
    "ftp://localhost/",
    "//localhost@evil.example/",
    "https://localhost@evil.example/",
    "https://localhost.evil.example/",
    "http://localhost:80@evil.example/",
    "//evil.example\\@localhost/",
    "http://evil.example#localhost",
    "/%5cevil.example\\..",
    "http://[::1]/",
    "http://localhost\\.evil.example/",
    ".evil.example",
    "@evil.example",
    "http://localhost//evil.example",
    "http://localhost/\\evil.example",
]
OURS = ["/groups", "/g/binge-club?page=2", "/t/5?page=3#p9", "/settings"]


def _stays(location: str) -> bool:
    """As a browser reads it: tabs and line ends dropped, backslashes taken for slashes."""
    cleaned = "".join(c for c in location if ord(c) > 32).replace("\\", "/")
    parts = urlsplit(cleaned)
    return not cleaned.startswith("//") and parts.scheme in ("", "http") and parts.netloc in ("", "localhost")


@pytest.mark.parametrize("where", ["query", "form"])
def test_nobody_is_led_elsewhere(app: Flask, where: str) -> None:
    person("ann")
    bea = signed_in(app, person("bea"))
    for target in ELSEWHERE:
        browser = app.test_client()
        looked = browser.get("/account/login", query_string={"next": target})
        assert "evil" not in looked.text, target
        assert _stays(looked.headers.get("Location", "/")), target
        data = {"email": "ann", "password": PASSWORD}
        answer = (
            browser.post("/account/login", data={**data, "next": target})
            if where == "form"
            else browser.post("/account/login", data=data, query_string={"next": target})
        )
        assert answer.status_code in (302, 400), target
        assert _stays(answer.headers.get("Location", "/")), target
        again = bea.post("/account/verify", data={"password": PASSWORD, "next": target})
        assert _stays(again.headers.get("Location", "/")), target


def test_our_own_pages_are_reached(app: Flask) -> None:
    person("ann")
    app.config["WTF_CSRF_ENABLED"] = False
    data = {"email": "ann", "password": PASSWORD}
    for target in OURS:
        answer = app.test_client().post("/account/login", data=data, query_string={"next": target})
        assert answer.headers["Location"] == target


def test_the_form_carries_the_page_onward(app: Flask) -> None:
    page = app.test_client().get("/account/login?next=/g/binge-club%3Fpage%3D2").text
    assert 'action="/account/login?next=/g/binge-club?page%3D2"' in page


def test_links_in_mails_do_not_follow_the_host_header(app: Flask, mails, link_in) -> None:
    person("ann")
    app.config["WTF_CSRF_ENABLED"] = False
    answer = app.test_client().post("/account/recover", data={"identity": "ann"}, headers={"Host": "evil.example"})
    assert answer.status_code == 400
    app.test_client().post("/account/recover", data={"identity": "ann"}, headers={"X-Forwarded-Host": "evil.example"})
    (mail,) = mails()
    assert "evil" not in mail.body
    assert link_in(mail).startswith("/account/recover/")
