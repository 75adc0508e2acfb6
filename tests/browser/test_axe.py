"""Every kind of page, signed out, as a member and as a keeper: nothing that axe finds, in light and in dark."""

from __future__ import annotations

from collections.abc import Callable

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.pages import Kinds

Looker = Callable[[str | None], Page]
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
COLOURS = ["color-contrast", "link-in-text-block"]


def test_axe_finds_nothing_in_light_and_dark(kinds: Kinds, looker: Looker) -> None:
    found: list[str] = []
    answers: dict[str, int] = {}
    for handle, address in kinds.looks():
        page = looker(handle)
        page.set_viewport_size({"width": 1280, "height": 900})
        page.emulate_media(color_scheme="light")
        answer = page.goto(address)
        answers[address] = answer.status if answer else 0
        page.evaluate(Axe().axe_script)
        found += faults(page, f"{handle} {address}", {"type": "tag", "values": TAGS})
        page.emulate_media(color_scheme="dark")
        found += faults(page, f"{handle} {address} dark", {"type": "rule", "values": COLOURS})
    assert not found, "\n".join(found)
    # So that it was not error pages that were praised.
    assert {address: status for address, status in answers.items() if status != 200} == {"/nowhere": 404}


def faults(page: Page, where: str, rules: dict[str, object]) -> list[str]:
    """What axe finds. In the dark only colours can differ."""
    options = {"runOnly": rules, "resultTypes": ["violations"], "preload": False}
    violations = page.evaluate("async (options) => (await axe.run(document, options)).violations", options)
    return [
        f"{where}: {fault['id']}: {node['html'][:160]} {node['any'][:1]}"
        for fault in violations
        for node in fault["nodes"]
    ]


def looked_over(page: Page, address: str) -> list[str]:
    """What is wrong with a page: no page, what axe finds in light and in dark, and what is too wide for a phone."""
    page.set_viewport_size({"width": 1280, "height": 900})
    page.emulate_media(color_scheme="light")
    answer = page.goto(address)
    found = [] if answer and answer.status == 200 else [f"{address}: no page"]
    page.wait_for_load_state("networkidle")
    return found + looked_at(page, address)


def looked_at(page: Page, address: str) -> list[str]:
    """The same for the page that is open, such as the answer to a form."""
    page.evaluate(Axe().axe_script)
    found = faults(page, address, {"type": "tag", "values": TAGS})
    page.emulate_media(color_scheme="dark")
    found += faults(page, f"{address} dark", {"type": "rule", "values": COLOURS})
    page.set_viewport_size({"width": 360, "height": 740})
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    page.set_viewport_size({"width": 1280, "height": 900})
    return found + ([f"{address}: {wide} px too wide"] if wide else [])
