"""The OpenAPI document says what the API does."""

from __future__ import annotations

from html.parser import HTMLParser

from flask import Flask

from forum.api.answers import Answer
from forum.api.door import PREFIX
from forum.api.operations import OPERATIONS
from tests.api.conftest import Caller
from tests.factories import accounts


def document(app: Flask) -> dict[str, object]:
    found = Caller(app).get("/openapi.json")
    assert (found.status_code, found.content_type) == (200, "application/json")
    return dict(found.json)


def test_every_route_is_described_and_nothing_else(app: Flask) -> None:
    paths = document(app)["paths"]
    assert isinstance(paths, dict)
    described = {(path, method.upper()) for path, methods in paths.items() for method in methods}
    routes = {
        (_plain(rule.rule), method)
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith(PREFIX)
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    assert routes - described == {(f"{PREFIX}/openapi.json", "GET"), (f"{PREFIX}/docs", "GET")}
    assert described - routes == set()


def _plain(rule: str) -> str:
    return rule.replace("int:", "").replace("<", "{").replace(">", "}")


def test_every_operation_has_words_security_and_refusals(app: Flask) -> None:
    found = document(app)
    assert found["openapi"] == "3.1.0"
    for path, methods in found["paths"].items():  # type: ignore[attr-defined]  # JSON
        for method, one in methods.items():
            assert one["summary"].endswith("."), path
            assert one["security"][-1]["bearer"] == [OPERATIONS[one["operationId"]].scope]
            assert ({} in one["security"]) == (method == "get" and not OPERATIONS[one["operationId"]].signed_in)
            assert {"400", "401", "403", "422", "429"} <= set(one["responses"])
            assert method == "get" or {"409", "413", "415"} <= set(one["responses"])
    problem = found["components"]["responses"]["422"]["content"]  # type: ignore[index]  # JSON
    assert list(problem) == ["application/problem+json"]


def test_every_reference_leads_somewhere(app: Flask) -> None:
    found = document(app)
    waiting: list[object] = [found]
    seen = 0
    while waiting:
        one = waiting.pop()
        if isinstance(one, dict):
            if isinstance(one.get("$ref"), str):
                seen += 1
                target: object = found
                for part in one["$ref"].removeprefix("#/").split("/"):
                    assert isinstance(target, dict)
                    target = target[part]
            waiting.extend(one.values())
        elif isinstance(one, list):
            waiting.extend(one)
    assert seen > 200


def test_no_two_models_share_a_name() -> None:
    waiting: list[type[Answer]] = [Answer]
    met: set[type[Answer]] = set()
    while waiting:
        for one in waiting.pop().__subclasses__():
            met.add(one)
            waiting.append(one)
    assert len({one.__name__ for one in met}) == len(met) > 50


def test_every_example_is_a_good_body() -> None:
    for known in OPERATIONS.values():
        if known.body is not None:
            assert known.example, known.path
            known.body.read(known.example)


class Reader(HTMLParser):
    """Collects what a page would load or run."""

    def __init__(self) -> None:
        super().__init__()
        self.outside: list[str] = []
        self.inline = 0
        self.in_script = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        source = given.get("src") or (given.get("href") if tag == "link" else None) or ""
        if source.startswith(("http:", "https:", "//")):
            self.outside.append(source)
        self.inline += (tag == "script" and not given.get("src")) + ("style" in given) + (tag == "style")
        self.inline += any(name.startswith("on") for name in given)


def test_the_page_for_people_loads_nothing_from_elsewhere(app: Flask) -> None:
    page = Caller(app).get("/docs")
    assert (page.status_code, page.mimetype) == (200, "text/html")
    reader = Reader()
    reader.feed(page.text)
    assert (reader.outside, reader.inline) == ([], 0)
    for name in OPERATIONS:
        assert f'id="{name}"' in page.text


def test_the_page_for_people_knows_who_is_signed_in(app: Flask) -> None:
    browser = accounts.signed_in(app, accounts.person("ann"))
    assert "ann" in browser.get("/api/v1/docs").text
