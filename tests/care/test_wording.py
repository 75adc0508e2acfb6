"""What is written to people in need is said the way the guidance says it, and never the other way."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

TOP = Path(__file__).resolve().parents[2]
TEMPLATES = TOP / "templates"
TEXTS = sorted(
    [*(TEMPLATES / "care").rglob("*.html"), *(TEMPLATES / "mail" / "care_message").iterdir(),
     TEMPLATES / "parts" / "notice.html", TEMPLATES / "parts" / "about_care.html"]
)  # fmt: skip
_SAID = re.compile(r'_\("([^"]*)"')
AVOIDED = (
    r"committed? suicide", r"\b(successful|failed|completed)\b.{0,12}\b(attempt|suicide)", r"epidemic", r"are you sure",
    r"think of your (family|friends|mother)", r"stay strong", r"you seem (suicidal|depressed)", r"we will save",
    r"fully confidential", r"call the police", r"\b1-?800-?273\b", "!", r"algorithm|detected|flagged",
)  # fmt: skip
"""Source: the guidance's section on wording (docs/care.md)."""


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
