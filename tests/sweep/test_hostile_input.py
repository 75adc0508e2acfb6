"""Input that no honest browser sends: 4xx with a text, or harmless, on both databases; a crash nowhere.

Every field of every form and every part of every address, one at a time, sent by the one who may do most with it, so
that the input gets as deep as it can.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from werkzeug.test import TestResponse

from tests.sweep.access_table import TABLE
from tests.sweep.asking import Asker, Route, address, filled, form, values, variables
from tests.sweep.conftest import House
from tests.sweep.world import OPEN, World

pytestmark = pytest.mark.filterwarnings("ignore:Passing SelectField choices as tuples:DeprecationWarning")

LAST = ("/withdraw", "/remove", "/move", "/leave", "/ban", "/end-all", "/logout", "/revoke", "/unfollow")
"""What takes away what others are about comes last: PostgreSQL is not put back in between."""
ROUTES: list[Route] = sorted(TABLE, key=lambda route: (route[1].endswith(LAST) or route[0] == "DELETE", route[1]))
WRITES = [route for route in ROUTES if route[0] != "GET"]

HUGE_NUMBER = "9" * 5_000
IN_ADDRESSES = (
    "0",
    "-1",
    str(2**31),
    str(2**63 - 1),
    str(2**63),
    str(2**64),
    HUGE_NUMBER,
    "1.5",
    "1e9",
    "\u0661",
    "%00",
    "%FF%FE",
    "%ED%A0%80",
    "..%2F..%2Fetc",
    "'%20OR%201=1--",
    "%22%3E%3Cscript%3E",
    "a" * 5_000,
    "%F0%9F%A6%91",
    "\u202e",
)
"""Already quoted where need be."""
IN_FIELDS: tuple[str | bytes, ...] = (
    "",
    " ",
    "\x00",
    "a\x00b",
    b"\xff\xfe",
    b"\xed\xa0\x80",
    "-1",
    "0",
    str(2**31),
    str(2**63),
    str(2**64),
    HUGE_NUMBER,
    "1" + "0" * 400,
    "NaN",
    "1e400",
    "\u0661\u0662",
    "a" * 30_000,
    "\U0001f991" * 600,
    "\u202e\u2028\x85",
    "' OR 1=1 --",
    "%s%n{0}{{7*7}}",
    "../../etc/passwd",
    "[" * 3_000,
    "9999-99-99",
    "0001-01-01",
    "9999-12-31",
    "999999:99",
)
IN_JSON: tuple[Any, ...] = (
    None,
    True,
    -1,
    2**31,
    2**63,
    2**200,
    1.5,
    1e300,
    [],
    {},
    [[]],
    [None],
    [1, "a", {}],
    {"$ne": 1},
    ["a"] * 1_000,
    "",
    "\x00",
    "\ud800",
    "a\udfff",
    "a" * 30_000,
    ["\x00"],
    ["\ud800"],
)
BODIES: tuple[bytes, ...] = (
    b"",
    b"{",
    b"null",
    b"[]",
    b'"a"',
    b"1" * 5_000,
    b'{"a": 1e999}',
    b'{"a": NaN}',
    b"\xff\xfe{\x00}\x00",
    b"\xef\xbb\xbf{}",
    b"[" * 100_000,
    b'{"a":' * 50_000 + b"1" + b"}" * 50_000,
    b'{"body": "\\ud800", "title": "\\ud800", "words": "\\ud800"}',
    b'{"body": "a", "body": "b"}',
    b'{"version": ' + HUGE_NUMBER.encode() + b"}",
)
"""Sent as JSON to every unsafe route, pages' too."""
TYPES = ("", "text/plain", "text/xml", "application/xml", "multipart/form-data", "application/json; charset=utf-16", "x")


def actor(world: World, route: Route) -> Asker:
    """Who gets deepest into a route: the author of a post for what authors do, otherwise an administrator."""
    letters = TABLE[route].letters[OPEN]
    return Asker(world, "administrator" if letters[-1] == "." else "author" if letters[3] == "." else "administrator")


def crash_of(asker: Asker, method: str, path: str, **more: Any) -> str:
    """What is wrong with the answer, "" when nothing is."""
    try:
        answer = asker.ask(method, path, **more)
    except Exception as fault:  # noqa: BLE001 - a crash of any kind is what is looked for
        return f"{type(fault).__name__}: {str(fault)[:200]}"
    return _fault_in(answer)


def _fault_in(answer: TestResponse) -> str:
    status = answer.status_code
    said = bool(answer.get_data()) or status in (204, 304) or 300 <= status < 400
    answer.close()
    if status >= 500 and answer.request.path != "/readyz":
        return f"status {status}"
    return "" if said else f"an empty {status}"


def hostile_requests(world: World, route: Route) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """What is sent to a route: a name for the message, the path, and the rest."""
    yield from _addresses(world, route)
    if route[0] == "GET":
        yield from _queries(world, route)
    elif route[1].startswith("/api/v1"):
        yield from _objects(world, route)
    else:
        yield from _forms(world, route)


