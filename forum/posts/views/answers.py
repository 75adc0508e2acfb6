"""What the views of this room share: words in the reader's language, and who may keep a copy of a page."""

from __future__ import annotations

import secrets

from flask import request

from forum.domain.errors import Denied
from forum.domain.people import Reader
from forum.infra.web.reader import current_reader
from forum.posts.words import current_page_words
from forum.presenting.posts import PageWords


def page_words() -> PageWords:
    """The machine's words on a page with posts, in the reader's language."""
    return current_page_words()


def member() -> Reader:
    """The reader, signed in.

    Raises: `Denied`.
    """
    reader = current_reader()
    if reader.is_stranger:
        raise Denied("sign-in")
    return reader


def fresh_key() -> str:
    """A key for one form: however often it is sent, it is done once."""
    return secrets.token_urlsafe(16)


def is_fetched() -> bool:
    """A script asks for a part of a page."""
    return request.headers.get("X-Requested-With") == "fetch"
