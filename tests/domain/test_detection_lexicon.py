"""The lexicon: every rule finds its examples and leaves its counter-examples alone; what cannot be read is named."""

from __future__ import annotations

from dataclasses import replace

import pytest

from forum.domain.detection import LexiconFault, read_lexicon
from forum.domain.detection.lexicon import Rule
from forum.domain.detection.patterns import PatternFault, pattern
from forum.domain.detection.reading import read
from forum.domain.detection.weighing import weigh
from forum.infra.detecting import detector

RULES = [
    (tongue.code, rule)
    for tongue in detector().lexicon.tongues.values()
    for rule in tongue.rules
    if rule.kind == "rule"
]


def strengths(rule: Rule, code: str, text: str) -> list[int]:
    by = detector()
    reading = read(text, by.lexicon, by.gazetteer, code)
    found = [weigh(hit, reading, by.lexicon) for hit in reading.hits if hit.rule.id == rule.id]
    return [one.strength for one in found if one.label is rule.label]


@pytest.mark.parametrize(("code", "rule"), RULES, ids=lambda given: getattr(given, "id", given))
def test_a_rule_finds_its_examples_and_not_its_counter_examples(code: str, rule: Rule) -> None:
    alone = replace(detector(), opinion=None)
    for text in rule.examples:
        assert any(strength >= 1 for strength in strengths(rule, code, text)), text
        assert alone.screen(text, lang=code).label is rule.label, text
    for text in rule.counters:
        assert all(strength < min(2, rule.strength) for strength in strengths(rule, code, text)), text


def test_every_language_has_every_label() -> None:
    for code in ("en", "es", "fr", "de", "pt"):
        assert {"disclosure", "third_party_concern", "theme", "method_detail"} <= {
            str(rule.label) for known, rule in RULES if known == code
        }


@pytest.mark.parametrize("source", ["", "(open", "{nothing} here", "~3", "((a|b))"])
def test_a_phrase_that_cannot_be_read_is_refused(source: str) -> None:
    with pytest.raises(PatternFault):
        pattern(source, {}, frozenset())


def test_every_fault_of_a_lexicon_is_named() -> None:
    broken = {
        "a": {"language": "en", "rule": [{"id": "x.y", "patterns": ["{gone} z"]}, {"id": "x.z", "patterns": ["word"]}]},
        "b": {},
    }
    with pytest.raises(LexiconFault) as told:
        read_lexicon(broken)
    assert told.value.faults == [
        "b: says no language",
        "a: x.y: no class 'gone' for '{gone} z'",
        "a: x.z: a rule needs examples and counter-examples",
    ]
