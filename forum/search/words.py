"""Texts and questions as words that are compared: the same on both databases, because no database takes them apart.

A token is made of ASCII letters, digits and "_" alone, so nothing in a question can be an operator anywhere.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

QUESTION_CHARACTERS = 200
QUESTION_WORDS = 12
WORD_CHARACTERS = 40
SHORTEST_BEGINNING = 3

_ALONE = "\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff"
"""Scripts that put no blanks between words: each letter is one."""
_WORD = re.compile(rf"[{_ALONE}]|(?:(?![{_ALONE}])[^\W_]|(?<=\w)['’](?=\w)|[\u0300-\u036f])+")
_PIECE = re.compile(r'"([^"]*)"|(\S+)')


@dataclass(frozen=True, slots=True)
class Term:
    """One word of a question. Shapes: `begins` = words that begin so count as well."""

    token: str
    begins: bool = False

    def fits(self, token: str) -> bool:
        """Whether this word of a text answers it."""
        return token.startswith(self.token) if self.begins else token == self.token


@dataclass(frozen=True, slots=True)
class Question:
    """What somebody looks for: all of the terms, and the phrases word for word."""

    terms: tuple[Term, ...] = ()
    phrases: tuple[tuple[str, ...], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.terms)

    def fits(self, tokens: Sequence[str]) -> bool:
        """Whether a text with these words, in their order, is an answer."""
        known = set(tokens)
        if not all(term.token in known or (term.begins and any(map(term.fits, known))) for term in self.terms):
            return False
        return all(_holds(tokens, phrase) for phrase in self.phrases)


def asked(text: str) -> Question:
    """The question in what was typed.

    Shapes: words in quotation marks stand together; a word that ends in "*" stands for all that begin so; everything
    else is words, whatever it looks like. At most `QUESTION_WORDS` of the first `QUESTION_CHARACTERS` count.
    """
    terms: list[Term] = []
    phrases: list[tuple[str, ...]] = []
    for quoted, plain in _PIECE.findall(text[:QUESTION_CHARACTERS].replace("“", '"').replace("”", '"')):
        tokens = tokens_of(quoted or plain)
        begins = not quoted and plain.endswith("*") and len(tokens) == 1
        terms += [_term(plain) if begins else Term(token) for token in tokens]
        if len(tokens) > 1:
            phrases.append(tuple(tokens))
    return Question(tuple(dict.fromkeys(terms))[:QUESTION_WORDS], tuple(phrases[:QUESTION_WORDS]))


def tokens_of(text: str) -> list[str]:
    """The words of a text, as tokens, in their order."""
    return [token for _, _, token in placed(text)]


def placed(text: str) -> Iterator[tuple[int, int, str]]:
    """The words of a text with their beginning and end in it."""
    for found in _WORD.finditer(text):
        token = _token(found[0])
        if token:
            yield found.start(), found.end(), token


def _term(plain: str) -> Term:
    bare = _ascii(_folded(next(_WORD.finditer(plain))[0]))
    return Term(bare, begins=True) if len(bare) >= SHORTEST_BEGINNING else Term(_token(plain.rstrip("*")))


def _holds(tokens: Sequence[str], phrase: tuple[str, ...]) -> bool:
    first, size = phrase[0], len(phrase)
    return any(tokens[n] == first and tuple(tokens[n : n + size]) == phrase for n in range(len(tokens) - size + 1))


@lru_cache(maxsize=50_000)
def _token(word: str) -> str:
    return _ascii(_singular(_folded(word)))


def _folded(word: str) -> str:
    plain = unicodedata.normalize("NFKD", word.casefold())
    kept = "".join(c for c in plain if c not in "'’" and not unicodedata.combining(c))
    return unicodedata.normalize("NFC", kept)[:WORD_CHARACTERS]


def _singular(word: str) -> str:
    """English plurals and their singular are one word. Source: D. Harman, How effective is suffixing?, 1991."""
    if len(word) <= SHORTEST_BEGINNING or not word.endswith("s") or word.endswith(("us", "ss")):
        return word
    if word.endswith("ies") and not word.endswith(("eies", "aies")):
        return word[:-3] + "y"
    return word[:-1]


def _ascii(word: str) -> str:
    return word if word.isascii() and word.isalnum() else "x_" + word.encode().hex() if word else ""
