"""How far the second opinion goes: between T0, T1 and T2, never up to T3 and never down from it."""

from __future__ import annotations

from dataclasses import replace

from forum.domain.detection.findings import Finding, Label, Tier
from forum.domain.detection.opinion import Opinion
from forum.domain.detection.pieces import Voice
from forum.domain.detection.reading import Reading

RULE = "model.opinion"
"""The name under which the second opinion signs."""

_WINDOW = 60
_SURE_SELF = 0.55
_SURE_OTHER = 0.55
_SURE_THEME = 0.5
_SURE_NOTHING = 0.8


def second_opinion(finding: Finding, reading: Reading, opinion: Opinion) -> Finding:
    """`finding`, moved if the model is sure enough."""
    if finding.tier not in {Tier.T0, Tier.T1, Tier.T2}:
        return finding
    views = [opinion.of(words) for words in windows(reading)]
    if not views:
        return finding
    return _moved(finding, {name: max(view[name] for view in views) for name in views[0]}, len(views))


def _moved(finding: Finding, most: dict[str, float], views: int) -> Finding:
    if finding.tier is Tier.T2:
        nothing = most["hyperbole"] + most["none"]
        if views == 1 and nothing > _SURE_NOTHING and finding.label is Label.DISCLOSURE:
            return replace(finding, label=Label.HYPERBOLE, tier=Tier.T0, rules=(RULE, *finding.rules), of_self=False)
        return finding
    if most["disclosure"] > _SURE_SELF:
        topics = finding.topics or frozenset({"emotional distress"})
        return Finding(Label.DISCLOSURE, Tier.T2, (RULE, *finding.rules), finding.spans, topics, of_self=True)
    if most["third_party_concern"] > _SURE_OTHER:
        topics = finding.topics or frozenset({"emotional distress"})
        return Finding(Label.THIRD, Tier.T2, (RULE, *finding.rules), finding.spans, topics)
    if finding.tier is Tier.T0 and most["theme"] > _SURE_THEME:
        return Finding(Label.THEME, Tier.T1, (RULE,), (), frozenset({"emotional distress"}))
    return finding


def windows(reading: Reading) -> list[list[str]]:
    """The writer's own words with the signs and rules found in them, in parts as long as a usual post."""
    parts: list[list[str]] = [[]]
    kinds = _kinds(reading)
    for at, sentence in enumerate(reading.sentences):
        if sentence.voice is Voice.QUOTED:
            continue
        if parts[-1] and len(parts[-1]) + len(sentence.words) > _WINDOW:
            parts.append([])
        parts[-1].extend([*sentence.words, "?" if sentence.asks else ".", *kinds[at]])
    return [part for part in parts if part]


def _kinds(reading: Reading) -> list[list[str]]:
    kinds = [[f"@{sign}" for sign in sorted(signs)] for signs in reading.signs]
    for hit in reading.hits:
        kinds[hit.sentence].append(f"@@{hit.rule.label}{hit.rule.strength}")
    return kinds
