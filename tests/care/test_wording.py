"""What is written to people in need is said the way the guidance says it, and never the other way."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.infra.test_translations import OTHERS, source, texts_of_care, told

TOP = Path(__file__).resolve().parents[2]
TEMPLATES = TOP / "templates"
TEXTS = sorted(
    [*(TEMPLATES / "care").rglob("*.html"), *(TEMPLATES / "mail" / "care_message").iterdir(),
     *(TEMPLATES / "mail" / "care_page").iterdir(),
     TEMPLATES / "parts" / "notice.html", TEMPLATES / "parts" / "about_care.html"]
)  # fmt: skip  # rows of a table
_SAID = re.compile(r'_\("([^"]*)"')
AVOIDED = (
    r"committed? suicide", r"\b(successful|failed|completed)\b.{0,12}\b(attempt|suicide)", r"epidemic", r"are you sure",
    r"think of your (family|friends|mother)", r"stay strong", r"you seem (suicidal|depressed)", r"we will save",
    r"fully confidential", r"call the police", r"\b1-?800-?273\b", "!", r"algorithm|detected|flagged",
)  # fmt: skip  # rows of a table
"""Source: the guidance's section on wording (docs/care.md)."""


_IN_OTHER_LANGUAGES = {
    "de": (
        r"selbstmord", r"bist du sicher", r"freitod", r"(erfolgreich|misslungen|gescheitert)\w*.{0,12}(versuch|suizid)",
        r"(erfolgreiche|misslungene|gescheiterte)\w*.{0,12}(versuch|suizid)",
        r"epidemie", r"denk an deine (familie|freunde)", r"bleib stark", r"algorithmus", r"die polizei rufen", "!",
    ),
    "es": (
        r"comet\w+.{0,4}suicidio", r"intento (exitoso|fallido|frustrado)", r"epidemia", r"¿est[áa]s segur",
        r"piensa en tu (familia|gente)", r"(sé|mantente) fuerte", r"algoritmo", r"llamar a la policía", "!", "¡",
    ),
    "fr": (
        r"comm\w+.{0,4}un suicide", r"tentative (réussie|ratée|manquée)", r"épidémie", r"êtes-vous sûr",
        r"pensez à votre famille", r"restez fort", r"algorithme", r"appeler la police", "!",
    ),
    "pt": (
        r"comet\w+.{0,4}suicídio", r"tentativa (bem-sucedida|fracassada|falhada)", r"epidemia", r"tem certeza",
        r"pense na sua família", r"(seja|fique) forte", r"algoritmo", r"chamar a polícia", "!",
    ),
}  # fmt: skip  # rows of a table
"""The same in the other languages of the interface."""


def said(path: Path) -> list[str]:
    return _SAID.findall(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", TEXTS, ids=lambda one: str(one.relative_to(TEMPLATES)))
def test_nothing_is_said_that_hurts(path: Path) -> None:
    for sentence in said(path):
        for avoided in AVOIDED:
            assert not re.search(avoided, sentence, re.IGNORECASE), (sentence, avoided)


def test_the_list_finds_what_it_is_for() -> None:
    for bad in ("She committed suicide", "a failed attempt", "Stay strong!", "Our algorithm flagged you"):
        assert any(re.search(avoided, bad, re.IGNORECASE) for avoided in AVOIDED), bad


def test_the_words_of_the_message_are_those_of_the_guidance() -> None:
    words = " ".join(said(TEMPLATES / "care" / "letter.html"))
    for sentence in (
        "Thank you for saying this here. It sounds like things are very hard right now,",
        "and you do not have to carry it alone. Your post is up as you wrote it.",
        "If you would like to talk to someone now:",
        "If you might act on these thoughts or are not safe, please call",
        "or go to someone near you. A member of our team will also read your post.",
        "This is not about me",
        "I would like a moderator to write to me",
        "Worrying about someone is heavy. You can ask them directly and calmly",
        "whether they are thinking about suicide; asking does not put the idea there.",
    ):
        assert sentence in words


def test_the_mail_names_no_reason_and_quotes_nothing() -> None:
    folder = TEMPLATES / "mail" / "care_message"
    for path in folder.iterdir():
        text = path.read_text(encoding="utf-8").lower()
        for word in ("care", "support", "suicid", "worr", "help", "safe", "post"):
            assert word not in text, (path.name, word)


@pytest.mark.parametrize("language", OTHERS)
def test_nothing_is_said_that_hurts_in_any_language(language: str) -> None:
    known = dict(told(source(language)))
    texts = texts_of_care() | {sentence for path in TEXTS for sentence in said(path)}
    translated = [known[text] for text in texts if text in known]
    assert len(translated) > 250
    for sentence in translated:
        for avoided in _IN_OTHER_LANGUAGES[language]:
            assert not re.search(avoided, sentence, re.IGNORECASE), (sentence, avoided)


def test_the_lists_of_other_languages_find_what_they_are_for() -> None:
    assert sorted(_IN_OTHER_LANGUAGES) == sorted(OTHERS)
    for language, bad in (
        ("de", ("Selbstmord begehen", "ein gescheiterter Versuch", "Bleib stark!")),
        ("es", ("cometió suicidio", "un intento fallido", "Sé fuerte")),
        ("fr", ("commettre un suicide", "une tentative ratée", "Restez fort")),
        ("pt", ("cometeu suicídio", "uma tentativa fracassada", "Seja forte")),
    ):
        for sentence in bad:
            assert any(re.search(one, sentence, re.IGNORECASE) for one in _IN_OTHER_LANGUAGES[language]), sentence


def test_what_the_views_say_is_read_too() -> None:
    for sentence in texts_of_care():
        for avoided in AVOIDED:
            assert not re.search(avoided, sentence, re.IGNORECASE), (sentence, avoided)
