"""Which numbered rule of a group fits what was reported, and what is usually done. Suggestions, nothing more."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from forum.domain.flags import CLASSES, CaseOutcome, FlagReason
from forum.domain.priority import HARM

STEMS: Mapping[str, tuple[str, ...]] = {
    "spoilers": ("spoil", "spoiler", "espoil"),
    "people": (
        *("kind", "respect", "polite", "attack", "insult", "harass", "bully", "hate", "civil"),
        *("freundlich", "höflich", "beleidig", "angreif", "hass", "gentil", "respet", "amable", "insulto", "haine"),
        *("odio", "ódio", "gentileza", "educad"),
    ),
    "law": ("law", "legal", "copyright", "pirat", "gesetz", "recht", "loi", "ley", "lei "),
    "order": (
        *("topic", "spam", "advert", "promot", "thread", "thema", "werbung", "sujet", "publicit", "tema", "publicid"),
        *("assunto", "propaganda"),
    ),
}
"""Beginnings of words in the five languages, by class of reason. Whoever writes rules otherwise gets no suggestion."""


def usual_outcome(reasons: Iterable[str], allowed: Collection[str]) -> str:
    """What is usually done about the gravest of these reasons; "" where that does not fit the target."""
    gravest = _gravest(reasons)
    usual = CLASSES[gravest].usual.value if gravest is not None else ""
    return usual if usual in allowed and usual != CaseOutcome.DISMISS.value else ""


def fitting_rule(reasons: Iterable[str], rules: Sequence[str]) -> int | None:
    """The number, from 1, of the first rule that is about the gravest reason; None where no rule says so."""
    gravest = _gravest(reasons)
    stems = STEMS.get(CLASSES[gravest].rule, ()) if gravest is not None else ()
    for number, rule in enumerate(rules, 1):
        if any(stem in rule.casefold() for stem in stems):
            return number
    return None


def _gravest(reasons: Iterable[str]) -> FlagReason | None:
    return max((FlagReason(one) for one in reasons), key=lambda one: HARM[one], default=None)
