"""The support page: for everybody, in every country, without script and without an account."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from forum.care.models import WrongNumber
from forum.infra.db import db
from forum.infra.directory import directory
from forum.presenting.care import SupportFilter, support_page
from tests.factories import accounts

GB = {"Accept-Language": "en-GB,en;q=0.8"}


def main_of(page: str) -> str:
    return page[page.index("<main") : page.index("</main>")]


def test_all_lines_are_there(client: FlaskClient) -> None:
    page = client.get("/support").text
    for line in directory().lines:
        for number in (line.dial and f'href="tel:{line.dial}"', line.sms_dial and f'href="sms:{line.sms_dial}"'):
            assert number is None or number in page, line.id
    assert "https://findahelpline.com" in page
    assert page.count("less certain") == 25


def test_the_emergency_sentence_comes_first(client: FlaskClient) -> None:
    page = main_of(client.get("/support", headers=GB).text)
    assert page.index('href="tel:999"') < page.index("<form") < page.index("Samaritans")
    unknown = main_of(client.get("/support", headers={"Accept-Language": "en"}).text)
    before_the_list = unknown[: unknown.index("<details")]
    assert "call your local emergency number" in before_the_list
    assert "tel:" not in before_the_list


def test_ones_own_country_comes_first_and_open(client: FlaskClient) -> None:
    page = client.get("/support", headers=GB).text
    assert re.findall(r'<details class="support-country" id="in-(..)"( open)?>', page)[0] == ("gb", " open")
    assert page.count(" open>") == 1


@pytest.mark.parametrize("country", directory().countries)
def test_every_country_has_its_page(app: Flask, country: str) -> None:
    page = main_of(app.test_client().get(f"/support/{country.lower()}").text)
    dialled = set(re.findall(r'href="(?:tel|sms):([^"]+)"', page))
    own = {form for line in directory().of(country) for form in (line.dial, line.sms_dial) if form}
    assert dialled == own | set(directory().emergency[country])


@pytest.mark.parametrize(
    ("url", "status"),
    [
        ("/support/ng", 200),
        ("/support/NG", 200),
        ("/support/zz", 404),
        ("/support/gbr", 404),
        ("/support/%F0%9F%92%94", 404),
    ],
)
def test_countries_without_lines_and_without_existence(client: FlaskClient, url: str, status: int) -> None:
    answer = client.get(url)
    assert answer.status_code == status
    if status == 200:
        assert "We have no line in Nigeria that fits." in answer.text
        assert "tel:" not in main_of(answer.text)


def test_filters_are_kept_in_the_page() -> None:
    def ids(**wanted: str) -> set[str]:
        page = support_page(directory(), None, SupportFilter(**wanted), "en")
        return {line.id for group in page.groups for line in group.lines}

    assert ids(topic="eating disorders") == {"us-ctl"}
    assert ids(country="GB", kind="text") == {"gb-shout"}
    assert ids(country="GB", topic="eating disorders") == set()
    assert len(ids()) == 117
    assert ids(country="XX") == ids()


def test_the_choice_of_country_is_kept_on_the_device(client: FlaskClient) -> None:
    chosen = client.post("/support/country", data={"country": "de", "next": "/support/de"}, headers=GB)
    assert (chosen.status_code, chosen.location) == (303, "/support/de")
    cookie = chosen.headers["Set-Cookie"]
    assert "country=DE" in cookie
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    page = main_of(client.get("/support", headers=GB).text)
    assert "Germany: if you or somebody else is in immediate danger" in page
    client.post("/support/country", data={"country": ""})
    page = main_of(client.get("/support", headers=GB).text)
    assert "United Kingdom: if you or somebody else is in immediate danger" in page


def test_the_accounts_country_comes_before_the_devices(app: Flask) -> None:
    client = accounts.signed_in(app, accounts.person("ann", country="FR"))
    client.post("/support/country", data={"country": "DE"})
    assert "France: if you or somebody else is in immediate danger" in client.get("/support", headers=GB).text
    other = accounts.signed_in(app, accounts.person("ben"))
    other.post("/support/country", data={"country": "DE"})
    assert "Germany: if you or somebody else is in immediate danger" in other.get("/support", headers=GB).text


@pytest.mark.parametrize("target", ["//evil.example", "https://evil.example", "/\\evil.example"])
def test_the_choice_leads_nowhere_else(client: FlaskClient, target: str) -> None:
    assert client.post("/support/country", data={"country": "DE", "next": target}).location == "/support"


@pytest.mark.parametrize("country", ["D", "DEU", "1!", "\x00\x00"])
def test_a_country_that_is_none_is_refused(client: FlaskClient, country: str) -> None:
    assert client.post("/support/country", data={"country": country}).status_code == 422


def test_a_wrong_number_can_be_reported_by_anybody(app: Flask, client: FlaskClient) -> None:
    assert client.get("/support/wrong-number?line=gb-sam").text.count('value="gb-sam" selected') == 1
    refused = client.post("/support/wrong-number", data={"line": "gb-nothing", "words": "kept words"})
    assert refused.status_code == 422
    assert "kept words" in refused.text
    assert client.post("/support/wrong-number", data={"line": "gb-sam", "words": "rings out"}).status_code == 303
    ann = accounts.person("ann")
    accounts.signed_in(app, ann).post("/support/wrong-number", data={"words": "one is missing"})
    rows = db.session.scalars(select(WrongNumber).order_by(WrongNumber.id)).all()
    assert [(row.line_id, row.person_id, row.words) for row in rows] == [
        ("gb-sam", None, "rings out"),
        ("", ann.id, "one is missing"),
    ]


def test_staff_see_reports_and_settle_them(app: Flask, client: FlaskClient) -> None:
    client.post("/support/wrong-number", data={"line": "gb-sam", "words": "rings out"})
    mona = accounts.signed_in(app, accounts.moderator("mona"))
    page = mona.get("/support/reports").text
    assert "rings out" in page
    assert "Samaritans: 116 123" in page
    number = db.session.scalars(select(WrongNumber.id)).one()
    assert mona.post(f"/support/reports/{number}/settle").status_code == 303
    assert "rings out" not in mona.get("/support/reports").text
    ann = accounts.signed_in(app, accounts.person("ann"))
    assert ann.get("/support/reports").status_code == 403
    assert ann.post(f"/support/reports/{number}/settle").status_code == 403
    assert client.get("/support/reports").status_code == 401


def test_links_out_tell_nobody_anything(client: FlaskClient) -> None:
    page = main_of(client.get("/support").text)
    for link in re.findall(r"<a [^>]*href=\"http[^>]*>", page):
        assert 'rel="noreferrer noopener"' in link
        assert "?" not in link


def test_the_footer_leads_there_from_every_page(client: FlaskClient) -> None:
    for url in ("/", "/groups", "/shows", "/support", "/account/login", "/nothing-here"):
        assert 'href="/support"' in client.get(url).text
