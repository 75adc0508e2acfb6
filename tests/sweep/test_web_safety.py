"""Redirects, hosts, copies, forgeries, cookies and revoked sign-ins, over every route that they concern."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import product
from urllib.parse import quote, urlsplit

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from forum.app import create_app
from forum.infra.db import db
from tests.conftest import make_settings
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
    ("POST", "/p/<int:post_id>/react"),
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


# -- copies


@dataclass
class Proxy:
    """A shared cache as RFC 9111 has it, put in front of everybody: it keeps what it is not told to leave alone."""

    world: World
    kept: dict[tuple[str, tuple[str, ...]], TestResponse] = field(default_factory=dict)
    varies: dict[str, tuple[str, ...]] = field(default_factory=dict)
    hits: int = 0

    def get(self, role: str, path: str) -> str:
        asker = Asker(self.world, role)
        sent = {"cookie": self.world.cookies.get(role, ""), "authorization": self.world.keys.get(role, "")}
        key = path, tuple(sent.get(name, "") for name in self.varies.get(path, ()))
        if key not in self.kept:
            answer = asker.ask("GET", path)
            answer.get_data()
            answer.close()
            if not self._may_keep(answer):
                return answer.get_data(as_text=True)
            self.varies[path] = tuple(
                name.strip().lower() for name in answer.headers.get("Vary", "").split(",") if name
            )
            key = path, tuple(sent.get(name, "") for name in self.varies[path])
            self.kept[key] = answer
        else:
            self.hits += 1
        return self.kept[key].get_data(as_text=True)

    @staticmethod
    def _may_keep(answer: TestResponse) -> bool:
        rules = answer.cache_control
        return not (rules.private or rules.no_store) and answer.status_code in (200, 301, 404, 410)


def test_each_gets_only_their_own_through_a_shared_cache(house: House) -> None:
    proxy = Proxy(house.world)
    names = {"member": "mia", "author": "ann"}
    own = 0
    for method, rule in TABLE:
        if method != "GET":
            continue
        path = address(house.world, house.world.places[OPEN], rule)
        for role in ("member", "author", "stranger", "member"):
            page = proxy.get(role, path)
            bar = re.search(r'href="/u/(\w+)"', page[: page.find("<main")])
            found = bar[1] if bar else ""
            assert found in ("", names.get(role, "")), f"{role} got the page of {found} at {path}"
            own += found == names.get(role)
    assert own > 100
    proxy.get("member", "/static/site.css")
    assert proxy.hits >= 3


def test_a_flash_is_kept_by_nobody(house: House) -> None:
    for role in ("member", "stranger"):
        answer = Asker(house.world, role).ask("GET", "/about")
        assert "no-store" in answer.headers["Cache-Control"]
        assert {"Cookie", "Authorization"} <= {name.strip() for name in answer.headers["Vary"].split(",")}


# -- forgeries


WITHOUT_TOKEN: tuple[Route, ...] = (("POST", "/mail/stop/<key>"),)
"""Mail programmes send it for their owners, without cookies (RFC 8058): the key in the address is the permission, it
ends one list of mails and can do nothing else. Without the right key nothing is there."""


@pytest.mark.parametrize(
    "route", [route for route in TABLE if route[0] != "GET" and route not in WITHOUT_TOKEN], ids=" ".join
)
def test_a_form_without_our_token_is_refused(house: House, route: Route) -> None:
    """Six forgeries of each; pages want the token of this browser, the API takes no cookie."""
    world, is_api = house.world, route[1].startswith("/api/")
    path, given = address(world, world.places[OPEN], route[1]), form(world, world.places[OPEN], route[1])
    world.app.config["WTF_CSRF_ENABLED"] = True
    try:
        for sent in (
            {"data": given},
            {"data": {**given, "csrf_token": ""}},
            {"data": {**given, "csrf_token": _foreign(world)}},
            {"json": given},
            {"data": "{}", "content_type": "text/plain"},
            {"data": given, "headers": {"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"}},
        ):
            browser = world.app.test_client()
            browser.set_cookie("session", world.cookies["administrator"])
            assert browser.open(path, method=route[0], **sent).status_code == (401 if is_api else 400)
        assert not house.changed
    finally:
        world.app.config["WTF_CSRF_ENABLED"] = False
        house.put_back()


def _foreign(world: World) -> str:
    """A token of another browser."""
    found = re.search(r'name="csrf_token" value="([^"]+)"', world.app.test_client().get("/account/login").text)
    assert found
    return found[1]


def test_a_cookie_opens_nothing_of_the_api(house: House) -> None:
    browser = house.world.app.test_client()
    browser.set_cookie("session", house.world.cookies["administrator"])
    assert browser.get("/api/v1/me").status_code == 401
    assert browser.get("/api/v1/cases").status_code == 401


# -- cookies and sign-ins


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
