"""Plumbing of every answer: safe redirects, bounds, headers, refusals."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from forum.infra.web.safe import is_own_path
from tests.factories.accounts import person, signed_in

FOREIGN = [
    "", "//evil.example", "///evil.example", "\\\\evil.example", "/\\evil.example", "/\\/evil.example", "https://evil.example",
    "http:evil.example", "javascript:alert(1)", "/\t/evil.example", "/\n/evil.example", " /x", "\x00/x", "evil.example",
    "/%0a/\x7f", "ftp://x/y", "///", "//", "/\x1f/x", "?next=x", "#x", "/" + "a" * 2001, "\u2028/x", "mailto:a@b",
]  # fmt: skip  # rows of a table
OWN = ["/", "/t/5?page=2#p9", "/g/binge-club", "/shows/lost?q=a%20b", "/u/%E2%9C%93"]


@pytest.mark.parametrize("target", FOREIGN)
def test_foreign_targets_are_refused(target: str) -> None:
    assert not is_own_path(target)


@pytest.mark.parametrize("target", OWN)
def test_our_own_pages_are_kept(target: str) -> None:
    assert is_own_path(target)


def test_every_answer_carries_the_guards(client: FlaskClient) -> None:
    answer = client.get("/healthz")
    assert answer.status_code == 200
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert "unsafe" not in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert len(answer.headers["X-Request-Id"]) == 16


def test_a_strange_host_is_refused(client: FlaskClient) -> None:
    assert client.get("/healthz", headers={"Host": "evil.example"}).status_code == 400


@pytest.mark.parametrize("path", ["/nothing-here", "/api/v1/nothing-here"])
def test_what_is_not_there_is_a_friendly_404(client: FlaskClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    expected = "application/problem+json" if path.startswith("/api/") else "text/html; charset=utf-8"
    assert answer.content_type == expected


@pytest.mark.parametrize(
    ("site", "kept"), [("same-origin", True), ("same-site", False), ("cross-site", False), (None, False)]
)
def test_a_refused_form_shows_what_was_written_on_our_own_pages_alone(app: Flask, site: str | None, kept: bool) -> None:
    ann = signed_in(app, person("ann"))
    app.config["WTF_CSRF_ENABLED"] = True
    typed = {"body": "An hour of <b>thinking</b>.", "password": "a password of mine", "title": "One line"}
    answer = ann.post("/t/1/reply", data=typed, headers={"Sec-Fetch-Site": site} if site else {})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 400
    assert ("\nAn hour of &lt;b&gt;thinking&lt;/b&gt;.</textarea>" in page) == kept
    assert ("What you wrote" in page) == kept
    assert "This page was open for too long, or you have signed out since." in page
    assert "a password of mine" not in page


def test_a_form_too_large_to_be_read_is_refused_without_its_text(app: Flask) -> None:
    ann = signed_in(app, person("ann"))
    answer = ann.post("/t/1/reply", data={"body": "x" * 2**24}, headers={"Sec-Fetch-Site": "same-origin"})
    assert answer.status_code == 413
    assert "That is too large" in answer.get_data(as_text=True)


@pytest.mark.parametrize(
    ("path", "code", "language", "detail"),
    [
        ("/api/v1/nothing-here", 404, "en", "The address is wrong, the page has gone, or it is not open to you."),
        ("/api/v1/me", 401, "en", "Please sign in for this."),
        ("/api/v1/me", 401, "de", "Bitte melde dich dafür an."),
    ],
)
def test_a_refusal_tells_programs_a_sentence_for_people(
    client: FlaskClient, path: str, code: int, language: str, detail: str
) -> None:
    answer = client.get(path, headers={"Accept-Language": language})
    assert (answer.status_code, answer.json["detail"]) == (code, detail)


@pytest.mark.parametrize(
    "path", ["/t/99999999999999999999", "/p/9223372036854775808", "/x%00y", "/t/1?page=%00", "/shows/%FF%FE"]
)
def test_impossible_addresses_never_crash(client: FlaskClient, path: str) -> None:
    assert 400 <= client.get(path).status_code < 500


OPEN_TO_STRANGERS = {"/reveal"}
"""Shows strangers what they ask for and stores nothing; their pages hold no token. Members need one here too."""


BY_KEY = {"/mail/stop/<key>"}
"""One POST from a mail program ends a list (RFC 8058): the key in the address is the token."""


@pytest.mark.parametrize("signed", [False, True])
def test_a_token_is_needed_for_every_unsafe_form(app: Flask, signed: bool) -> None:
    browser = signed_in(app, person("ann")) if signed else app.test_client()
    app.config["WTF_CSRF_ENABLED"] = True
    guarded = 0
    for rule in app.url_map.iter_rules():
        if "POST" not in (rule.methods or ()) or rule.rule.startswith("/api/"):
            continue
        if rule.rule in BY_KEY or (not signed and rule.rule in OPEN_TO_STRANGERS):
            continue
        path = re.sub(r"<[^>]+>", "1", re.sub(r"<any\((\w+)[^>]*>", r"\1", rule.rule))
        answer = browser.post(path, data={"anything": "1"})
        assert answer.status_code == 400, f"{rule.rule} took a form without a token: {answer.status_code}"
        guarded += 1
    assert guarded > 20
