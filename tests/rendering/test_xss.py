"""No text becomes markup that acts: read back by an HTML parser, what is served holds only what the press makes."""

from html.parser import HTMLParser
from urllib.parse import urlsplit

import nh3
import pytest

from forum.rendering.links import REL
from forum.rendering.outputs import excerpt, html, text
from forum.rendering.preview import preview
from forum.rendering.problems import Refused
from forum.rendering.quote import quote
from forum.rendering.sanitise import TAGS, sanitise
from forum.rendering.words import ENGLISH
from tests.rendering.hostile import CORPUS, SCHEMES
from tests.rendering.hostile import TAGS as HOSTILE_TAGS
from tests.rendering.world import CATALOGUES, STRANGER, WRITER, pressed, scope, seen_by

ATTRIBUTES = {
    "a": {"href", "rel", "class"},
    "span": {"class", "data-veil"},
    "div": {"class", "data-veil"},
    "code": {"class"},
    "td": {"class"},
    "th": {"class"},
    "ol": {"start"},
    "button": {"class", "type", "form", "name", "value", "aria-label", "aria-expanded"},
    "time": {"datetime"},
}


class Inspector(HTMLParser):
    """Fails on the first thing that no printed text may hold."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in TAGS | {"div", "button", "time"}
        given = dict(attrs)
        assert set(given) <= ATTRIBUTES.get(tag, set())
        if tag == "a":
            self.link(given)
        if tag not in ("br", "hr"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def link(self, given: dict[str, str | None]) -> None:
        address = given["href"] or ""
        if address.startswith("/u/"):
            assert given.get("class") == "mention"
            return
        parts = urlsplit(address)
        assert parts.scheme in ("http", "https", "mailto")
        assert address.isascii()
        assert "@" not in parts.netloc
        assert not set(address) & set(' \t\n"<>\\`')
        assert given["rel"] == REL

    def handle_comment(self, data: str) -> None:
        raise AssertionError(data)

    handle_decl = handle_pi = unknown_decl = handle_comment


def inspect(markup: str) -> None:
    inspector = Inspector()
    inspector.feed(markup)
    inspector.close()
    assert inspector.open == []


def test_the_corpus_is_large() -> None:
    assert len(set(CORPUS)) > 300


@pytest.mark.parametrize("source", CORPUS)
def test_nothing_acts(source: str) -> None:
    inspect(html(seen_by(preview(source, scope).document, WRITER), CATALOGUES, ENGLISH))
    try:
        document = pressed(source)
    except Refused:
        return
    for clearance in (STRANGER, WRITER):
        redacted = seen_by(document, clearance)
        markup = html(redacted, CATALOGUES, ENGLISH)
        inspect(markup)
        assert sanitise(sanitise(markup)) == sanitise(markup)
        for plain in (text(redacted, CATALOGUES, ENGLISH), excerpt(redacted, CATALOGUES, ENGLISH)):
            inspect(html(seen_by(preview(plain or "x", scope).document, WRITER), CATALOGUES, ENGLISH))
        inspect(html(seen_by(preview(quote(redacted, CATALOGUES), scope).document, WRITER), CATALOGUES, ENGLISH))


@pytest.mark.parametrize("address", SCHEMES)
def test_addresses_are_linked_only_to_the_web_and_mail(address: str) -> None:
    try:
        printed = repr(pressed(f"[words]({address})").pieces)
    except Refused:
        return
    if ">words</a>" in printed:
        assert 'href="https://evil.example/' in printed or 'href="mailto:a@b' in printed
        assert all(sign not in printed for sign in ("<script", "onmouse"))


@pytest.mark.parametrize("raw", HOSTILE_TAGS)
def test_the_sanitiser_alone_holds_as_well(raw: str) -> None:
    """As if the parser had let everything through."""
    cleaned = sanitise(f"<p>{raw}</p>")
    for tag in (
        "script",
        "iframe",
        "svg",
        "math",
        "style",
        "form",
        "button",
        "img",
        "object",
        "base",
        "meta",
        "template",
    ):
        assert f"<{tag}" not in cleaned.lower()
    assert sanitise(cleaned) == cleaned


@pytest.mark.parametrize("raw", [*HOSTILE_TAGS, *CORPUS[-40:]])
def test_a_second_sanitiser_finds_nothing_left(raw: str) -> None:
    """nh3, another parser in another language, removes no element and no attribute from what bleach let through."""
    cleaned = sanitise(f"<p>{raw}</p>")
    again = nh3.clean(
        cleaned,
        tags=set(TAGS),
        attributes={
            "a": {"href", "class", "rel"},
            "code": {"class"},
            "span": {"class"},
            "ol": {"start"},
            "td": {"class"},
        },
        url_schemes={"http", "https", "mailto"},
        link_rel=None,
    )
    assert _elements(again) == _elements(cleaned)


def _elements(markup: str) -> list[tuple[str, object]]:
    found: list[tuple[str, object]] = []

    class Reader(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            found.append((tag, sorted(attrs)))

    Reader().feed(markup)
    return found
