"""The press's few words, in the reader's language."""

from __future__ import annotations

from dataclasses import fields

from flask_babel import gettext

from forum.rendering.words import ENGLISH, Words


def current_words() -> Words:
    """The words that outputs print around veils, translated for this request."""
    return Words(**{field.name: gettext(getattr(ENGLISH, field.name)) for field in fields(Words)})
