"""What people write stays text: hostile texts in every field there is, read on every page by members and by staff.

The crawl parses each page as a browser would and looks for elements and attributes that the texts tried to become. It
finds the texts themselves too, so it knows that there was something that could have gone wrong.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

import pytest

from forum.infra import jobs
from tests.sweep.access_table import TABLE
from tests.sweep.asking import Asker, Route, address, form
from tests.sweep.conftest import House
from tests.sweep.test_hostile_input import ROUTES, actor
from tests.sweep.world import NOW, OPEN, World

pytestmark = pytest.mark.filterwarnings("ignore:Passing SelectField choices as tuples:DeprecationWarning")

HOSTILE = (
    "'\"><script>probe{n}()</script><img src=x onerror=probe{n}()>",
    '\' onfocus=\'probe{n}()\' x=" onmouseover="probe{n}()" x="',
    "</title></textarea></p><svg onload=probe{n}()>",
    "javascript:probe{n}() [x](javascript:probe{n}()) <javascript:probe{n}()>",
    "&lt;img src=x onerror=probe{n}()&gt;&#60;b&#62;",
    "{{{{probe{n}|safe}}}}<!--probe{n}-->{{% x %}}",
)
SKIPPED = ("/leave", "/withdraw", "/end-all", "/end-others", "/logout", "/unfollow", "/revoke", "/move", "/discard")
"""What would take the texts away again, or the reader."""
READERS = ("author", "moderator", "administrator")
HARMLESS_PLACES = frozenset({"value", "title", "placeholder", "aria-label", "alt", "content"})
MUST_BE_SEEN = {
    ("/g/<slug>/settings", "name"),
    ("/g/<slug>/settings", "description"),
    ("/g/<slug>/rules", "rules"),
    ("/g/<slug>/new", "title"),
    ("/g/<slug>/new", "body"),
    ("/g/<slug>/new/draft", "title"),
    ("/g/<slug>/new/draft", "body"),
    ("/g/<slug>/members/<handle>/ban", "reason"),
    ("/t/<int:thread_id>/reply", "body"),
    ("/t/<int:thread_id>/draft", "body"),
    ("/t/<int:thread_id>/lock", "reason"),
    ("/t/<int:thread_id>/rename", "title"),
    ("/t/<int:thread_id>/rename", "reason"),
    ("/t/<int:thread_id>/topics", "reason"),
    ("/p/<int:post_id>/edit", "body"),
    ("/p/<int:post_id>/flag", "words"),
    ("/p/<int:post_id>/remove", "reason"),
    ("/mod/cases/<int:case_id>/decide", "reason"),
    ("/settings/tokens", "name"),
    ("/shows/<slug>/notes", "why"),
    ("/shows/<slug>/windows", "why"),
    ("/support/wrong-number", "words"),
    ("/account/register", "handle"),
    ("/account/login", "email"),
    ("/preview", "body"),
}
"""Texts that the crawl has to come across, in a page or in the form that is shown again."""


DATA = [("type", "application/ld+json")]
"""A block of data for machines: no browser runs it, and no sign in it may end it."""


def _is_json(text: str) -> bool:
    try:
        return isinstance(json.loads(text), dict)
    except ValueError:
        return False


class Page(HTMLParser):
    """A page as a browser takes it apart: what a probe became. `seen` are the numbers of those that stayed text."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.wrong: list[str] = []
        self.seen: set[int] = set()
        self.inside = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.inside = tag
        if "probe" in tag:
            self.wrong.append(f"<{tag}>")
        if tag == "script" and attrs == DATA:
            self.inside = "data"
        elif tag == "script" and not any(name == "src" and (value or "").startswith("/") for name, value in attrs):
            self.wrong.append("<script> of somebody's")
        for name, value in attrs:
            self._attribute(tag, name, value or "")

    def _attribute(self, tag: str, name: str, value: str) -> None:
        if name.startswith("on") or name in ("style", "srcdoc") or "probe" in name:
            self.wrong.append(f"<{tag} {name}>")
        if "probe" not in value:
            return
        self._note(value)
        led = name in ("href", "action", "formaction", "src") and value.startswith("/") and not value.startswith("//")
        if name not in HARMLESS_PLACES and not name.startswith("data-") and not led:
            self.wrong.append(f"<{tag} {name}={value!r}>")

    def handle_endtag(self, tag: str) -> None:
        self.inside = ""
        if "probe" in tag:
            self.wrong.append(f"</{tag}>")

    def handle_comment(self, data: str) -> None:
        if "probe" in data:
            self.wrong.append(f"<!--{data}-->")

    def handle_data(self, data: str) -> None:
        if self.inside in ("script", "style") and "probe" in data:
            self.wrong.append(f"{self.inside}: {data!r}")
        if self.inside == "data" and ("<" in data or not _is_json(data)):
            self.wrong.append(f"data for machines: {data!r}")
        self._note(data)

    def _note(self, text: str) -> None:
        self.seen.update(int(number) for number in re.findall(r"probe(\d+)", text))


