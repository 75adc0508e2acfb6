"""The machine's words on pages with posts, in the language that is spoken."""

from __future__ import annotations

from functools import lru_cache

from flask_babel import get_locale
from flask_babel import gettext as _

from forum.infra.web.words import current_words
from forum.presenting.posts import PageWords
from forum.threads.words import current_title_words


def current_page_words() -> PageWords:
    """The words for this request, or for the mail or feed that is being made."""
    return _words(str(get_locale()))


@lru_cache(maxsize=32)
def _words(_language: str) -> PageWords:
    return PageWords(
        press=current_words(),
        titles=current_title_words(),
        rule=_("Rule {rule}."),
        rule_in_words=_("Rule: {rule}"),
        words_of_blocked=_("words of somebody you blocked: show"),
        words_of_muted=_("words of somebody you muted: show"),
        without_blocked=_("[words of somebody you blocked]"),
        without_muted=_("[words of somebody you muted]"),
    )
