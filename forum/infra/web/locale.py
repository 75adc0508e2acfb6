"""Language and zone of an answer: the reader's own choice, else what the browser says."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from gettext import NullTranslations
from urllib.parse import urlsplit

from flask import Flask, current_app, g
from flask_babel import force_locale, get_locale, get_translations
from markupsafe import Markup

from forum.infra.web.reader import current_reader

LANGUAGES = ("en", "es", "fr", "de", "pt")


def reader_locale() -> str:
    """The language the interface speaks to this reader."""
    language = current_reader().language
    return language if language in LANGUAGES else LANGUAGES[0]


def reader_timezone() -> str:
    """The zone in which times are shown."""
    return current_reader().timezone


def base_url() -> str:
    """Where links in mails begin: from the settings, never from a request's Host header."""
    return str(current_app.config["BASE_URL"])


def own_host() -> str:
    """The name in that address, without port: what ids of mails and feeds end in."""
    return urlsplit(base_url()).hostname or "localhost"


def translate(text: str, /, **values: object) -> Markup:
    """A template's text in the reader's language, with escaped values filled in.

    A page asks for well over a thousand texts; the usual way looks up the reader's language for each of them and was
    two thirds of the time of a page.
    """
    found = _in_language(_language(), text)
    return found % values if "%" in found else found


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Everything inside is said in this language: for mails, whose reader did not ask for the page."""
    before = g.pop("translations", None), g.pop("spoken", None)
    try:
        with force_locale(language):
            yield
    finally:
        g.translations, g.spoken = before


def spoken() -> str:
    """The code of the language that is spoken now, asked for once a page."""
    known: str | None = g.get("spoken")
    if known is None:
        known = g.spoken = str(get_locale())
    return known


def _language() -> NullTranslations:
    known: NullTranslations | None = g.get("translations")
    if known is None:
        known = g.translations = get_translations()
    return known


@lru_cache(maxsize=20_000)
def _in_language(language: NullTranslations, text: str) -> Markup:
    return Markup(language.gettext(text))  # noqa: S704 - texts of our own templates and translations


def init_app(app: Flask) -> None:
    """Let templates translate the short way, and know the address of the site."""
    app.jinja_env.globals["_"] = translate
    app.jinja_env.globals["site_url"] = base_url
