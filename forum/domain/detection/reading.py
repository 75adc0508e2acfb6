"""One text against the lexicon: which signs and rules stand in which sentence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise

from forum.domain.detection.gazetteer import TITLE, Gazetteer
from forum.domain.detection.lexicon import Index, Lexicon, Rule, Tongue
from forum.domain.detection.sentences import Sentence, sentences

IDIOM = "idiomx"
"""Stands in a sentence for an idiom: it says nothing about anybody."""

_SHARED = "en"
"""Its small words are words of other languages too ("die", "me"): its rules look at its own sentences only."""

_EXPLICIT = 3
"""Of the other languages explicit rules look at every sentence: people mix languages."""

NAME = "a name"
"""The sign of a character of one of the forum's shows."""

_MOST_LOOKS = 4_000
"""Phrases looked at in one text. Far above what any person writes; hostile text ends here."""

_NOTHING = Index()


@dataclass(frozen=True, slots=True)
class Hit:
    """A rule that was found. Units: `first` and `last` are words of the sentence."""

    rule: Rule
    sentence: int
    first: int
    last: int


@dataclass(slots=True)
class Reading:
    """Sentences with their signs, and the rules found in them. `looks` counts the work that was done."""

    sentences: list[Sentence]
    signs: list[set[str]] = field(default_factory=list)
    hits: list[Hit] = field(default_factory=list)
    looks: int = 0

    def around(self, at: int) -> set[str]:
        """Signs of a sentence and its neighbours."""
        return set().union(*self.signs[max(0, at - 1) : at + 2])

    def anywhere(self) -> set[str]:
        """Signs of the whole text."""
        return set().union(*self.signs)


def read(text: str, lexicon: Lexicon, gazetteer: Gazetteer, lang: str | None) -> Reading:
    """What stands in `text`."""
    reading = Reading(sentences(text, lexicon.spelling, lexicon.signs))
    usual = _usual_tongue(reading.sentences, lexicon.tongues, lang)
    for at, sentence in enumerate(reading.sentences):
        _hide_titles(sentence, gazetteer)
        tongues = _tongues(sentence, lexicon.tongues, usual)
        _hide_idioms(sentence, tongues, reading)
        reading.signs.append(_signs(sentence, tongues, gazetteer, reading))
        for tongue in lexicon.tongues.values():
            if tongue not in tongues and tongue.code == _SHARED:
                continue
            for rule, first, last in _found(sentence, tongue.index.get("rule", _NOTHING), reading):
                if tongue in tongues or rule.strength >= _EXPLICIT:
                    reading.hits.append(Hit(rule, at, first, last))
    return reading


def _usual_tongue(read: list[Sentence], tongues: dict[str, Tongue], lang: str | None) -> Tongue:
    votes: Counter[str] = Counter()
    code = (lang or "").split("-")[0].lower()
    if code in tongues:
        votes[code] += 2
    votes["en"] += 0
    for sentence in read[:40]:
        for tongue in tongues.values():
            votes[tongue.code] += len(tongue.small.intersection(sentence.words))
    return tongues[votes.most_common(1)[0][0]]


def _tongues(sentence: Sentence, tongues: dict[str, Tongue], usual: Tongue) -> list[Tongue]:
    words = set(sentence.words)
    counts = {code: len(words & tongue.small) for code, tongue in tongues.items()}
    best = max(counts.values(), default=0)
    if best <= counts[usual.code]:
        return [usual]
    return [usual, *(tongues[code] for code, count in counts.items() if count == best)]


def _hide_titles(sentence: Sentence, gazetteer: Gazetteer) -> None:
    words = sentence.words
    if gazetteer.titles.keys().isdisjoint(words):
        return
    hidden = False
    for at in range(len(words)):
        if words[at] in gazetteer.titles:
            size = gazetteer.title_at(words, at)
            words[at : at + size] = [TITLE] * size
            hidden = hidden or size > 0
    if hidden:
        sentence.close()


def _hide_idioms(sentence: Sentence, tongues: Iterable[Tongue], reading: Reading) -> None:
    hidden = False
    for tongue in tongues:
        for _, first, last in _found(sentence, tongue.index.get("mask", _NOTHING), reading):
            sentence.words[first : last + 1] = [IDIOM] * (last + 1 - first)
            hidden = True
    if hidden:
        sentence.close()


def _signs(sentence: Sentence, tongues: Iterable[Tongue], gazetteer: Gazetteer, reading: Reading) -> set[str]:
    signs = {
        rule.family
        for tongue in tongues
        for rule, _, _ in _found(sentence, tongue.index.get("sign", _NOTHING), reading)
    }
    if not gazetteer.names.isdisjoint(sentence.words):
        signs.add(NAME)
        if any(before == "if" and word in gazetteer.names for before, word in pairwise(sentence.words)):
            signs.add("trivial")
    return signs


def _found(sentence: Sentence, index: Index, reading: Reading) -> list[tuple[Rule, int, int]]:
    """Rules found in a sentence, each once, at its first place."""
    found: dict[str, tuple[Rule, int, int]] = {}
    words = set(sentence.words)
    for word in sorted(words & index.words):
        for phrase, rule in index.phrases[word]:
            if rule.id in found or not phrase.may_stand_among(words) or reading.looks >= _MOST_LOOKS:
                continue
            reading.looks += 1
            match = phrase.found.search(sentence.line)
            if match:
                found[rule.id] = (rule, sentence.word_at(match.start()), sentence.word_at(match.end() - 2))
    return [found[name] for name in sorted(found)]