Field = tuple[Route, str, dict[str, Any]]
"""A route, one field of its form, and the form."""


def fields(world: World) -> Iterator[Field]:
    """Every field of every form for people."""
    for route in ROUTES:
        if route[0] == "POST" and not route[1].startswith("/api/") and not route[1].endswith(SKIPPED):
            given = form(world, world.places[OPEN], route[1])
            for name in given:
                yield route, name, given


@pytest.mark.parametrize("hostile", HOSTILE)
def test_no_text_becomes_markup(house: House, hostile: str) -> None:
    world, wrong, seen = house.world, [], set()
    known = list(fields(world))
    for where, text in (*_written(house, hostile, known), *_pages(world), *_mails(world)):
        _take_apart(text, where, wrong, seen)
    house.put_back()
    assert wrong == []
    missed = MUST_BE_SEEN - {(known[number][0][1], known[number][1]) for number in seen}
    assert missed == set()


def _written(house: House, hostile: str, known: list[Field]) -> Iterator[tuple[str, str]]:
    """Each field alone, for what is said of it; then all together that take any text, for what is kept."""
    taken: dict[Route, dict[str, Any]] = {}
    for number, (route, name, given) in enumerate(known):
        text = hostile.format(n=number)
        value = [text] if isinstance(given[name], list) else text
        status, page = _sent(house.world, route, {**given, name: value})
        yield f"POST {route[1]} {name}", page
        if status < 400:
            taken.setdefault(route, dict(given))[name] = value
        house.put_back()
    for route in sorted(taken, key=lambda one: one[1].endswith("/draft")):  # a reply takes its draft away
        yield f"POST {route[1]}", _sent(house.world, route, taken[route])[1]


def _sent(world: World, route: Route, given: dict[str, Any]) -> tuple[int, str]:
    """Status and page of a form; the page it leads to, when it leads to one."""
    is_door = route[1] in ("/account/register", "/account/login", "/account/recover", "/account/confirm")
    asker = Asker(world, "stranger") if is_door else actor(world, route)
    answer = asker.ask("POST", address(world, world.places[OPEN], route[1]), given)
    led = answer.headers.get("Location", "")
    page = asker.ask("GET", led.partition("#")[0]) if led.startswith(("/t/", "/g/")) else answer
    return answer.status_code, page.get_data(as_text=True)


def _take_apart(text: str, where: str, wrong: list[str], seen: set[int]) -> None:
    page = Page(text)
    wrong += [f"{where}: {one}" for one in page.wrong]
    seen |= page.seen


def _pages(world: World) -> Iterator[tuple[str, str]]:
    for method, rule in TABLE:
        if method != "GET" or rule.startswith(("/api/", "/static", "/account/static")):
            continue
        for role in READERS:
            answer = Asker(world, role).ask("GET", address(world, world.places[OPEN], rule))
            if answer.mimetype == "text/html":
                yield f"{role} GET {rule}", answer.get_data(as_text=True)
            answer.close()


def _mails(world: World) -> Iterator[tuple[str, str]]:
    """The mails that all this has caused."""
    with world.app.app_context():
        world.app.extensions["mailman"].outbox = []
        jobs.drain(NOW)
        for mail in world.app.extensions["mailman"].outbox:
            assert "\n" not in mail.subject
            for body, kind in getattr(mail, "alternatives", ()):
                if kind == "text/html":
                    yield f"mail {mail.subject}", re.sub(r' style="[^"<>]*"', "", body)
