"""Language and zone of an answer: the reader's own choice, else what the browser says."""

from __future__ import annotations

from flask import current_app

from forum.infra.web.reader import current_reader

LANGUAGES = ("en",)


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
