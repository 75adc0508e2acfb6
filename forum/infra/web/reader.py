"""Who is reading: set once a request by the accounts room, read by every view."""

from __future__ import annotations

from flask import g, has_request_context

from forum.domain.people import Reader


def current_reader() -> Reader:
    """The reader of this request; a stranger when nobody is signed in."""
    return g.get("reader") or Reader.stranger() if has_request_context() else Reader.stranger()


def set_reader(reader: Reader) -> None:
    """Called by the accounts room alone, before any view runs."""
    g.reader = reader
