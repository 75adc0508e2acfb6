"""Parts of pages that are printed once and used again, for whoever gets exactly the same card.

The key is everything the part is made from, so two readers share a part only when theirs are equal letter by letter.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache

from flask import Flask
from markupsafe import Markup

from forum.infra import clock
from forum.infra.web.locale import spoken
from forum.infra.web.reader import current_reader

KEPT = 4096
"""Parts in memory, of a few kilobytes each."""
_STEP, _LONG_STEP, _LONG_AGO = 60, 900, 7200


@dataclass(frozen=True, slots=True)
class _Part:
    card: object
    options: tuple[tuple[str, object], ...]
    name: str
    language: str
    zone: str
    moment: int
    macro: Callable[..., Markup] = field(compare=False)


@lru_cache(maxsize=KEPT)
def _printed(part: _Part) -> Markup:
    return part.macro(part.card, **dict(part.options))


def kept(macro: Callable[..., Markup], card: object, *, since: datetime | None = None, **options: object) -> Markup:
    """What `macro(card, **options)` prints, where the macro uses nothing else but language, zone and the time.

    Shapes: `card` is frozen all the way down; `since` = the instant whose age the part tells. "3 minutes ago" is right
    to the minute, "3 hours ago" to a quarter of an hour.
    """
    named = tuple(sorted(options.items()))
    name: str = macro.name  # type: ignore[attr-defined]  # a Jinja macro
    return _printed(_Part(card, named, name, spoken(), current_reader().timezone, _moment(since), macro))


def _moment(since: datetime | None) -> int:
    """The minute that a part is printed in; for what is hours old the quarter of an hour. Units: seconds."""
    now = clock.now().timestamp()
    step = _LONG_STEP if since is not None and now - since.timestamp() > _LONG_AGO else _STEP
    return int(now // step * step)


def forget_parts() -> None:
    """Empty the memory of this process."""
    _printed.cache_clear()


def init_app(app: Flask) -> None:
    """Offer `kept` to templates."""
    app.jinja_env.globals["kept"] = kept
