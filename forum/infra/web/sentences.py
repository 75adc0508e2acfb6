"""Codes as sentences outside pages: the console says the same words as the forms."""

from __future__ import annotations

from html import unescape

from flask import get_template_attribute


def sentence(code: str) -> str:
    """What the templates say for a code, as plain text."""
    return unescape(str(get_template_attribute("parts/codes.html", "say")(code))).strip()
