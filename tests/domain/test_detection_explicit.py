"""What nobody may miss: explicit words about oneself and now, in five languages. Recall here is 1.00, or this fails."""

from __future__ import annotations

import pytest

from forum.domain.detection import Label, Tier
from forum.infra.detecting import detector

STATEMENTS = {
    "en": (
        "I want to die",
        "I want to kill myself",
        "I am going to kill myself",
        "I'm gonna end my life",
        "I will take my own life",
        "I don't want to live anymore",
        "I do not want to be alive",
        "I can't stop thinking about killing myself",
        "I am suicidal",
        "I'm feeling suicidal again",
        "I wish I was dead",
        "I would rather be dead",
        "I have decided to end my life",
        "I need to die",
        "I plan to kill myself",
        "I have nothing to live for",
        "I hope I don't wake up tomorrow",
        "Everyone would be better off without me",
    ),
    "es": (
        "Quiero morir",
        "Me quiero morir",
        "Quiero matarme",
        "Me quiero matar",
        "Voy a matarme",
        "Me voy a suicidar",
        "Quiero suicidarme",
        "Quiero quitarme la vida",
        "Voy a quitarme la vida",
        "No quiero vivir",
        "No quiero seguir viviendo",
        "Ya no quiero vivir",
        "Quiero estar muerta",
        "Estoy pensando en suicidarme",
        "Ojalá estuviera muerto",
        "Todos estarían mejor sin mí",
        "No tengo ganas de vivir",
    ),
    "fr": (
        "Je veux mourir",
        "J'ai envie de mourir",
        "Je veux me tuer",
        "Je vais me tuer",
        "Je vais me suicider",
        "Je veux en finir",
        "Je veux mettre fin à mes jours",
        "Je vais mettre fin à mes jours",
        "Je ne veux plus vivre",
        "Je veux plus vivre",
        "Je n'ai plus envie de vivre",
        "Je pense à me suicider",
        "J'ai des idées suicidaires",
        "Je voudrais être morte",
        "J'aimerais être mort",
        "Tout le monde serait mieux sans moi",
    ),
    "de": (
        "Ich will sterben",
        "Ich möchte sterben",
        "Ich will mich umbringen",
        "Ich werde mich umbringen",
        "Ich bringe mich um",
        "Ich nehme mir das Leben",
        "Ich will mir das Leben nehmen",
        "Ich will nicht mehr leben",
        "Ich möchte nicht mehr leben",
        "Ich mag nicht mehr leben",
        "Ich will tot sein",
        "Ich wäre gern tot",
        "Ich denke daran, mich umzubringen",
        "Ich habe Suizidgedanken",
        "Ich bin suizidal",
        "Ohne mich wären alle besser dran",
    ),
    "pt": (
        "Quero morrer",
        "Eu quero morrer",
        "Quero me matar",
        "Vou me matar",
        "Eu vou me suicidar",
        "Quero acabar com a minha vida",
        "Vou tirar minha vida",
        "Quero tirar a minha própria vida",
        "Não quero mais viver",
        "Não quero viver",
        "Não tenho vontade de viver",
        "Queria estar morta",
        "Eu preferia estar morto",
        "Estou pensando em me matar",
        "Tenho pensamentos suicidas",
        "Todo mundo estaria melhor sem mim",
    ),
}
ROWS = [pytest.param(lang, text, id=f"{lang}-{text}") for lang, texts in STATEMENTS.items() for text in texts]


@pytest.mark.parametrize(("lang", "text"), ROWS)
@pytest.mark.parametrize("told", ["with", "without"])
def test_it_is_found_whether_or_not_the_language_is_told(lang: str, text: str, told: str) -> None:
    found = detector().screen(text, lang=lang if told == "with" else None)
    assert (found.label, found.tier in {Tier.T3, Tier.T4}, found.of_self) == (Label.DISCLOSURE, True, True)


@pytest.mark.parametrize(("lang", "text"), ROWS)
@pytest.mark.parametrize("place", ["{}. Sorry.", "Netflix, Hannah, S01E03. {}!", "{} 😢", "{}...", "ok {}"])
def test_it_is_found_within_a_post(lang: str, text: str, place: str) -> None:
    found = detector().screen(place.format(text), lang=lang)
    assert (found.label, found.of_self) == (Label.DISCLOSURE, True)
