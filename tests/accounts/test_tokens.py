"""Keys to the API."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from forum.accounts import actions, queries
from forum.accounts.forms import NewToken
from forum.accounts.models import ApiToken
from forum.domain.errors import Denied, Invalid, Missing
from forum.domain.people import Reader
from forum.infra import clock as clocks
from forum.infra.db import db
from tests.factories.accounts import PASSWORD, administrator, person, signed_in, token


def test_a_key_is_shown_once_and_opens_what_it_says(app: Flask) -> None:
    ann = person("ann")
    browser = signed_in(app, ann)
    form = {"name": "my script", "scopes": ["read", "write"], "days": "30"}
    page = browser.post("/settings/tokens", data=form).text
    secret = re.findall(r"<code>(wc_[\w-]{43})</code>", page)
    assert len(secret) == 1
    later = browser.get("/settings/tokens").text
    assert "my script" in later
    assert secret[0] not in later
    assert queries.token_reader(secret[0], clocks.now()) == (ann, frozenset({"read", "write"}))
    row = db.session.scalars(select(ApiToken)).one()
    assert secret[0] not in str(vars(row))


@pytest.mark.parametrize(
    ("form", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "x" * 61}, "name"),
        ({"scopes": ["everything"]}, "scopes"),
        ({"scopes": []}, "scopes"),
        ({"days": 100_000}, "days"),
        ({"days": "soon"}, "days"),
        ({"days": 0}, "days"),
    ],
)
def test_bad_forms_are_refused(form: dict[str, object], field: str) -> None:
    with pytest.raises(Invalid) as fault:
        NewToken.read({"name": "n", "scopes": ["read"], "days": 30, **form})
    assert list(fault.value.errors) == [field]


def test_the_form_keeps_what_was_typed(app: Flask) -> None:
    browser = signed_in(app, person("ann"))
    answer = browser.post("/settings/tokens", data={"name": "kept words", "scopes": ["write"], "days": "31"})
    assert answer.status_code == 422
    assert 'value="kept words"' in answer.text
    assert 'value="write" checked' in answer.text


def test_it_runs_out(app: Flask, clock: clocks.SetClock) -> None:
    secret = token(person("ann"))
    clock.forward(timedelta(days=30, seconds=-1))
    assert queries.token_reader(secret, clocks.now())[0].handle == "ann"
    clock.forward(timedelta(seconds=1))
    with pytest.raises(Missing):
        queries.token_reader(secret, clocks.now())


def test_it_can_be_shut_by_its_owner_alone(app: Flask) -> None:
    ann, bea = person("ann"), person("bea")
    secret = token(ann)
    assert signed_in(app, bea).post("/settings/tokens/1/revoke").status_code == 404
    assert queries.token_reader(secret, clocks.now())[0] == ann
    browser = signed_in(app, ann)
    assert browser.post("/settings/tokens/1/revoke").status_code == 303
    with pytest.raises(Missing):
        queries.token_reader(secret, clocks.now())
    assert browser.post("/settings/tokens/1/revoke").status_code == 404


def test_suspension_shuts_it_at_once(app: Flask, clock: clocks.SetClock) -> None:
    ann = person("ann")
    secret = token(ann, "read")
    actions.suspend(administrator(), ann.id or 0, clocks.now() + timedelta(days=1), "spam", clocks.now())
    with pytest.raises(Missing):
        queries.token_reader(secret, clocks.now())
    clock.forward(timedelta(days=1, seconds=1))
    assert queries.token_reader(secret, clocks.now())[0].suspended is False


@pytest.mark.parametrize("bearer", ["", "wc_", "x" * 100_000, "\ud800", "wc_\x00", "' OR ''='"])
def test_made_up_keys_open_nothing(app: Flask, bearer: str) -> None:
    token(person("ann"))
    with pytest.raises(Missing):
        queries.token_reader(bearer, clocks.now())


def test_reading_a_key_costs_one_statement(app: Flask, statements) -> None:
    secret = token(person("ann"))
    db.session.rollback()
    with statements() as seen:
        queries.token_reader(secret, clocks.now())
    assert len(seen) == 1


def test_twenty_are_enough(app: Flask) -> None:
    ann = person("ann")
    for _ in range(20):
        token(ann)
    with pytest.raises(Invalid) as fault:
        token(ann)
    assert fault.value.errors == {"": ("too-many",)}


def test_strangers_make_none(app: Flask) -> None:
    with pytest.raises(Denied):
        token(Reader.stranger())


def test_making_one_asks_who_it_is_after_a_while(app: Flask) -> None:
    browser = signed_in(app, person("ann"))
    with browser.session_transaction() as session:
        session["fs_paa"] -= 16 * 60
    page = browser.get("/settings/tokens").text
    assert "/account/verify?next=/settings/tokens" in page
    assert "Make the key" not in page
    form = {"name": "kept words", "scopes": ["read", "write"], "days": "30"}
    answer = browser.post("/settings/tokens", data=form)
    assert answer.status_code == 403
    assert db.session.scalars(select(ApiToken)).all() == []

    assert "/account/verify?next=/settings/tokens" in answer.text
    assert 'value="kept words"' in answer.text
    assert 'value="write" checked' in answer.text
    assert '<option value="30" selected' in answer.text

    browser.post("/account/verify?next=/settings/tokens", data={"password": PASSWORD})
    assert re.findall(r"<code>wc_[\w-]{43}</code>", browser.post("/settings/tokens", data=form).text)
