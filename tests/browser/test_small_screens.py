"""Every kind of page on a small telephone and with letters of double size: nothing runs out at the side."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.browser.pages import Kinds

Looker = Callable[[str | None], Page]


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


def test_no_link_or_button_of_a_page_loses_its_words_on_a_telephone(kinds: Kinds, looker: Looker) -> None:
    """A sign alone is enough in the bar at the top and between the numbers of pages, where everybody knows it."""
    mute = []
    for handle, address in kinds.looks():
        page = looker(handle)
        page.set_viewport_size({"width": 360, "height": 760})
        page.goto(address)
        mute += [(address, handle, html) for html in page.evaluate(_MUTE)]
    assert mute == []


_MUTE = """() => {
    const seen = (node) => { const range = document.createRange(); range.selectNodeContents(node);
        return node.data.trim() && [...range.getClientRects()].some((box) => box.width > 2)
            && node.parentElement.getBoundingClientRect().width > 2; };
    const texts = (e) => { const walk = document.createTreeWalker(e, NodeFilter.SHOW_TEXT); const all = [];
        while (walk.nextNode()) all.push(walk.currentNode); return all; };
    return [...document.querySelectorAll('a, button, summary')]
        .filter((e) => e.checkVisibility() && !e.closest('header.top, .pager, .toolbar'))
        .filter((e) => texts(e).some((t) => t.data.trim()))
        .filter((e) => !texts(e).some(seen)).map((e) => e.outerHTML.slice(0, 160)); }"""

_WIDEST = """() => [...document.querySelectorAll('main *, header *, footer *')]
    .filter((e) => e.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
    .slice(0, 3).map((e) => e.outerHTML.slice(0, 120))"""
