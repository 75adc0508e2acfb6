"""Preferences and the public profile."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from forum.accounts import places, queries
from forum.accounts.models import Person
from forum.domain.people import SiteRole
from forum.infra import clock
from forum.infra.db import db
from tests.factories.accounts import address, administrator, moderator, person, signed_in

GOOD = {"country": "IE", "timezone": "Europe/Dublin", "language": "en", "theme": "dark", "strict": "true"}


def test_preferences_are_saved_and_shown(app: Flask) -> None:
    browser = signed_in(app, person("ann"))
    assert browser.post("/settings", data=GOOD).headers["Location"] == "/settings"
    reader = queries.reader_of(1, clock.now())
    assert (reader.country, reader.timezone, reader.theme, reader.strict) == ("IE", "Europe/Dublin", "dark", True)
    db.session.expire_all()
    assert db.session.get_one(Person, 1).mail_on is False
    db.session.rollback()
    page = browser.get("/settings").text
    assert "Your settings are saved." in page
    assert '<option value="IE" selected>Ireland</option>' in page
    assert 'data-theme="dark"' in page
    browser.post("/settings", data={**GOOD, "language": "de"})
    assert "Deine Einstellungen sind gespeichert." in browser.get("/settings").text


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("country", "XX"),
        ("country", "ie"),
        ("country", "EU"),
        ("timezone", "Mars/Olympus"),
        ("timezone", "../../etc/passwd"),
        ("timezone", ""),
        ("language", "tlh"),
        ("theme", "pink"),
        ("theme", "a\x00b"),
        ("strict", "perhaps"),
        ("country", "x" * 100_000),
    ],
)
def test_what_is_not_offered_is_refused_and_nothing_changes(app: Flask, field: str, value: str) -> None:
    browser = signed_in(app, person("ann"))
    answer = browser.post("/settings", data={**GOOD, field: value})
    assert answer.status_code == 422
    assert "not saved yet" in answer.text
    assert queries.reader_of(1, clock.now()).theme == "auto"


def test_no_other_column_can_be_set(app: Flask) -> None:
    ann = person("ann")
    before = queries.reader_of(1, clock.now())
    extra = {
        "id": "9",
        "handle": "root",
        "email": "x@people.example",
        "site_role": "administrator",
        "role": "administrator",
        "is_staff": "true",
        "password": "x",
        "confirmed_at": "2020-01-01",
        "suspended_until": "",
        "active": "false",
        "fs_uniquifier": "x",
        "tf_totp_secret": "x",
        "mf_recovery_codes": "x",
        "created_at": "1970-01-01",
    }
    signed_in(app, ann).post("/settings", data={**extra, "timezone": "UTC", "language": "en", "theme": "auto"})
    assert queries.reader_of(1, clock.now()) == before
    row = db.session.get_one(Person, 1)
    assert (row.email, row.site_role, row.active) == (address("ann"), SiteRole.MEMBER, True)


def test_suspended_people_may_still_choose(app: Flask) -> None:
    from datetime import timedelta

    ann = person("ann", suspended_until=clock.now() + timedelta(days=1))
    assert signed_in(app, ann).post("/settings", data=GOOD).status_code == 303


@pytest.mark.parametrize("path", ["/settings", "/settings/security", "/settings/sessions", "/settings/tokens"])
def test_settings_are_for_members_and_kept_by_nobody(app: Flask, client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code == 401
    answer = signed_in(app, person("ann")).get(path)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert "Cookie" in answer.headers["Vary"]


def test_a_profile_shows_who_and_never_what_they_watch(app: Flask, client: FlaskClient) -> None:
    person("Ann", country="IE", strict=True)
    page = client.get("/u/ann").text
    assert "<h1>" in page
    assert "Ann" in page
    assert "22 November 2026" in page
    for secret in (address("ann"), "Ireland", "IE<", "strict"):
        assert secret not in page


@pytest.mark.parametrize("handle", ["nobody", "Ann%00", "%ff", "x" * 3000, "..", "ann ", "ánn"])
def test_nobody_is_nobody(client: FlaskClient, handle: str) -> None:
    person("ann")
    assert client.get(f"/u/{handle}").status_code in (400, 404)


def test_cards_of_many_cost_one_statement(app: Flask, statements) -> None:
    readers = [person(f"ann-{n}") for n in range(30)]
    staff = [moderator(), administrator()]
    db.session.rollback()
    for wanted in (readers[:1], readers[:3], readers + staff):
        with statements() as seen:
            cards = queries.people_cards([*(r.id for r in wanted), None, 999])
        assert len(seen) == 1
        assert sorted(cards) == sorted(r.id or 0 for r in wanted)
    assert cards[staff[0].id or 0].role is SiteRole.MODERATOR
    with statements() as seen:
        assert queries.people_cards([None]) == {}
    assert seen == []


def test_handles_are_found_in_any_case(app: Flask) -> None:
    person("Ann_B")
    assert queries.person_by_handle("aNN_b").handle == "Ann_B"


def test_choices_are_whole_and_clean() -> None:
    assert {"US", "GB", "DE", "XK", "TW"} <= places.countries()
    assert len(places.countries()) == 250
    assert {"UTC", "Europe/Berlin", "America/Argentina/Buenos_Aires"} <= places.timezones()
    assert not [name for name in places.timezones() if name.startswith("Etc/")]
