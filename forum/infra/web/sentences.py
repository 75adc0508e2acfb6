"""Codes as sentences outside pages: the console and the API say the same words as the forms."""

from __future__ import annotations

from html import unescape

from flask import get_template_attribute


def sentence(code: str) -> str:
    """What the templates say for a code, as plain text."""
    return _macro("parts/codes.html", "say", code)


def _macro(template: str, name: str, value: str | int) -> str:
    return unescape(str(get_template_attribute(template, name)(value))).strip()


def fault_sentence(status: int, code: str) -> str:
    """Why a request was refused, or what to do about it. Shapes: the sentence of a right or a conflict comes first."""
    own = _macro("parts/codes.html", "sentence", code) if status in (400, 401, 403, 409) else ""
    return own or _macro("parts/faults.html", "fault_advice", status)
