"""The press's few words, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any, TypeVar

from flask_babel import gettext

from forum.rendering.words import ENGLISH, Words

T = TypeVar("T")


def current_words() -> Words:
    """The words that outputs print around veils, translated for this request."""
    return _translated(ENGLISH)


def _translated(words: T) -> T:
    return type(words)(**{one.name: _in_language(getattr(words, one.name)) for one in fields(words)})  # type: ignore[arg-type]  # T is always a dataclass of words


def _in_language(value: Any) -> Any:
    if isinstance(value, str):
        return gettext(value) if value else value
    if isinstance(value, Mapping):
        return {code: _in_language(text) for code, text in value.items()}
    return _translated(value) if is_dataclass(value) else value
