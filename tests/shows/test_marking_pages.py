"""Marking by one click, and what is refused."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from forum.shows import queries
from tests.conftest import NOW
from tests.factories.accounts import person, signed_in


def test_one_click_marks_and_comes_back(app: Flask, running) -> None:
    browser = signed_in(app, person())
    first = running.find(1, 1)
    assert first is not None
    here = f"/shows/{running.slug}?season=1"

    answer = browser.post("/progress", data={"episode_id": first.id, "seen": "yes", "next": here})

    assert (answer.status_code, answer.location) == (303, here)
    assert 'aria-pressed="true"' in browser.get(here).text


def test_next_never_leads_away(app: Flask, running) -> None:
    browser = signed_in(app, person())

    answer = browser.post("/progress", data={"show_id": running.show_id, "verb": "follow", "next": "//evil.example/"})

    assert answer.location == "/shows"


def test_strangers_are_asked_to_sign_in(client: FlaskClient, running) -> None:
    assert client.post("/progress", data={"show_id": running.show_id, "verb": "follow"}).status_code == 401
    assert "Sign in" in client.get(f"/shows/{running.slug}").text
    assert "/progress" not in client.get(f"/shows/{running.slug}").text


def test_an_unreleased_episode_cannot_be_ticked(app: Flask, running) -> None:
    browser = signed_in(app, person())
    third = running.find(1, 3)
    assert third is not None

    for verb in ("seen", "through"):
        answer = browser.post("/progress", data={"episode_id": third.id, "verb": verb})
        assert answer.status_code == 409
    assert queries.my_shows(person("ben"), NOW) == ()


UNREADABLE = [
    {},
    {"episode_id": "x"},
    {"episode_id": "-1"},
    {"episode_id": "9" * 23},
    {"episode_id": "9" * 5000},
    {"episode_id": "1\x00"},
    {"verb": "finished"},
    {"verb": "delete everything", "show_id": "1"},
    {"verb": "follow", "show_id": "1", "delay_days": "-1"},
    {"verb": "optins", "show_id": "1", "optins": "everything"},
    {"verb": "through", "episode_id": "1", "order": "x" * 100},
]


def test_what_cannot_be_read_is_refused(app: Flask) -> None:
    browser = signed_in(app, person())

    for data in UNREADABLE:
        assert browser.post("/progress", data=data).status_code == 422, data
        assert browser.post("/progress", json=data).status_code == 422, data
    for shape in ([], "x", 7, None, {"episode_id": [1]}, {"episode_id": {"a": 1}}, {"optins": 7, "verb": "optins"}):
        assert browser.post("/progress", json=shape).status_code == 422, shape


@pytest.mark.parametrize("data", [{"episode_id": "9999"}, {"verb": "follow", "show_id": "9999"}])
def test_marking_what_is_not_there_is_missing(app: Flask, data: dict[str, str]) -> None:
    assert signed_in(app, person()).post("/progress", data=data).status_code == 404
