"""The decision table: from what was found to one label and one tier. No sums, the gravest sign decides."""

from __future__ import annotations

from collections.abc import Iterable

from forum.domain.detection.findings import Finding, Label, Span, Tier
from forum.domain.detection.reading import Reading
from forum.domain.detection.weighing import Weighed

_IMMINENT = frozenset({"plan", "soon", "goodbye"})
_MOST_SPANS = 40
_WITHIN = 4


def verdict(weighed: list[Weighed], reading: Reading, topics: frozenset[str]) -> Finding:
    """What the text is, by the rules alone."""
    methods = [one for one in weighed if one.label is Label.METHOD and one.strength >= 2]
    selves = [one for one in weighed if one.label is Label.DISCLOSURE and one.strength >= 1]
    others = [one for one in weighed if one.label is Label.THIRD and one.strength >= 2]
    themes = [one for one in weighed if one.label is Label.THEME and one.strength >= 1]
    own = _own_tier(selves, reading)
    if methods:
        urgent = any(one.hit.rule.urgent for one in methods) or own is Tier.T4
        return _finding(Label.METHOD, Tier.M, methods + selves, reading, urgent=urgent, of_self=own is not None)
    if own in {Tier.T3, Tier.T4} or (own and not others):
        sure = [one for one in selves if one.strength >= 2] or selves
        return _finding(Label.DISCLOSURE, own, sure, reading, urgent=own is Tier.T4, of_self=True)
    if others:
        urgent = any(one.hit.rule.urgent for one in others)
        return _finding(Label.THIRD, Tier.T2, others + selves, reading, urgent=urgent)
    if themes or (topics and selves):
        return _finding(Label.THEME, Tier.T1, themes or selves, reading, more=topics)
    jokes = [one for one in weighed if one.label is Label.HYPERBOLE or one.why == "joke"]
    if jokes:
        return _finding(Label.HYPERBOLE, Tier.T0, jokes, reading)
    return Finding(Label.NONE, Tier.T0)


def _own_tier(selves: list[Weighed], reading: Reading) -> Tier | None:
    explicit = [one for one in selves if one.strength >= 3]
    unclear = [one for one in selves if one.strength == 2]
    if not explicit and (_stand_apart(unclear) or (unclear and "earnest" in reading.anywhere())):
        explicit = unclear
    if explicit:
        near = set().union(*(reading.around(one.hit.sentence) for one in explicit))
        return Tier.T4 if near & _IMMINENT or any(one.hit.rule.urgent for one in selves) else Tier.T3
    if unclear:
        return Tier.T2
    return Tier.T2 if _stand_apart(selves) else None


def _stand_apart(found: list[Weighed]) -> bool:
    """Whether two rules of different families found different words, at most a few sentences apart.

    Two faint signs in two far paragraphs are two coincidences, not one person's distress.
    """
    places = [(one.hit.rule.family, one.hit.sentence, one.hit.first, one.hit.last) for one in found]
    return any(
        here[0] != there[0] and abs(here[1] - there[1]) <= _WITHIN and (here[1] != there[1] or here[3] < there[2])
        for here in places
        for there in places
    )


def _finding(
    label: Label,
    tier: Tier,
    found: Iterable[Weighed],
    reading: Reading,
    *,
    urgent: bool = False,
    of_self: bool = False,
    more: frozenset[str] = frozenset(),
) -> Finding:
    ordered = sorted(found, key=lambda one: (-one.strength, one.hit.rule.id))
    spans = sorted((_span(one, reading) for one in ordered[:_MOST_SPANS]), key=lambda span: (span.start, span.rule))
    return Finding(
        label=label,
        tier=tier,
        rules=tuple(dict.fromkeys(one.hit.rule.id for one in ordered)),
        spans=tuple(spans),
        topics=frozenset(one.hit.rule.topic for one in ordered if one.hit.rule.topic) | more,
        of_self=of_self,
        urgent=urgent,
        bent=any(_is_bent(one, reading) for one in ordered),
    )


def _span(one: Weighed, reading: Reading) -> Span:
    places = reading.sentences[one.hit.sentence].places
    return Span(one.hit.rule.id, places[one.hit.first][0], places[one.hit.last][1])


def _is_bent(one: Weighed, reading: Reading) -> bool:
    bent = reading.sentences[one.hit.sentence].bent
    return any(at in bent for at in range(one.hit.first, one.hit.last + 1))
