"""Lists to choose from, in the reader's language."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import get_locale

from forum.accounts import places
from forum.infra.web.locale import LANGUAGES

Choices = Sequence[tuple[str, str]]


def country_choices() -> Choices:
    """Countries by name."""
    names = get_locale().territories
    return sorted(((code, names.get(code, code)) for code in places.countries()), key=lambda choice: choice[1])


def timezone_choices() -> Choices:
    """Time zones by place."""
    return [(name, name.replace("_", " ")) for name in sorted(places.timezones())]


def language_choices() -> Choices:
    """Languages the interface speaks, in their own words."""
    from babel import Locale

    return [(tag, Locale.parse(tag, sep="-").get_display_name() or tag) for tag in LANGUAGES]
