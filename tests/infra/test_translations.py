"""Translations: every text a person at risk or in care may see is there, and no translation breaks a page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po
from flask import Flask
from flask_babel import force_locale

from forum.infra.directory import shipped_directory
from forum.infra.web.locale import LANGUAGES
from forum.infra.web.times import instant, plain_day
from forum.infra.web.translations import FOLDER, catalogue

TOP = Path(__file__).resolve().parents[2]
OTHERS = [language for language in LANGUAGES if language != "en"]
CARE = (
    "templates/care/*",
    "templates/parts/notice.html",
    "templates/parts/hours.html",
    "forum/care/**/*.py",
    "forum/infra/web/corrections.py",
)
_HOLE = re.compile(r"%\(\w+\)s|\{\w*\}|%%")


def source(language: str) -> Catalog:
    with (FOLDER / language / "LC_MESSAGES" / "messages.po").open("rb") as file:
        return read_po(file, locale=language)


def texts_of_care() -> set[str]:
    found: set[str] = set()
    for pattern in CARE:
        for path in TOP.glob(pattern):
            method = "python" if path.suffix == ".py" else "jinja2"
            for _, text, _, _ in extract_from_file(method, path):
                found.add(_last(text))
    return found


def told(catalog: Catalog) -> list[tuple[str, str]]:
    """What is translated: the text and its translation; of several forms the last, which names the number."""
    return [(_last(one.id), _last(one.string)) for one in catalog if one.id and _whole(one) and not one.fuzzy]


def _last(forms: str | Sequence[str]) -> str:
    return forms if isinstance(forms, str) else forms[-1]


def _whole(message: Message) -> bool:
    return all(message.string) if isinstance(message.string, tuple) else bool(message.string)


@pytest.mark.parametrize("language", OTHERS)
def test_everything_of_care_is_translated(language: str) -> None:
    known = {text for text, _ in told(source(language))}
    texts = texts_of_care()
    assert len(texts) > 100
    assert sorted(texts - known) == []


@pytest.mark.parametrize("language", OTHERS)
def test_hours_of_every_line_are_said_in_every_language(app: Flask, language: str) -> None:
    known = {line.hours for line in shipped_directory().lines if line.hours}
    assert len(known) > 15
    said = app.jinja_env.get_template("parts/hours.html").module.said_hours
    with app.test_request_context(), force_locale(language):
        assert [hours for hours in sorted(known - {"24/7"}) if str(said(hours)).strip() == hours] == []
        assert str(said("Tuesdays, by moonlight")).strip() == "Tuesdays, by moonlight"


@pytest.mark.parametrize("language", OTHERS)
def test_what_is_filled_in_is_the_same_in_every_language(language: str) -> None:
    for text, translated in told(source(language)):
        assert sorted(_HOLE.findall(translated)) == sorted(_HOLE.findall(text)), text


@pytest.mark.parametrize("language", OTHERS)
def test_no_translation_brings_markup_or_a_number(language: str) -> None:
    for text, translated in told(source(language)):
        assert re.findall(r"<[^>]+>", translated) == re.findall(r"<[^>]+>", text), text
        assert set(re.findall(r"[0-9]{3,}", translated)) <= set(re.findall(r"[0-9]{3,}", text)), text


def test_english_needs_none_and_unknown_languages_fall_back() -> None:
    assert catalogue("en").gettext("Get support") == "Get support"
    assert catalogue("xx").gettext("Get support") == "Get support"


@pytest.mark.parametrize("language", OTHERS)
def test_a_page_speaks_the_language_of_the_browser(app: Flask, language: str) -> None:
    page = app.test_client().get("/support", headers={"Accept-Language": f"{language};q=0.9"}).text
    assert f'<html lang="{language}"' in page
    assert str(catalogue(language).gettext("Get support")) in page
    assert "Get support" not in page


@pytest.mark.parametrize(
    ("language", "plain", "moment"),
    [
        ("en", "17 July 2025", "17 Jul 2025, 20:05 UTC"),
        ("de", "17. Juli 2025", "17. Juli 2025, 20:05 UTC"),
        ("es", "17 de julio de 2025", "17 jul 2025, 20:05 UTC"),
        ("fr", "17 juillet 2025", "17 juil. 2025, 20:05 UTC"),
        ("pt", "17 de julho de 2025", "17 de jul. de 2025, 20:05 UTC"),
    ],
)
def test_dates_stand_as_each_language_writes_them(app: Flask, language: str, plain: str, moment: str) -> None:
    with app.test_request_context(), force_locale(language):
        assert plain_day("2025") == "2025"
        assert plain_day("2025-07") == plain.split(" ", 1)[1].removeprefix("de ")
        assert plain_day("2025-07-17") == plain_day(date(2025, 7, 17)) == plain
        assert instant(datetime(2025, 7, 17, 20, 5, tzinfo=UTC)) == moment
