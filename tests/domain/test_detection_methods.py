"""Every rule about means, dares and pacts stands the same changes: disguise, shouting, laughter, quotes, length."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from forum.domain.detection import Label, Tier
from forum.infra.detecting import detector

ALIKE = str.maketrans("aeopc", "аеорс")  # Cyrillic letters that look the same
TALK = "The finale was long and the music lovely. We watched it twice, with soup. "
RULES = [
    pytest.param(tongue.code, example, id=f"{rule.id}-{number}")
    for tongue in detector().lexicon.tongues.values()
    for rule in tongue.rules
    if rule.kind == "rule" and rule.label is Label.METHOD
    for number, example in enumerate(rule.examples)
]


def test_there_are_rules_and_examples_in_every_language() -> None:
    assert len(RULES) > 40
    assert {str(row.values[0]) for row in RULES} == {"en", "es", "fr", "de", "pt"}


@pytest.mark.parametrize(("lang", "text"), RULES)
@pytest.mark.parametrize(
    "change",
    [
        str,
        str.upper,
        lambda text: text.translate(ALIKE),
        lambda text: f"{text} lol",
        lambda text: f"{TALK * 3}\n\n{text}\n\n{TALK * 3}",
        lambda text: f"> {text}\n\nWhat do you think?",
    ],
    ids=["as it is", "shouted", "look-alikes", "laughed at", "within a long post", "quoted"],
)
def test_no_change_of_dress_hides_it(lang: str, text: str, change: Callable[[str], str]) -> None:
    found = detector().screen(change(text), lang=lang)
    assert (found.label, found.tier) == (Label.METHOD, Tier.M)


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "How many episodes does it take to get good?"),
        ("en", "Which of the two endings is faster?"),
        ("en", "How did she do it, the singing I mean?"),
        ("en", "Does anybody want to go to the premiere with me on Friday?"),
        ("en", "Just do it, press play."),
        ("es", "¿Cuántos capítulos hacen falta para engancharse?"),
        ("fr", "Il faut combien d'épisodes pour accrocher ?"),
        ("de", "Wie viele Folgen braucht man, bis es gut wird?"),
        ("pt", "Quanto tempo dura o episódio final?"),
    ],
)
def test_the_same_shape_about_television_is_nothing(lang: str, text: str) -> None:
    assert detector().screen(text, lang=lang).tier is Tier.T0
