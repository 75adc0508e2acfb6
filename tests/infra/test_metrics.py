"""Figures by endpoint: who may read them, and that they hold no word, name or number of anybody."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask import Flask
from pydantic import SecretStr

from tests.factories.accounts import person, signed_in, token
from tests.factories.groups import group

WORDS = "CANARYWORDS"


def endpoints_in(text: str) -> set[str]:
    """Figures belong to the process: applications of other tests may have left theirs."""
    return set(re.findall(r'endpoint="([^"]*)"', text))


def test_labels_are_names_of_endpoints_alone(app: Flask) -> None:
    ann = person("canaryhandle")
    group(ann, "canary-group", name="CANARYWORDS club")
    browser = signed_in(app, ann)
    earlier = endpoints_in(browser.get("/metrics").get_data(as_text=True))
    key = {"Authorization": f"Bearer {token(ann, 'read', 'write')}"}
    body = {"kind": "theory", "title": WORDS, "body": WORDS}
    made = browser.post("/api/v1/groups/canary-group/threads", json=body, headers=key)
    assert made.status_code == 201
    for path in (f"/{WORDS}", f"/search?q={WORDS}", "/g/canary-group", "/u/canaryhandle", f"/t/1?{WORDS}", "/t/999999"):
        browser.get(path, headers={"User-Agent": WORDS})
    text = browser.get("/metrics").get_data(as_text=True)
    assert "canary" not in text.lower()
    labels = re.findall(r'(\w+)="([^"]*)"', text)
    assert {name for name, _ in labels} <= {"endpoint", "le"}
    endpoints = {rule.endpoint for rule in app.url_map.iter_rules()} | {"none"}
    assert endpoints_in(text) - earlier <= endpoints
    counts = dict(re.findall(r'forum_request_seconds_count\{endpoint="([^"]+)"\} ([\d.]+)', text))
    assert float(counts["search.search"]) >= 1
    assert float(counts["none"]) >= 1


@pytest.mark.parametrize(
    ("address", "headers", "status"),
    [
        ("127.0.0.1", {}, 200),
        ("::1", {}, 200),
        ("203.0.113.7", {}, 404),
        ("", {}, 404),
        ("127.0.0.1", {"X-Forwarded-For": "203.0.113.7"}, 404),
        ("127.0.0.1", {"X-Forwarded-For": "127.0.0.1"}, 404),
        ("127.0.0.1", {"Forwarded": "for=203.0.113.7"}, 404),
        ("203.0.113.7", {"Authorization": "Bearer "}, 404),
        ("203.0.113.7", {"Authorization": "Bearer guess"}, 404),
    ],
)
def test_only_programs_on_this_machine_read_them(
    app: Flask, address: str, headers: dict[str, str], status: int
) -> None:
    answer = app.test_client().get("/metrics", headers=headers, environ_overrides={"REMOTE_ADDR": address})
    assert answer.status_code == status


def test_the_token_of_the_settings_opens_them_from_elsewhere(app: Flask) -> None:
    before = app.extensions["settings"]
    app.extensions["settings"] = before.model_copy(update={"metrics_token": SecretStr("a long secret")})
    try:
        for given, status in (("a long secret", 200), ("a long secret ", 404), ("a long secre", 404), ("", 404)):
            answer = app.test_client().get(
                "/metrics",
                headers={"Authorization": f"Bearer {given}"},
                environ_overrides={"REMOTE_ADDR": "203.0.113.7"},
            )
            assert answer.status_code == status, given
    finally:
        app.extensions["settings"] = before


def test_the_example_for_nginx_does_not_pass_them_on() -> None:
    site = (Path(__file__).parents[2] / "deploy" / "nginx.conf").read_text(encoding="utf-8")
    assert "location = /metrics { return 404; }" in site
