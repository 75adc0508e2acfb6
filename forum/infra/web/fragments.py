"""Parts of pages that are printed once and used again, for whoever gets exactly the same card.

The key is everything the part is made from, so two readers share a part only when theirs are equal letter by letter.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache

from flask import Flask
from flask_babel import get_locale
from markupsafe import Markup

from forum.infra import clock
from forum.infra.web.reader import current_reader

KEPT = 4096
"""Parts in memory, of a few kilobytes each."""


@dataclass(frozen=True, slots=True)
class _Part:
    card: object
    options: tuple[tuple[str, object], ...]
    name: str
    language: str
    zone: str
    minute: int
    macro: Callable[..., Markup] = field(compare=False)


@lru_cache(maxsize=KEPT)
def _printed(part: _Part) -> Markup:
    return part.macro(part.card, **dict(part.options))


def kept(macro: Callable[..., Markup], card: object, **options: object) -> Markup:
    """What `macro(card, **options)` prints, where the macro uses nothing else but language, zone and the time.

    Shapes: `card` is frozen all the way down. Times like "3 minutes ago" are right to the minute.
    """
    minute = int(clock.now().timestamp() // 60)
    named = tuple(sorted(options.items()))
    name: str = macro.name  # type: ignore[attr-defined]  # a Jinja macro
    return _printed(_Part(card, named, name, str(get_locale()), current_reader().timezone, minute, macro))


def init_app(app: Flask) -> None:
    """Offer `kept` to templates."""
    app.jinja_env.globals["kept"] = kept
