"""Countries, time zones, languages and themes a person may choose from."""

from __future__ import annotations

from functools import lru_cache
from zoneinfo import available_timezones

from babel import Locale

THEMES = ("auto", "light", "dark")
_NO_COUNTRIES = frozenset({"AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"})
_NO_PLACES = ("Etc/", "SystemV/", "posix", "right", "Factory", "localtime", "posixrules")


@lru_cache(maxsize=1)
def countries() -> frozenset[str]:
    """Codes of ISO 3166-1, and XK for Kosovo."""
    known = (str(code) for code in Locale("en").territories)
    return frozenset(code for code in known if len(code) == 2 and code.isalpha() and code not in _NO_COUNTRIES)


@lru_cache(maxsize=1)
def timezones() -> frozenset[str]:
    """IANA names of places, and UTC. Offsets without a place are left out: they know no summer time."""
    places = {name for name in available_timezones() if "/" in name and not name.startswith(_NO_PLACES)}
    return frozenset(places | {"UTC"})
