"""Every kind of page: nothing that axe finds, light and dark; nothing wider than a small telephone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.browser.club import Club
from tests.browser.conftest import Site, sign_in
from tests.browser.pages import Kinds, furnished

Looker = Callable[[str | None], Page]
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
COLOURS = ["color-contrast", "link-in-text-block"]


@pytest.fixture(scope="module")
def kinds(site: Site, club: Club) -> Kinds:
    return furnished(site, club)


@pytest.fixture(scope="module")
def looker(chromium: Browser, site: Site) -> Iterator[Looker]:
    """One browser for each person, kept for all pages of the module."""
    with ExitStack() as stack:
        known: dict[str | None, Page] = {}

        def look(handle: str | None) -> Page:
            if handle not in known:
                context = chromium.new_context(base_url=site.url, locale="en-GB", reduced_motion="reduce")
                stack.callback(context.close)
                known[handle] = context.new_page()
                if handle:
                    sign_in(known[handle], handle)
            return known[handle]

        yield look


def test_every_page_is_there(kinds: Kinds, looker: Looker) -> None:
    """So that the other tests here do not praise error pages."""
    answers = {address: looker(handle).request.get(address).status for handle, address in kinds.looks()}
    assert {address: status for address, status in answers.items() if status != 200} == {"/nowhere": 404}


def test_axe_finds_nothing_in_light_and_dark(kinds: Kinds, looker: Looker) -> None:
    found: list[str] = []
    for handle, address in kinds.looks():
        page = looker(handle)
        page.set_viewport_size({"width": 1280, "height": 900})
        page.emulate_media(color_scheme="light")
        page.goto(address)
        page.evaluate(Axe().axe_script)
        found += faults(page, f"{handle} {address}", {"type": "tag", "values": TAGS})
        page.emulate_media(color_scheme="dark")
        found += faults(page, f"{handle} {address} dark", {"type": "rule", "values": COLOURS})
    assert not found, "\n".join(found)


def faults(page: Page, where: str, rules: dict[str, object]) -> list[str]:
    """What axe finds. In the dark only colours can differ."""
    options = {"runOnly": rules, "resultTypes": ["violations"], "preload": False}
    violations = page.evaluate("async (options) => (await axe.run(document, options)).violations", options)
    return [
        f"{where}: {fault['id']}: {node['html'][:160]} {node['any'][:1]}"
        for fault in violations
        for node in fault["nodes"]
    ]


@pytest.mark.parametrize(("width", "text"), [(360, 100), (1280, 200), (320, 100)])
def test_nothing_is_wider_than_the_window(kinds: Kinds, looker: Looker, width: int, text: int) -> None:
    """Also at 320 px (400 % zoom of a desktop) and with letters of double size."""
    wide = []
    for handle, address in kinds.looks():
        page = looker(handle)
        page.set_viewport_size({"width": width, "height": 760})
        page.goto(address)
        page.evaluate("text => { document.documentElement.style.setProperty('font-size', `${text}%`) }", text)
        if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            wide.append((address, handle, page.evaluate(_WIDEST)))
    assert wide == []


_WIDEST = """() => [...document.querySelectorAll('main *, header *, footer *')]
    .filter((e) => e.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
    .slice(0, 3).map((e) => e.outerHTML.slice(0, 120))"""
