"""How often the doors may be tried, by whom, and that nobody is shut out of their own account."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from forum.accounts.entrances import _LIMITED
from forum.app import create_app
from forum.infra.clock import SetClock
from forum.infra.db import db
from forum.infra.web.limits import limiter
from tests.conftest import keep_requests_apart, make_settings
from tests.factories.accounts import PASSWORD, person, sign_in, signed_in

WRONG = "wrong words here"


@pytest.fixture
def limited_app(tmp_path: Path, sqlite_template: Path, clock: SetClock) -> Iterator[Flask]:
    """An application whose limits count, with nothing counted yet. They live in memory, whatever the database."""
    shutil.copy(sqlite_template, tmp_path / "forum.sqlite3")
    limited = create_app(make_settings(tmp_path).model_copy(update={"rate_limits": True}))
    limited.config["WTF_CSRF_ENABLED"] = False
    keep_requests_apart(limited)
    limiter.reset()
    with limited.app_context():
        yield limited
        db.session.remove()
        db.engine.dispose()
    limiter.reset()
    limiter.enabled = False


def attempt(client: FlaskClient, name: str = "ann", address: str = "10.0.0.1", path: str = "/account/login") -> int:
    data = {"email": name, "password": WRONG}
    return client.post(path, data=data, environ_base={"REMOTE_ADDR": address}).status_code


@pytest.mark.parametrize("name", ["ann", "nobody"])
def test_ten_tries_a_minute_from_one_address_for_known_and_unknown_names(limited_app: Flask, name: str) -> None:
    person("ann")
    client = limited_app.test_client()
    answers = [attempt(client, name) for _ in range(12)]
    assert answers == [200] * 10 + [429] * 2
    assert attempt(client, "other", "10.0.0.2") == 200


def test_the_refusal_says_when_to_come_back(limited_app: Flask) -> None:
    client = limited_app.test_client()
    for n in range(11):
        answer = client.post("/account/login", data={"email": f"name{n}", "password": WRONG})
    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) > 0


def test_looking_at_the_form_is_free(limited_app: Flask) -> None:
    client = limited_app.test_client()
    assert {client.get("/account/login").status_code for _ in range(30)} == {200}


@pytest.mark.parametrize("name", ["ann", "nobody"])
def test_one_name_from_everywhere_is_limited_too(limited_app: Flask, name: str) -> None:
    person("ann")
    client = limited_app.test_client()
    answers = [attempt(client, name, f"10.0.0.{n}") for n in range(12)]
    assert answers == [200] * 10 + [429] * 2


def test_variants_of_a_name_share_a_limit(limited_app: Flask) -> None:
    person("ann")
    client = limited_app.test_client()
    answers = [attempt(client, name, f"10.0.1.{n}") for n, name in enumerate(["ann", "ANN", " Ann "] * 4)]
    assert answers == [200] * 10 + [429] * 2


def test_a_thousand_wrong_tries_do_not_shut_out_a_known_browser(limited_app: Flask) -> None:
    person("ann")
    home = limited_app.test_client()
    sign_in(home, "ann")
    home.post("/account/logout")
    stranger = limited_app.test_client()
    for n in range(60):
        attempt(stranger, "ann", f"10.0.{n}.1")
    assert attempt(stranger, "ann", "10.1.0.1") == 429
    answer = home.post("/account/login", data={"email": "ann", "password": PASSWORD})
    assert answer.status_code == 302


def test_forwarded_headers_do_not_help(limited_app: Flask) -> None:
    client = limited_app.test_client()
    answers = [
        client.post(
            "/account/login",
            data={"email": f"name{n}", "password": WRONG},
            headers={"X-Forwarded-For": f"10.0.0.{n}", "X-Real-IP": f"10.0.0.{n}", "Forwarded": f"for=10.0.0.{n}"},
        ).status_code
        for n in range(12)
    ]
    assert answers == [200] * 10 + [429] * 2


@pytest.mark.parametrize("path", ["/account/login?x=1", "/account/login?next=/groups", "/account/second-factor/code"])
def test_other_spellings_count_too(limited_app: Flask, path: str) -> None:
    client = limited_app.test_client()
    for n in range(10):
        attempt(client, f"name{n}")
    assert attempt(client, "other", path=path) == 429


@pytest.mark.parametrize(
    ("path", "most"),
    [("/account/register", 10), ("/account/recover", 5), ("/account/confirm", 5), ("/account/recover/key", 5)],
)
def test_doors_that_send_mail_are_limited(limited_app: Flask, path: str, most: int) -> None:
    client = limited_app.test_client()
    answers = [client.post(path, data={"identity": "ann"}).status_code for _ in range(most + 1)]
    assert answers[-1] == 429
    assert 429 not in answers[:-1]


def test_changes_are_limited_by_person(limited_app: Flask) -> None:
    ann, bea = signed_in(limited_app, person("ann")), signed_in(limited_app, person("bea"))
    form = {"password": WRONG, "new_password": WRONG, "new_password_confirm": WRONG}
    answers = [ann.post("/account/password", data=form).status_code for _ in range(21)]
    assert answers == [200] * 20 + [429]
    assert bea.post("/account/password", data=form).status_code == 200


def test_every_unsafe_door_has_a_limit(limited_app: Flask) -> None:
    free = {"logout", "two_factor_rescue", "tf_select", "wan_signin", "wan_verify"}
    posts = {
        rule.endpoint.removeprefix("security.")
        for rule in limited_app.url_map.iter_rules()
        if "POST" in (rule.methods or ()) and rule.endpoint.startswith("security.")
    }
    assert posts - set(_LIMITED) == free
