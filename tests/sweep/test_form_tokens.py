"""Forgeries: every unsafe page wants the token of this browser, and the API takes no cookie."""

from __future__ import annotations

import re

import pytest

from tests.sweep.access_table import TABLE
from tests.sweep.asking import Route, address, form
from tests.sweep.conftest import House
from tests.sweep.world import OPEN, World

pytestmark = pytest.mark.filterwarnings("ignore:Passing SelectField choices as tuples:DeprecationWarning")


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
