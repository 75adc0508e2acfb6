"""What the views of this room share: words in the reader's language, and who may keep a copy of a page."""

from __future__ import annotations

import secrets
from functools import lru_cache

from flask import request
from flask_babel import get_locale
from flask_babel import gettext as _

from forum.domain.errors import Denied
from forum.domain.people import Reader
from forum.infra.web.reader import current_reader
from forum.infra.web.words import current_words
from forum.presenting.posts import PageWords
from forum.threads.words import current_title_words


def page_words() -> PageWords:
    """The machine's words on a page with posts, in the reader's language."""
    return _words(str(get_locale()))


@lru_cache(maxsize=32)
def _words(_language: str) -> PageWords:
    return PageWords(
        press=current_words(),
        titles=current_title_words(),
        rule=_("Rule {rule}."),
        rule_in_words=_("Rule: {rule}"),
    )


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
