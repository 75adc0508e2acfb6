"""The words the machine puts on a page with posts."""

from __future__ import annotations

from dataclasses import dataclass

from forum.presenting.threads import ENGLISH as TITLES
from forum.presenting.threads import TitleWords
from forum.rendering.words import ENGLISH as PRESS
from forum.rendering.words import Words


@dataclass(frozen=True, slots=True)
class PageWords:
    """All the words that the machine puts on a page with posts, in one language."""

    press: Words = PRESS
    titles: TitleWords = TITLES
    rule: str = "Rule {rule}."
    rule_in_words: str = "Rule: {rule}"
    words_of_blocked: str = "words of somebody you blocked: show"
    words_of_muted: str = "words of somebody you muted: show"
    without_blocked: str = "[words of somebody you blocked]"
    without_muted: str = "[words of somebody you muted]"


ENGLISH = PageWords()
