"""How far the second opinion goes: between T0, T1 and T2, and up to M; never up to T3 and never down from it."""

from __future__ import annotations

from dataclasses import replace

from forum.domain.detection.findings import Finding, Label, Tier
from forum.domain.detection.opinion import Opinion
from forum.domain.detection.pieces import Voice
from forum.domain.detection.reading import Reading
from forum.domain.detection.sentences import Sentence

RULE = "model.opinion"
"""The name under which the second opinion signs."""

_SELF = "of oneself"
_TOPICS = frozenset({"emotional distress"})
_WINDOW = 60
_SURE_SELF = 0.44
_SURER_EACH_PART = 0.1
_SURE_THOUGH_DENIED = 0.85
_SURE_THOUGH_EXPLAINED = 0.9
_FEWEST_WORDS = 5
_MARKS = "@.?"
_SURE_OTHER = 0.45
_SURE_METHOD = 0.3
_SURE_THEME = 0.9
_SURE_NOTHING = 0.7
_HALF_COUNTS = 0.5
_EXPLICIT = 3


def second_opinion(finding: Finding, reading: Reading, opinion: Opinion) -> Finding:
    """`finding`, moved if the model is sure enough."""
    if finding.tier not in {Tier.T0, Tier.T1, Tier.T2}:
        return finding
    views = [opinion.of(words) for words in windows(reading)]
    if not views:
        return finding
    if finding.tier is Tier.T2 and _says_it_outright(reading):
        return finding
    most = {name: max(view[name] for view in views) for name in views[0]} | {_SELF: max(map(_of_self, views))}
    return _moved(finding, most, len(views), _in_parts(_bar(finding, reading), len(views)))


def _says_it_outright(reading: Reading) -> bool:
    """Whether explicit words stand there: a laugh makes them unclear, and no model makes them nothing."""
    return any(
        hit.rule.label is Label.DISCLOSURE and hit.rule.strength >= _EXPLICIT and not hit.rule.alone
        for hit in reading.hits
    )


def _of_self(view: dict[str, float]) -> float:
    """How likely the writer is meant. Theme and worry count half against it: who wavers between these and a disclosure
    has at least heard something serious, unlike who wavers between a disclosure and a joke.
    """
    return view["disclosure"] / (1 - _HALF_COUNTS * (view["theme"] + view["third_party_concern"]))


def _bar(finding: Finding, reading: Reading) -> float:
    """How sure it must be to call a text a disclosure: more where a rule had its reason not to."""
    if "denial" in reading.anywhere():
        return _SURE_THOUGH_DENIED
    past = "past" in reading.anywhere() and "back" not in reading.anywhere()
    explained = finding.tier is Tier.T1 and (past or any(hit.rule.label is Label.DISCLOSURE for hit in reading.hits))
    return _SURE_THOUGH_EXPLAINED if explained else _SURE_SELF


def _in_parts(bar: float, views: int) -> float:
    """A long post has many parts to be wrong about: each more asks for more certainty, up to a point."""
    return max(bar, min(_SURE_THOUGH_DENIED, bar + _SURER_EACH_PART * (views - 1)))


def _moved(finding: Finding, most: dict[str, float], views: int, bar: float) -> Finding:
    if finding.tier is Tier.T2:
        return _calmed(finding, most, views)
    if most["method_detail"] > _in_parts(_SURE_METHOD, views):
        return _raised(finding, Label.METHOD, Tier.M)
    if most[_SELF] > bar:
        return replace(_raised(finding, Label.DISCLOSURE, Tier.T2), of_self=True)
    if most["third_party_concern"] > max(_SURE_OTHER, bar):
        return _raised(finding, Label.THIRD, Tier.T2)
    if finding.tier is Tier.T0 and most["theme"] > _SURE_THEME:
        return Finding(Label.THEME, Tier.T1, (RULE,), (), _TOPICS)
    return finding


def _calmed(finding: Finding, most: dict[str, float], views: int) -> Finding:
    nothing = most["hyperbole"] + most["none"]
    if views > 1 or nothing <= _SURE_NOTHING or finding.label is not Label.DISCLOSURE:
        return finding
    return replace(finding, label=Label.HYPERBOLE, tier=Tier.T0, rules=(RULE, *finding.rules), of_self=False)


def _raised(finding: Finding, label: Label, tier: Tier) -> Finding:
    return Finding(label, tier, (RULE, *finding.rules), finding.spans, finding.topics or _TOPICS)


def windows(reading: Reading) -> list[list[str]]:
    """The writer's own words with the signs and rules found in them, in parts as long as a usual post."""
    parts: list[list[str]] = [[]]
    kinds = _kinds(reading)
    for at, sentence in enumerate(reading.sentences):
        if not _is_own(sentence, reading):
            continue
        if parts[-1] and len(parts[-1]) + len(sentence.words) > _WINDOW:
            parts.append([])
        parts[-1].extend([*sentence.words, "?" if sentence.asks else ".", *kinds[at]])
    return [part for part in parts if sum(word[0] not in _MARKS for word in part) >= _FEWEST_WORDS]


def _is_own(sentence: Sentence, reading: Reading) -> bool:
    if sentence.voice is Voice.SPEECH:
        return sentence.host >= 0 and "i said" in reading.signs[sentence.host]
    return sentence.voice is Voice.OWN


def _kinds(reading: Reading) -> list[list[str]]:
    kinds = [[f"@{sign}" for sign in sorted(signs)] for signs in reading.signs]
    for hit in reading.hits:
        if "denial" in reading.signs[hit.sentence] and hit.rule.denies:
            continue
        kinds[hit.sentence].append(f"@@{hit.rule.label}{hit.rule.strength}")
    return kinds
