"""Channels H1 to H5: what is told to those who listen, and what hands without a mouse can do."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from forum.infra.db import db
from tests.factories import posts
from tests.posts.canaries import MARKS, Cage, canary
from tests.sweep.channels.looking import BEHIND, get

CSS = (Path(__file__).parents[3] / "forum" / "static" / "site.css").read_text(encoding="utf-8")


class Element(dict[str, str]):
    """Attributes of one start tag. Shapes: `tag` its name."""

    tag: str


class Elements(HTMLParser):
    """All start tags of a page with their attributes, and the words that are read out."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.all: list[Element] = []
        self.words: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element({name: value or "" for name, value in attrs})
        element.tag = tag
        self.all.append(element)

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def read(cage: Cage, role: str) -> Elements:
    return Elements(get(cage, role, f"/t/{cage.threads[0]}").get_data(as_text=True))


@pytest.mark.parametrize("role", [*BEHIND, "caught up"])
def test_h1_no_name_for_ears_holds_the_words(cage: Cage, role: str) -> None:
    """Fails when a label for screen readers says what is behind it, closed or open."""
    page = read(cage, role)
    told = [
        value
        for element in page.all
        for name, value in element.items()
        if name.startswith("aria-") or name in ("title", "alt", "summary", "placeholder")
    ]
    assert len(told) > 30
    assert [value for value in told if "CANARY" in value] == []


@pytest.mark.parametrize("role", BEHIND)
def test_h2_there_is_nothing_to_read_out(cage: Cage, role: str) -> None:
    """Fails when words are there for ears while eyes see a curtain: hidden, off the screen, or in live regions."""
    page = read(cage, role)
    assert "CANARY" not in " ".join(page.words)
    assert canary("episode") in " ".join(read(cage, "caught up").words)


def test_h3_opening_needs_no_mouse_and_no_script(cage: Cage) -> None:
    """Fails when what opens a spoiler is no button of a form: then Tab, Enter and Space do not reach it."""
    page = read(cage, "behind")
    openers = [one for one in page.all if "veil-open" in one.get("class", "")]
    assert len(openers) > 6
    for one in openers:
        assert (one.tag, one["type"], one["form"], one["name"]) == ("button", "submit", "reveal", "veil")
        assert "tabindex" not in one
        assert "S01E0" in one["aria-label"] or "Harbour Lights" in one["aria-label"]
    (form,) = [one for one in page.all if one.tag == "form" and one.get("id") == "reveal"]
    assert (form["method"], form["action"]) == ("post", "/reveal")


def test_h4_an_open_spoiler_is_read_once_and_as_text(cage: Cage) -> None:
    """Fails when the label replaces the words, or the words come twice."""
    with cage.app.app_context():
        words = f"So [spoiler {MARKS['episode']}]READONCE[/spoiler]."
        number = posts.post(cage.readers["author"], cage.threads[0], words)
        db.session.remove()
    body = get(cage, "caught up", f"/api/v1/posts/{number}").get_json()["post"]["body_html"]
    assert body.count("READONCE") == 1
    for element in Elements(body).all:
        if "veil" in element.get("class", "").split() or "veil-body" in element.get("class", ""):
            assert not set(element) & {"aria-label", "aria-labelledby", "aria-hidden", "role", "aria-describedby"}


def test_h5_targets_are_large_and_focus_is_seen() -> None:
    """Fails when the button is smaller than 24 pixels by its style, or its focus is taken away."""
    (sizes,) = re.findall(r"\.veil-open, \.veil-hide \{([^}]*)\}", CSS)
    height = re.search(r"min-height: ([\d.]+)rem", sizes)
    width = re.search(r"min-inline-size: ([\d.]+)rem", sizes)
    assert height is not None
    assert width is not None
    assert float(height[1]) * 16 >= 24
    assert float(width[1]) * 16 >= 24
    assert re.search(r"^ *:focus-visible \{[^}]*outline: [23]px solid", CSS, re.MULTILINE), "for every kind of thing"
    assert not re.search(r"veil-(open|hide)[^{]*:focus[^{]*\{[^}]*outline: (0|none)", CSS)
