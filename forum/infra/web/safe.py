"""Where a redirect may go: only to our own pages."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import request


def is_own_path(target: str) -> bool:
    """Whether `target` is a plain path on this site, however a browser may read it.

    Browsers take a backslash for a slash and drop control characters, so both are refused rather than cleaned.
    """
    if not target.startswith("/") or target.startswith("//") or len(target) > 2000:
        return False
    if "\\" in target or any(ord(c) < 33 or ord(c) == 127 for c in target):
        return False
    parts = urlsplit(target)
    return not parts.scheme and not parts.netloc


def safe_next(default: str) -> str:
    """The `next` of this request if it is one of our own pages, otherwise `default`."""
    target = request.values.get("next", "")
    return target if is_own_path(target) else default
