"""Texts and questions as words."""

from __future__ import annotations

import pytest

from forum.search.snippets import SNIPPET_CHARACTERS, answer_in
from forum.search.words import QUESTION_WORDS, asked, tokens_of


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("The Boats sank.", ["the", "boat", "sank"]),
        ("Don't — don’t!", ["dont", "dont"]),
        ("Café cafe\u0301", ["cafe", "cafe"]),
        ("S02E03, stories; glass bus", ["s02e03", "story", "glass", "bus"]),
        ("snake_case", ["snake", "case"]),
        ("Straße STRASSE", ["strasse", "strasse"]),
        ("", []),
        ("... !? \U0001f600", []),
    ],
)
def test_words_of_a_text(text: str, tokens: list[str]) -> None:
    assert tokens_of(text) == tokens


@pytest.mark.parametrize("text", ["Лодка лодка", "船が沈む", "ΛΌΓΟΣ", "x" * 5000, "𝔘nicode", "\u202eevil"])
def test_tokens_are_letters_digits_and_underscores(text: str) -> None:
    for token in tokens_of(text):
        assert token.isascii()
        assert token.replace("_", "").isalnum()


def test_scripts_without_blanks_are_found_letter_by_letter() -> None:
    assert asked("沈む").fits(tokens_of("船が沈む"))
    assert not asked("浮く").fits(tokens_of("船が沈む"))


@pytest.mark.parametrize(
    ("typed", "text", "fits"),
    [
        ("boat", "The boats sank", True),
        ("boat sank", "It sank, the boat", True),
        ("boat swam", "The boat sank", False),
        ('"boat sank"', "The boat sank", True),
        ('"sank boat"', "The boat sank", False),
        ("boa*", "The boat sank", True),
        ("boa", "The boat sank", False),
        ("NOT boat", "The boat sank", False),
        ("boat OR", "The boat or the train", True),
    ],
)
def test_what_answers_a_question(typed: str, text: str, *, fits: bool) -> None:
    assert asked(typed).fits(tokens_of(text)) is fits


def test_a_question_is_bounded() -> None:
    assert len(asked(" ".join(f"word{n}" for n in range(5000))).terms) <= QUESTION_WORDS
    assert not asked('"" * ( ) AND ^ : -') or asked('"" * ( ) AND ^ : -').terms[0].token == "and"


def test_a_snippet_shows_the_words_and_what_stands_around_them() -> None:
    text = "before " * 50 + "the boat sank " + "after " * 80
    found = answer_in(text, asked("boat"))
    assert found is not None
    snippet, times = found
    assert times == 1
    assert [words for words, is_hit in snippet if is_hit] == ["boat"]
    said = "".join(words for words, _ in snippet)
    assert said.startswith("…")
    assert said.endswith("…")
    assert len(said) <= SNIPPET_CHARACTERS + 40
    assert said.strip("…").strip() in text


def test_what_is_no_answer_has_no_snippet() -> None:
    assert answer_in("The train", asked("boat")) is None
