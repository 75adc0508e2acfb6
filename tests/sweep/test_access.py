"""Law 4 from outside: every route, every role, in three groups, against one table. A route without a row fails.

The whole grid runs on SQLite, where a counter in the file tells whether anything at all was written; what is refused
to outsiders and members runs on PostgreSQL too, where the content of all tables is compared.
"""

from __future__ import annotations

import re
from urllib.parse import quote

import pytest
from werkzeug.test import TestResponse

from forum.infra.web.headers import _POLICY
from tests.sweep.access_table import CHANGES_BY_GET, IS_EVERYBODYS_ANSWER, TABLE, Row
from tests.sweep.asking import Asker, address, filled, form, has_place, meaning, routes, text_of, values, variables
from tests.sweep.conftest import House, fingerprint
from tests.sweep.world import BY_REQUEST, CANARY, HIDDEN, OPEN, OUTSIDE, World

pytestmark = pytest.mark.filterwarnings("ignore:Passing SelectField choices as tuples:DeprecationWarning")
"""Flask-Security 5.9 hands tuples to WTForms 3.3, which wants a new class; both work until WTForms 3.4."""

ROWS = [pytest.param(row, id=" ".join(route)) for route, row in TABLE.items()]
INSIDE = [
    pytest.param(row, id=" ".join(route))
    for route, row in TABLE.items()
    if HIDDEN in row.letters and "<token>" not in route[1]
]
FOR_PROGRAMMES = (".atom", ".ics", ".xml")
"""What everybody gets alike: a copy may be kept, and must be asked about each time."""
REFUSED = "SFMCIB"


def asked(world: World, row: Row, slug: str, role: str) -> TestResponse:
    method, rule = row.route
    place = world.places[slug]
    given = form(world, place, rule) if method != "GET" else None
    return Asker(world, role).ask(method, address(world, place, rule), given)


def test_every_route_has_its_row(house: House) -> None:
    assert set(routes(house.world.app)) == set(TABLE)


def test_what_is_about_a_group_is_tried_in_each(house: House) -> None:
    assert {route for route, row in TABLE.items() if HIDDEN in row.letters} == {
        route for route in TABLE if has_place(route[1])
    }


def test_the_table_itself_hides_what_is_hidden() -> None:
    """So that nobody writes a leak into the table while making a test pass."""
    for route, row in TABLE.items():
        for slug, role, letter in row.cells():
            if slug == HIDDEN and role in OUTSIDE and route not in IS_EVERYBODYS_ANSWER:
                assert letter in "MS", (route, role)
            if route[0] != "GET" and role == "stranger" and route[1].startswith("/api/"):
                assert letter == "S", route


@pytest.mark.parametrize("row", ROWS)
def test_each_role_gets_what_the_table_says(house: House, row: Row) -> None:
    found: dict[tuple[str, str], str] = {}
    for slug, role, letter in row.cells():
        answer = asked(house.world, row, slug, role)
        found[slug, role] = meaning(answer)
        guarded(answer)
        secret = role in OUTSIDE and "<token>" not in row.route[1]
        assert not (secret and CANARY in text_of(answer)), f"{role} reads what is in {slug}"
        may_write = letter not in REFUSED and (row.route[0] != "GET" or row.route in CHANGES_BY_GET)
        assert may_write or not house.changed, f"something was written for {role} in {slug}"
        house.put_back()
        answer.close()
    assert found == {(slug, role): letter for slug, role, letter in row.cells()}


def guarded(answer: TestResponse) -> None:
    """Every answer, errors too, carries the guards, and nobody but its reader keeps a copy."""
    assert answer.headers["Content-Security-Policy"] == _POLICY
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert re.fullmatch("[0-9a-f]{16}", answer.headers["X-Request-Id"])
    assert not any(name.lower().startswith("access-control-") for name in answer.headers.keys())  # noqa: SIM118 - a header list, not a dict
    kept = answer.headers["Cache-Control"]
    path = answer.request.path
    may_be_kept = path.startswith(("/static/", "/account/static/")) or (
        kept == "public, no-cache" and path.endswith(FOR_PROGRAMMES)
    )
    assert kept.startswith("private") or may_be_kept, kept


def test_the_members_of_a_hidden_group_do_read_it(house: House) -> None:
    """The control: the canary stands on these pages for those who may read them."""
    for path in ("/g/attic", "/g/attic/join", f"/t/{house.world.places[HIDDEN].ids['thread_id']}"):
        assert CANARY in Asker(house.world, "member").ask("GET", path).text
        house.put_back()


@pytest.mark.parametrize("row", INSIDE)
@pytest.mark.parametrize("role", ["outsider", "shown out"])
def test_what_is_hidden_answers_like_what_is_not_there(house: House, row: Row, role: str) -> None:
    """No status, header or word tells a hidden thing from none."""
    method, rule = row.route
    place = house.world.places[HIDDEN]
    real = values(house.world, place, rule)
    unreal = {
        name: 999_999 if name.endswith("_id") else "no-such" if name in ("slug", "token", "handle") else real[name]
        for name in variables(rule)
    }
    given = form(house.world, place, rule) if method != "GET" else None
    asker = Asker(house.world, role)
    hidden = told(asker.ask(method, filled(rule, real), given))
    assert hidden == told(asker.ask(method, filled(rule, unreal), given))
    house.put_back()


def told(answer: TestResponse) -> tuple[int, str]:
    """What an answer tells: its status and text, without its own number, its token and the address that was asked."""
    text = text_of(answer).replace(answer.headers["X-Request-Id"], "")
    text = re.sub(r'(name="csrf_token" value=")[^"]*|(Content-Length: )\d+|(Set-Cookie: )[^\n]*', "", text)
    parts = [part for part in answer.request.path.split("/") if part.isdigit() or part in (HIDDEN, "no-such")]
    for asked_for in (answer.request.path, *(f"/{part}" for part in parts)):
        for written in (asked_for, quote(asked_for, safe="")):
            text = text.replace(written, "ASKED")
    return answer.status_code, text


def test_what_is_refused_is_refused_on_postgresql(postgres_world: World) -> None:
    """Outsiders everywhere, members in the open group; not a row changes."""
    before = fingerprint(postgres_world.app)
    wrong = {}
    for row in TABLE.values():
        for slug, role, letter in row.cells():
            if letter not in REFUSED or role not in ("outsider", "shown out", "member"):
                continue
            found = meaning(asked(postgres_world, row, slug, role))
            if found != letter:
                wrong[row.route, slug, role] = found
    assert not wrong
    assert fingerprint(postgres_world.app) == before


def test_what_is_allowed_is_allowed_on_postgresql(postgres_world: World) -> None:
    """Every page that a member, a moderator or staff may look at."""
    wrong = {}
    for row in TABLE.values():
        for slug, role, letter in row.cells():
            wanted = role in ("member", "moderator", "administrator") and slug in (OPEN, BY_REQUEST)
            if row.route[0] == "GET" and letter == "." and wanted:
                answer = asked(postgres_world, row, slug, role)
                if meaning(answer) != ".":
                    wrong[row.route, slug, role] = answer.status_code
                answer.close()
    assert not wrong
