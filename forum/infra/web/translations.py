"""Catalogues of translated texts, read from their sources: what translators edit is what runs, nothing is compiled."""

from __future__ import annotations

from functools import cache
from io import BytesIO
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations
from flask_babel import Babel, Domain, get_locale

FOLDER = Path(__file__).resolve().parents[2] / "translations"


@cache
def catalogue(language: str) -> NullTranslations:
    """The texts of a language; where a text has no translation, the English one stays.

    Shapes: `language` without its region, "de"; English and unknown languages have nothing to look up.
    """
    source = FOLDER / language / "LC_MESSAGES" / "messages.po"
    if not source.is_file():
        return NullTranslations()
    compiled = BytesIO()
    with source.open("rb") as file:
        write_mo(compiled, read_po(file, locale=language))
    compiled.seek(0)
    return Translations(compiled)


class Sources(Domain):  # type: ignore[misc]  # Flask-Babel has no types
    """Flask-Babel's domain, on catalogues that are read once per process."""

    def get_translations(self) -> NullTranslations:
        """The catalogue of the language that is spoken now."""
        locale = get_locale()
        return catalogue(locale.language if locale else "en")


class Languages(Babel):  # type: ignore[misc]  # Flask-Babel has no types
    """Flask-Babel with our catalogues."""

    domain_instance = Sources()
