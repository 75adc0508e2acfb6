"""The detector: what it says of posts, and where it says so."""

from __future__ import annotations

import pytest

from forum.domain.detection import Label, Tier
from forum.infra.detecting import detector

EXPLICIT = (
    "I want to kill myself",
    "I want to die",
    "i'm going to kill myself",
    "I am suicidal",
    "I don't want to live anymore",
    "I want to end my life",
)


@pytest.mark.parametrize("text", EXPLICIT)
def test_explicit_statements_are_always_found(text: str) -> None:
    found = detector().screen(text)
    assert (found.label, found.tier, found.of_self) == (Label.DISCLOSURE, Tier.T3, True)


def test_spans_point_into_the_text_as_it_was_typed() -> None:
    text = "Great finale!\u200b And yet: \u200bI w\u200bant to d1e."
    found = detector().screen(text)
    assert [text[span.start : span.end] for span in found.spans] == ["I w\u200bant to d1e"]
    assert found.bent


def test_a_quote_is_not_the_writers_voice() -> None:
    found = detector().screen("> I want to die\n\nWhat a line.")
    assert (found.label, found.tier) == (Label.THEME, Tier.T1)


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("es", "No soy suicida, solo veo muchas series tristes"),
        ("fr", "Je ne suis pas suicidaire, rassurez-vous"),
        ("de", "Ich bin nicht suizidal, nur im Spätdienst"),
        ("pt", "Não sou suicida, gente, tô só sem bateria"),
        ("fr", "je vais mourir d'attente avant samedi"),
        ("pt", "vou morrer de ansiedade até sexta"),
        ("es", "me muero de impaciencia por el final"),
        ("en", "the economic depression era sets look amazing"),
        ("en", "my laptop committed suicide during the stream"),
    ],
)
def test_a_denial_and_a_figure_of_speech_reach_nobody(lang: str, text: str) -> None:
    assert detector().screen(text, lang=lang).tier is Tier.T0


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "what is a painless way to cancel a subscription"),
        ("es", "¿Cuál es la forma más rápida de ver todas las temporadas?"),
        ("fr", "Quel est le moyen le plus rapide de rattraper la saison 1 ?"),
        ("de", "Was ist der schnellste Weg, alle Folgen zu sehen?"),
        ("pt", "Qual o jeito mais rápido de tirar as legendas?"),
    ],
)
def test_who_asks_for_the_fastest_way_to_watch_is_not_folded(lang: str, text: str) -> None:
    assert detector().screen(text, lang=lang).tier is Tier.T0


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "Years ago I was suicidal, today I am stable and watch this with my kids"),
        ("de", "Vor acht Jahren hatte ich Suizidgedanken, heute bin ich stabil"),
        ("es", "Hace ocho años tenía ganas de matarme, hoy estoy bien"),
        ("fr", "Il y a huit ans je pensais au suicide, aujourd'hui je vais bien"),
        ("pt", "Há oito anos eu queria me matar, hoje estou bem"),
    ],
)
def test_who_says_that_it_is_over_gets_no_care_message(lang: str, text: str) -> None:
    found = detector().screen(text, lang=lang)
    assert (found.label, found.tier) == (Label.THEME, Tier.T1)


def test_a_line_in_any_countrys_speech_marks_is_somebodys() -> None:
    for opened, closed in ("“”", "«»", "»«", "„“"):
        found = detector().screen(f"{opened}Ich bring mich um{closed} sagt sie in Folge 6, gut gespielt", lang="de")
        assert found.tier in {Tier.T0, Tier.T1}, opened + closed
