"""The little language of the rules' phrases, made into bounded regular expressions.

    i {want} to die      words, and classes of words from the lexicon
    (kill|hurt) myself   one of several
    really? {adv}*2      perhaps; up to two of them
    ~3                   up to three words, whichever
    suicid+              a word that starts so
    ^ wish               only at the start of a sentence; likewise at its end: to stop $

A phrase matches whole words of a sentence's line. Nothing in the language repeats without bound.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

_ELEMENT = re.compile(
    r"(?:\((?P<any>[^()]*)\)|\{(?P<name>[a-z_]+)\}|~(?P<gap>[1-9])|(?P<word>[^\s(){}?*~]+))(?P<many>\?|\*[1-4])?"
)
_COMMON = 1_000
_MOST_READY = 2_000
"""Expressions kept ready: all that the shipped lexicon has."""


class PatternFault(ValueError):
    """A phrase that cannot be read."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """A phrase ready to be looked for. One of `anchors` stands in every sentence that it matches."""

    source: str
    shape: str
    anchors: frozenset[str]
    needs: tuple[frozenset[str], ...]

    @property
    def found(self) -> re.Pattern[str]:
        """The phrase as an expression, made when it is first looked for: most never are."""
        return _compiled(self.shape)

    def may_stand_among(self, words: set[str]) -> bool:
        """Whether a sentence of these words is worth a look: each part of the phrase has a word there."""
        for need in self.needs:  # noqa: SIM110 - a plain loop: this is asked more often than anything else
            if need.isdisjoint(words):
                return False
        return True


def pattern(source: str, classes: Mapping[str, tuple[str, ...]], common: frozenset[str]) -> Pattern:
    """The phrase `source`. Raises: PatternFault."""
    at, parts, choices = 0, [], []
    opening = "^ "
    first = source.startswith(opening)
    source = source.removeprefix(opening)
    last = source.endswith(" $")
    source = source.removesuffix(" $")
    for element in _ELEMENT.finditer(source):
        if source[at : element.start()].strip():
            break
        at = element.end()
        if element["gap"]:
            parts.append(rf"(?:\S+ ){{0,{element['gap']}}}")
            continue
        options = _options(element, classes, source)
        parts.append(_alternatives(options) + _times(element["many"]))
        if not element["many"]:
            choices.append(options)
    if source[at:].strip() or not choices:
        raise PatternFault(f"cannot read the phrase {source!r}")
    return Pattern(
        source,
        ("\\A " if first else "(?<= )") + "".join(parts) + (r"\Z" if last else ""),
        *_parted(_groups(choices, common)),
    )


@lru_cache(maxsize=_MOST_READY)
def _compiled(shape: str) -> re.Pattern[str]:
    return re.compile(shape)


def _parted(groups: list[frozenset[str]]) -> tuple[frozenset[str], tuple[frozenset[str], ...]]:
    return (groups[0], tuple(groups[1:])) if groups else (frozenset(), ())


def _options(element: re.Match[str], classes: Mapping[str, tuple[str, ...]], source: str) -> tuple[str, ...]:
    if element["name"]:
        if element["name"] not in classes:
            raise PatternFault(f"no class {element['name']!r} for {source!r}")
        return classes[element["name"]]
    if element["any"] is not None:
        flat: list[str] = []
        for option in element["any"].split("|"):
            name = option.strip()
            flat.extend(classes[name[1:-1]] if name.startswith("{") else (name,))
        return tuple(flat)
    return (element["word"],)


def _alternatives(options: tuple[str, ...]) -> str:
    longest_first = sorted(options, key=len, reverse=True)
    return "(?:" + "|".join(_words(option) for option in longest_first) + ")"


@lru_cache(maxsize=1_000)
def _words(option: str) -> str:
    return "".join(
        re.escape(word[:-1]) + r"\w* " if word.endswith("+") else re.escape(word) + " " for word in option.split()
    )


def _times(many: str | None) -> str:
    if not many:
        return ""
    return "?" if many == "?" else f"{{0,{many[1]}}}"


def _groups(choices: list[tuple[str, ...]], common: frozenset[str]) -> list[frozenset[str]]:
    """For each part of a phrase the rarest words of which one must be there, the rarest part first.

    Prefixes cannot be looked up, so a part with one of them is left out.
    """
    groups = []
    for options in choices:
        rarest = [_rarest(option, common) for option in options]
        if all(rarest):
            groups.append(frozenset(word for word in rarest if word))
    return sorted(groups, key=lambda group: sum(_COMMON if word in common else 1 for word in group))


def _rarest(option: str, common: frozenset[str]) -> str | None:
    whole = [word for word in option.split() if not word.endswith("+")]
    if not whole:
        return None
    return min(whole, key=lambda word: (word in common, -len(word)))
