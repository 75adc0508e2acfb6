"""What a browser says of itself: its name, its language and region, and whom it has let in before."""

from __future__ import annotations

import re
from collections.abc import MutableMapping
from typing import Any

from flask import Request

from forum.accounts import addresses, places
from forum.accounts.secrets_kept import digest_of
from forum.infra.directory import COUNTRY_COOKIE
from forum.infra.web.locale import LANGUAGES

_KNOWN = "known"
_NAMES_KEPT = 6
_SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("CrOS", "ChromeOS"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
)
_BROWSERS = (
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)


def browser_label(request: Request) -> str:
    """ "Firefox on Linux": enough to know one's own browsers by; "" when it does not say."""
    agent = request.user_agent.string[:500]
    browser = next((name for mark, name in _BROWSERS if mark in agent), "")
    system = next((name for mark, name in _SYSTEMS if mark in agent), "")
    return " · ".join(part for part in (browser, system) if part)


def browser_country(request: Request) -> str | None:
    """What the reader chose on this device, else the region of the most wanted language that names one.

    None rather than a guess.
    """
    chosen = request.cookies.get(COUNTRY_COOKIE, "")
    if chosen in places.countries():
        return chosen
    for tag, _quality in request.accept_languages:
        found = re.fullmatch(r"[A-Za-z]{2,3}(?:-[A-Za-z]{4})?-([A-Za-z]{2})", tag)
        if found and found[1].upper() in places.countries():
            return found[1].upper()
    return None


def browser_language(request: Request) -> str:
    """The most wanted language that the interface speaks."""
    wanted = (tag.split("-")[0].lower() for tag, quality in request.accept_languages if quality > 0)
    # By the first part of the tag: "en-NZ" before "fr;q=0.3", and "de-AT" is German.
    return next((language for language in wanted if language in LANGUAGES), LANGUAGES[0])


def remember_names(session: MutableMapping[str, Any], *names: str) -> None:
    """Keep digests of the names that signed in from here, so that strangers' wrong tries do not shut them out."""
    marks = [_mark(name) for name in names]
    others = [mark for mark in session.get(_KNOWN, []) if mark not in marks]
    session[_KNOWN] = [*marks, *others][:_NAMES_KEPT]


def is_known(session: MutableMapping[str, Any], name: str) -> bool:
    """Whether this name has signed in from this browser before."""
    return _mark(name) in session.get(_KNOWN, [])


def _mark(name: str) -> str:
    return digest_of(addresses.folded(name.strip()))[:16]
