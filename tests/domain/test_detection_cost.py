"""The detector's work grows with the length of a text and no faster, whatever stands in it."""

from __future__ import annotations

import re

import pytest

from forum.domain.detection.patterns import Pattern
from forum.domain.detection.reading import read
from forum.infra.detecting import detector

HOSTILE = {
    "every anchor": " ".join(
        sorted({word for kind in detector().lexicon.tongues["en"].index.values() for word in kind.words})
    ),
    "no end": "i want to just so really die i never ",
    "marks": '" > || >! ~! [spoiler [quote <a ``` ',
    "quotes": "\" ' “ „ « ",
    "spelt": "k m s a b c d e f gh ",
    "masks": "k*ll su!c!de d1e *a@$ ",
    "slots": "[method] or [tool] ",
    "invisible": "a\u200bb\u200b\u200d ",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_twice_the_text_is_at_most_twice_the_looks(name: str) -> None:
    by = detector()
    looks = []
    for size in (4_000, 8_000):
        text = (HOSTILE[name] * (size // len(HOSTILE[name]) + 1))[:size]
        looks.append(read(text, by.lexicon, by.gazetteer, "en").looks)
    assert looks[1] <= 2 * looks[0] + 100


def test_a_sentence_is_bounded_and_so_is_every_phrase() -> None:
    by = detector()
    reading = read("die " * 5_000, by.lexicon, by.gazetteer, "en")
    assert max(len(sentence.words) for sentence in reading.sentences) == 60
    assert all(not _repeats_without_bound(phrase) for phrase in _phrases())


def _phrases() -> list[Pattern]:
    return [
        phrase for tongue in detector().lexicon.tongues.values() for rule in tongue.rules for phrase in rule.patterns
    ]


def _repeats_without_bound(phrase: Pattern) -> bool:
    # Two repetitions without bound are allowed, both inside one word: any word (\S+) and the rest of one (\w*).
    return bool(re.search(r"[*+]|,\}", phrase.found.pattern.replace(r"\S+ ", "").replace(r"\w* ", "")))