def _addresses(world: World, route: Route) -> Iterator[tuple[str, str, dict[str, Any]]]:
    method, rule = route
    place = world.places[OPEN]
    given = form(world, place, rule) if method != "GET" else None
    good = values(world, place, rule)
    for name in variables(rule):
        for bad in IN_ADDRESSES:
            path = filled(rule, {**good, name: "HERE"}).replace("HERE", bad)
            yield f"{name}={bad[:20]}", path, {"given": given}


_PARAMETERS = ("page", "cursor", "q", "season", "kind", "show", "group", "reason", "country", "line", "next", "topic")


def _queries(world: World, route: Route) -> Iterator[tuple[str, str, dict[str, Any]]]:
    path = address(world, world.places[OPEN], route[1])
    for bad in IN_FIELDS[:20]:
        text = quote(bad, safe="")
        yield f"?{text[:20]}", f"{path}?{'&'.join(f'{name}={text}' for name in _PARAMETERS)}"[:100_000], {}
    yield "?twice", f"{path}?page=1&page=2&page[]=3&cursor=a&cursor=b&q=a&q=b", {}
    yield "?broken", f"{path}?&&=&%&%zz&=1&page", {}


def _forms(world: World, route: Route) -> Iterator[tuple[str, str, dict[str, Any]]]:
    place = world.places[OPEN]
    path, given = address(world, place, route[1]), form(world, place, route[1])
    for name in given:
        for bad in IN_FIELDS:
            yield f"{name}={bad[:20]!r}", path, {"data": urlencode({**given, name: bad}, doseq=True), **_FORM}
        yield f"{name} twice", path, {"data": urlencode({**given, name: [given[name], "b"]}, doseq=True), **_FORM}
        yield f"{name} missing", path, {"given": {one: value for one, value in given.items() if one != name}}
        yield f"{name} a file", path, {"data": {**given, name: (__file__, "x.txt")}}
        yield f"{name}[]", path, {"data": urlencode({f"{name}[]": "a", f"{name}[0]": "b"}), **_FORM}
    yield from _bodies(path)


_FORM = {"content_type": "application/x-www-form-urlencoded"}


def _objects(world: World, route: Route) -> Iterator[tuple[str, str, dict[str, Any]]]:
    place = world.places[OPEN]
    path, given = address(world, place, route[1]), form(world, place, route[1])
    for name in given:
        for bad in IN_JSON:
            yield f"{name}={str(bad)[:20]!r}", path, {"given": {**given, name: bad}}
        yield f"{name} missing", path, {"given": {one: value for one, value in given.items() if one != name}}
    for key in ("", " ", "a" * 65, "\u00e9", "a b"):
        yield f"key {key[:9]!r}", path, {"given": given, "headers": {"Idempotency-Key": key}}
    yield from _bodies(path)


def _bodies(path: str) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for body in BODIES:
        yield f"body {body[:20]!r}", path, {"data": body, "content_type": "application/json"}
    for kind in TYPES:
        yield f"type {kind}", path, {"data": b"body=a&title=b", "content_type": kind}


def faults(world: World, route: Route) -> Iterator[str]:
    """What goes wrong with this route."""
    asker = actor(world, route)
    for name, path, more in hostile_requests(world, route):
        found = crash_of(asker, route[0], path, **more)
        if found:
            yield f"{name}: {found}"


@pytest.mark.parametrize("route", ROUTES, ids=" ".join)
def test_no_input_crashes_a_route(house: House, route: Route) -> None:
    asker, wrong = actor(house.world, route), []
    for name, path, more in hostile_requests(house.world, route):
        found = crash_of(asker, route[0], path, **more)
        if found:
            wrong.append(f"{name}: {found}")
        house.put_back()
    assert not wrong


@pytest.mark.parametrize("route", ROUTES, ids=" ".join)
def test_no_input_crashes_a_route_on_postgresql(postgres_world: World, route: Route) -> None:
    assert not list(faults(postgres_world, route))


@pytest.mark.parametrize("route", WRITES, ids=" ".join)
def test_ten_megabytes_are_refused_before_anybody_reads_them(house: House, route: Route) -> None:
    """The size is judged by its announcement; what is longer than announced is cut off there by the server."""
    path = address(house.world, house.world.places[OPEN], route[1])
    name = next(iter(form(house.world, house.world.places[OPEN], route[1])), "body")
    is_api = route[1].startswith("/api/v1")
    data: Mapping[str, Any] = (
        {"data": json.dumps({name: "a" * 10_000_000}), "content_type": "application/json"}
        if is_api
        else {"data": f"{name}={'a' * 10_000_000}", **_FORM}
    )
    answer = actor(house.world, route).ask(route[0], path, **data)
    assert answer.status_code in (413, 204, 200, 201, 303, 302, 404, 409, 415, 422)
    if form(house.world, house.world.places[OPEN], route[1]):
        assert answer.status_code == 413, answer.status_code
    house.put_back()
