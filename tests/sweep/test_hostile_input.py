"""Input that no honest browser sends: 4xx with a text, or harmless, on both databases; a crash nowhere.

Every field of every form and every part of every address, one at a time, sent by the one who may do most with it, so
that the input gets as deep as it can. PostgreSQL, the stricter of the two, gets all of it; SQLite what its driver may
stumble over (`ODD_FOR_SQLITE`).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
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
WITH_BODY = [route for route in ROUTES if route[0] in ("POST", "PUT")]

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
ODD_FOR_SQLITE = (
    "a\x00b",
    "%00",
    b"\xff\xfe",
    str(2**31),
    str(2**63),
    str(2**64),
    HUGE_NUMBER,
    "\ud800",
    2**63,
    2**200,
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
TYPES = (
    "",
    "text/plain",
    "text/xml",
    "application/xml",
    "multipart/form-data",
    "application/json; charset=utf-16",
    "x",
)


def actor(world: World, route: Route) -> Asker:
    """Who gets deepest into a route: the author of a post for what authors do, otherwise an administrator."""
    letters = TABLE[route].letters[OPEN]
    return Asker(world, "administrator" if letters[-1] == "." else "author" if letters[3] == "." else "administrator")


def crash_of(asker: Asker, method: str, path: str, **more: Any) -> str:
    """What is wrong with the answer, "" when nothing is."""
    try:
        answer = asker.ask(method, path, **more)
    except Exception as fault:  # a crash of any kind is what is looked for
        return f"{type(fault).__name__}: {str(fault)[:200]}"
    return _fault_in(answer)


def _fault_in(answer: TestResponse) -> str:
    status = answer.status_code
    said = bool(answer.get_data()) or status in (204, 304) or 300 <= status < 400
    answer.close()
    if status >= 500 and answer.request.path != "/readyz":
        return f"status {status}"
    return "" if said else f"an empty {status}"


Sent = tuple[str, str, dict[str, Any]]
"""What is odd about a request, for the message; its path; the rest of it."""


def hostile_requests(world: World, route: Route) -> Iterator[Sent]:
    """Everything that is sent to a route."""
    yield from _addresses(world, route, IN_ADDRESSES)
    if route[0] == "GET":
        yield from _queries(world, route)
    elif route[1].startswith("/api/v1"):
        yield from _objects(world, route, IN_JSON)
    else:
        yield from _forms(world, route, IN_FIELDS)
    if route[0] != "GET":
        yield from _careless(world, route)


def odd_requests(world: World, route: Route) -> Iterator[Sent]:
    """What a driver may stumble over."""
    yield from _addresses(world, route, [one for one in IN_ADDRESSES if one in ODD_FOR_SQLITE])
    if route[0] != "GET" and route[1].startswith("/api/v1"):
        yield from _objects(world, route, [one for one in IN_JSON if one in ODD_FOR_SQLITE])
    elif route[0] != "GET":
        yield from _forms(world, route, [one for one in IN_FIELDS if one in ODD_FOR_SQLITE])


def _addresses(world: World, route: Route, bad_ones: Sequence[str]) -> Iterator[Sent]:
    method, rule = route
    place = world.places[OPEN]
    given = form(world, place, rule) if method != "GET" else None
    good = values(world, place, rule)
    for name in variables(rule):
        for bad in bad_ones:
            path = filled(rule, {**good, name: "HERE"}).replace("HERE", bad)
            yield f"{name}={bad[:20]}", path, {"given": given}


_PARAMETERS = ("page", "cursor", "q", "season", "kind", "show", "group", "reason", "country", "line", "next", "topic")


def _queries(world: World, route: Route) -> Iterator[Sent]:
    path = address(world, world.places[OPEN], route[1])
    for bad in IN_FIELDS[:20]:
        text = quote(bad, safe="")
        yield f"?{text[:20]}", f"{path}?{'&'.join(f'{name}={text}' for name in _PARAMETERS)}"[:100_000], {}
    yield "?twice", f"{path}?page=1&page=2&page[]=3&cursor=a&cursor=b&q=a&q=b", {}
    yield "?broken", f"{path}?&&=&%&%zz&=1&page", {}


_FORM = {"content_type": "application/x-www-form-urlencoded"}


def _forms(world: World, route: Route, bad_ones: Sequence[str | bytes]) -> Iterator[Sent]:
    path, given = _good(world, route)
    for name in given:
        for bad in bad_ones:
            yield f"{name}={bad[:20]!r}", path, {"data": urlencode({**given, name: bad}, doseq=True), **_FORM}


def _objects(world: World, route: Route, bad_ones: Sequence[Any]) -> Iterator[Sent]:
    path, given = _good(world, route)
    for name in given:
        for bad in bad_ones:
            yield f"{name}={str(bad)[:20]!r}", path, {"given": {**given, name: bad}}


def _careless(world: World, route: Route) -> Iterator[Sent]:
    """Names missing and twice, files for texts, wrong types, and what is no JSON."""
    path, given = _good(world, route)
    for name in given:
        yield f"{name} twice", path, {"data": urlencode({**given, name: [given[name], "b"]}, doseq=True), **_FORM}
        yield f"{name} missing", path, {"given": {one: value for one, value in given.items() if one != name}}
        yield f"{name} a file", path, {"data": {**given, name: (__file__, "x.txt")}}
        yield f"{name}[]", path, {"data": urlencode({f"{name}[]": "a", f"{name}[0]": "b"}), **_FORM}
    for key in ("", " ", "a" * 65, "\u00e9", "a b"):
        yield f"key {key[:9]!r}", path, {"given": given, "headers": {"Idempotency-Key": key}}
    for body in BODIES:
        yield f"body {body[:20]!r}", path, {"data": body, "content_type": "application/json"}
    for kind in TYPES:
        yield f"type {kind}", path, {"data": b"body=a&title=b", "content_type": kind}


def _good(world: World, route: Route) -> tuple[str, dict[str, Any]]:
    place = world.places[OPEN]
    return address(world, place, route[1]), form(world, place, route[1])


@pytest.mark.parametrize("route", ROUTES, ids=" ".join)
def test_no_input_crashes_a_route(postgres_world: World, route: Route) -> None:
    asker = actor(postgres_world, route)
    sent = hostile_requests(postgres_world, route)
    found = {name: crash_of(asker, route[0], path, **more) for name, path, more in sent}
    assert {name: fault for name, fault in found.items() if fault} == {}


@pytest.mark.parametrize("route", ROUTES, ids=" ".join)
def test_nothing_makes_the_embedded_database_stumble(house: House, route: Route) -> None:
    asker, found = actor(house.world, route), {}
    for name, path, more in odd_requests(house.world, route):
        found[name] = crash_of(asker, route[0], path, **more)
        assert not (house.changed and house.holds("\x00")), f"{name} was stored"
        house.put_back()
    assert {name: fault for name, fault in found.items() if fault} == {}


@pytest.mark.parametrize("route", WITH_BODY, ids=" ".join)
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
    if path == "/api/v1/shows/import":  # whole shows come that way; tests/api/test_importing.py has its own end
        assert answer.status_code == 422
    elif form(house.world, house.world.places[OPEN], route[1]):
        assert answer.status_code == 413
    else:  # nothing reads the body of this one
        assert answer.status_code < 500
    house.put_back()
