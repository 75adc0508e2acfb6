"""Redirects and hosts, over every route that they concern: nobody is led elsewhere."""

from __future__ import annotations

import re
from itertools import product
from urllib.parse import quote, urlsplit

import pytest
from werkzeug.test import TestResponse

from tests.factories.accounts import PASSWORD
from tests.sweep.access_table import TABLE
from tests.sweep.asking import Asker, Route, address, form
from tests.sweep.conftest import House
from tests.sweep.world import OPEN, World

pytestmark = pytest.mark.filterwarnings("ignore:Passing SelectField choices as tuples:DeprecationWarning")

# -- redirects

_LEADERS = (
    "//",
    "///",
    "////",
    "/\\",
    "\\/",
    "\\\\",
    "/\t/",
    "/\n/",
    "/\r/",
    "\t//",
    " //",
    "\x00//",
    "\x1f//",
    "/%09/",
    "/ /",
)
_SCHEMES = (
    "http:",
    "https:",
    "HTTPS:",
    "ftp:",
    "javascript:",
    "java\tscript:",
    "data:text/html,",
    "vbscript:",
    "blob:",
    "//",
)
_TAILS = (
    "evil.example",
    "evil.example/",
    "evil.example\\@localhost/",
    "localhost@evil.example/",
    "localhost.evil.example",
    "evil.example?localhost",
)
ELSEWHERE = tuple(
    dict.fromkeys(
        [f"{leader}{tail}" for leader, tail in product(_LEADERS, _TAILS)]
        + [f"{scheme}{slashes}evil.example" for scheme, slashes in product(_SCHEMES, ("", "/", "//", "\\\\"))]
        + ["evil.example", "@evil.example", ".evil.example", "/\u2028/evil.example", "http://localhost@evil.example",
           "http://localhost:80@evil.example/", "https://localhost.evil.example", "http://[::1]@evil.example/",
           "\u3002evil.example", "/\u00a0/evil.example", "http:evil.example", "https:/\\evil.example",
           "//evil%E3%80%82example", "?next=//evil.example", "#//evil.example", "x" * 3000 + "//evil.example",
           "/\\\\evil.example", "/../\\/evil.example", "/\\evil.example?x", "///localhost@evil.example",
           "//evil.example:80/", "/\\localhost@evil.example", "\\/\\/evil.example", "\x01https://evil.example"]
    )
)  # fmt: skip  # rows of a table
OURS = ("/groups", "/g/binge-club?page=2", "/t/1?page=1", "/shows/harbour-lights")
LEAD_ON: tuple[Route, ...] = (
    ("POST", "/p/<int:post_id>/react/<nod>"),
    ("POST", "/progress"),
    ("POST", "/reveal"),
    ("POST", "/shows/<slug>/notes"),
    ("POST", "/shows/<slug>/titles"),
    ("POST", "/shows/<slug>/windows"),
    ("POST", "/shows/notes/<int:note_id>/withdraw"),
    ("POST", "/shows/windows/<int:window_id>/withdraw"),
    ("POST", "/support/country"),
    ("POST", "/u/<handle>/relation"),
    ("POST", "/t/<int:thread_id>/enter"),
    ("POST", "/releases/<int:claim_id>/decide"),
    ("POST", "/shows/<slug>/pulled"),
    ("POST", "/shows/<slug>/stewards"),
    ("POST", "/shows/<slug>/works"),
    ("POST", "/shows/works/<int:work_id>/withdraw"),
    ("POST", "/t/<int:thread_id>/close-all"),
    ("POST", "/t/<int:thread_id>/leave"),
    ("POST", "/t/<int:thread_id>/open-all"),
    ("POST", "/account/login"),
    ("POST", "/account/logout"),
    ("POST", "/account/verify"),
)
"""Every route that goes where `next` says; the next test finds the ones that are missing here."""


def led_to(world: World, route: Route, target: str, where: str = "form") -> TestResponse:
    role = "member" if route[1].startswith(("/p/", "/progress", "/reveal", "/t/", "/account/v")) else "administrator"
    given = form(world, world.places[OPEN], route[1])
    if route[1] in ("/account/login", "/account/verify"):
        given |= {"password": PASSWORD}
        role = "stranger" if route[1] == "/account/login" else role
    path = address(world, world.places[OPEN], route[1])
    if where == "query":
        return Asker(world, role).ask("POST", f"{path}?next={quote(target, safe='')}", given)
    return Asker(world, role).ask("POST", path, {**given, "next": target})


def stays(location: str) -> bool:
    """As a browser reads it: control signs dropped, backslashes taken for slashes."""
    cleaned = "".join(c for c in location if ord(c) > 32).replace("\\", "/")
    parts = urlsplit(cleaned)
    return not cleaned.startswith("//") and parts.scheme in ("", "http") and parts.netloc in ("", "localhost")


def test_there_are_enough_ways_to_be_led_astray() -> None:
    assert len(ELSEWHERE) >= 148


def test_every_route_that_leads_on_is_listed(house: House) -> None:
    found = set()
    for route in TABLE:
        if route[0] == "POST" and not route[1].startswith("/api/"):
            answer = led_to(house.world, route, "/groups?here")
            if answer.headers.get("Location", "").startswith("/groups?here"):
                found.add(route)
            house.put_back()
    assert found == set(LEAD_ON)


@pytest.mark.parametrize("route", LEAD_ON, ids=" ".join)
def test_nobody_is_led_elsewhere(house: House, route: Route) -> None:
    astray = {}
    for number, target in enumerate(ELSEWHERE):
        answer = led_to(house.world, route, target, "query" if number % 2 else "form")
        location = answer.headers.get("Location", "")
        if not stays(location) or "evil" in urlsplit(location).netloc or answer.status_code >= 500:
            astray[target] = answer.status_code, location
        house.put_back()
    assert astray == {}


@pytest.mark.parametrize("route", LEAD_ON, ids=" ".join)
def test_our_own_pages_are_reached(house: House, route: Route) -> None:
    for target in OURS:
        assert led_to(house.world, route, target).headers["Location"].partition("#")[0] == target
        house.put_back()


# -- hosts

HOSTS = (
    "evil.example",
    "localhost.evil.example",
    "evil.example:80",
    "localhost@evil.example",
    "localhost\tx",
    "[::1]",
    "",
)


@pytest.mark.parametrize("host", HOSTS)
@pytest.mark.parametrize("path", ["/", "/account/recover", "/api/v1/groups", "/nothing", "/static/site.css"])
def test_another_host_name_gets_nothing(house: House, host: str, path: str) -> None:
    answer = Asker(house.world, "stranger").ask("GET", path, headers={"Host": host})
    assert (answer.status_code, "evil" in answer.text) == (400, False)
    answer.close()


@pytest.mark.parametrize("name", ["X-Forwarded-Host", "X-Host", "Forwarded", "X-Original-URL", "X-Forwarded-Proto"])
def test_nobody_is_believed_about_the_host(house: House, name: str) -> None:
    plain = Asker(house.world, "member").ask("GET", "/account/recover")
    told = Asker(house.world, "member").ask("GET", "/account/recover", headers={name: "host=evil.example;proto=x"})
    assert _same(told.text) == _same(plain.text)


def _same(page: str) -> str:
    return re.sub(r'(name="csrf_token" value=")[^"]*', "", page)
