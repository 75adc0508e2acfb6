"""Who acts, and the words in their language."""

from __future__ import annotations

from forum.domain.errors import Denied
from forum.domain.people import Reader
from forum.infra.web.reader import current_reader
from forum.posts.words import current_page_words
from forum.presenting.posts import PageWords


def member() -> Reader:
    """The reader, with a key.

    Raises: `Denied`.
    """
    reader = current_reader()
    if reader.is_stranger:
        raise Denied("sign-in")
    return reader


def page_words() -> PageWords:
    """The machine's words around texts and in titles, in the reader's language."""
    return current_page_words()
