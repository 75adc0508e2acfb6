"""Who acts, and the words in their language."""

from __future__ import annotations

from functools import lru_cache

from flask_babel import get_locale

from forum.domain.errors import Denied
from forum.domain.people import Reader
from forum.infra.web.reader import current_reader
from forum.infra.web.words import current_words
from forum.presenting.posts import PageWords
from forum.threads.words import current_title_words


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
    return _words(str(get_locale()))


@lru_cache(maxsize=32)
def _words(_language: str) -> PageWords:
    return PageWords(press=current_words(), titles=current_title_words())
