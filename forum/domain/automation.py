"""If-then rules of a group: which of them a text meets, and why. Pure, and linear in the text whatever it holds.

A rule never removes anything: it may only draw a curtain, ask a moderator to look first, report, or tell moderators.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

MOST_WORDS = 50
MOST_SITES = 50
LONGEST_WORD = 60

_TOKEN = re.compile(r"\w+")
_LINK = re.compile(r"https?://([^\s/?#<>()\[\]\"'|]{1,253})", re.IGNORECASE)
_UNSEEN = dict.fromkeys((0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0x00AD))


class Deed(StrEnum):
    """What a rule does. Removing is not among them."""

    SEAL = "seal"
    HOLD = "hold"
    FLAG = "flag"
    NOTIFY = "notify"


@dataclass(frozen=True, slots=True)
class Terms:
    """When a rule is met: all that is asked must hold, and something must be asked.

    Shapes: `words` = one of these, folded, several words in order are one phrase, "spoil*" = what begins so; `sites` =
    a link to one of these or below them; `any_link`; `newcomer` = its author is new in the group; `pace` = it is at
    least their so many-th post in ten minutes, 0 = whatever.
    """

    words: tuple[str, ...] = ()
    sites: tuple[str, ...] = ()
    any_link: bool = False
    newcomer: bool = False
    pace: int = 0

    @property
    def asks(self) -> bool:
        """Whether it asks for anything at all."""
        return bool(self.words or self.sites or self.any_link or self.newcomer or self.pace)


@dataclass(frozen=True)
class Writing:
    """A text that was sent, with what rules may know of its author. Shapes: `lately` counts this one too."""

    text: str
    newcomer: bool = False
    lately: int = 1

    @cached_property
    def words(self) -> list[str]:
        """The words, folded, in order."""
        return _TOKEN.findall(folded(self.text))

    @cached_property
    def known(self) -> frozenset[str]:
        """Each word once."""
        return frozenset(self.words)

    @cached_property
    def in_order(self) -> list[str]:
        """Each word once, sorted: a range of it begins alike."""
        return sorted(self.known)

    @cached_property
    def joined(self) -> str:
        """The words with one space around each."""
        return f" {' '.join(self.words)} "

    @cached_property
    def hosts(self) -> tuple[str, ...]:
        """Where its links lead, in order, each as often as it is linked."""
        return tuple(host_of(found) for found in _LINK.findall(self.text))


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule that is switched on."""

    id: int
    terms: Terms
    deed: Deed


@dataclass(frozen=True, slots=True)
class Match:
    """A rule was met. Shapes: `because` = what of its terms: ("word", "..."), ("site", "..."), ("link", ""),
    ("newcomer", ""), ("pace", "7"), in this order: the rule's own words, never those of the text."""

    rule_id: int
    deed: Deed
    because: tuple[tuple[str, str], ...]


def matches(rules: Iterable[Rule], writing: Writing) -> tuple[Match, ...]:
    """The rules that this text meets, in their order."""
    found = ((rule, because(rule.terms, writing)) for rule in rules)
    return tuple(Match(rule.id, rule.deed, why) for rule, why in found if why)


def because(terms: Terms, writing: Writing) -> tuple[tuple[str, str], ...]:
    """Why the terms are met; empty when they are not."""
    why: list[tuple[str, str]] = []
    asked: Sequence[tuple[bool, Iterable[tuple[str, str]]]] = (
        (bool(terms.words), (("word", word) for word in terms.words if says(writing, word))),
        (bool(terms.sites), (("site", site) for site in terms.sites if _leads_to(writing, site))),
        (terms.any_link, [("link", "")] * bool(writing.hosts)),
        (terms.newcomer, [("newcomer", "")] * writing.newcomer),
        (terms.pace > 0, [("pace", str(writing.lately))] * (writing.lately >= terms.pace)),
    )
    for is_asked, given in asked:
        if not is_asked:
            continue
        met = list(given)
        if not met:
            return ()
        why += met
    return tuple(why)


def says(writing: Writing, word: str) -> bool:
    """Whether a text holds this word, phrase or beginning of a word."""
    begins = word.endswith("*")
    parts = _TOKEN.findall(folded(word))
    if not parts:
        return False
    if begins and len(parts) == 1:
        place = bisect_left(writing.in_order, parts[0])
        return place < len(writing.in_order) and writing.in_order[place].startswith(parts[0])
    if not writing.known.issuperset(parts):
        return False
    return len(parts) == 1 or f" {' '.join(parts)} " in writing.joined


def folded(text: str) -> str:
    """Text as it is compared: without what cannot be seen, in one form and one case."""
    return unicodedata.normalize("NFKC", text.translate(_UNSEEN)).casefold()


def host_of(address: str) -> str:
    """The host of what stands after "https://": without account, port and a dot at its end, folded."""
    return folded(address.rpartition("@")[2].partition(":")[0]).rstrip(".")


def fingerprint_words(text: str) -> str:
    """The words of a text alone: two texts that differ in signs, case and spaces are the same."""
    return " ".join(_TOKEN.findall(folded(text)))


def _leads_to(writing: Writing, site: str) -> bool:
    return any(host == site or host.endswith("." + site) for host in writing.hosts)
