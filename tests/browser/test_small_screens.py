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


_WIDEST = """() => [...document.querySelectorAll('main *, header *, footer *')]
    .filter((e) => e.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
    .slice(0, 3).map((e) => e.outerHTML.slice(0, 120))"""
