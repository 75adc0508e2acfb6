"""What higher rooms add to a page of a lower one. The lower room never imports them: they offer, and its view asks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TypeVar

from forum.domain.people import Reader

Offer = Callable[[Reader, tuple[int, ...], datetime], Mapping[str, object]]
F = TypeVar("F", bound=Offer)

_offers: dict[str, dict[str, Offer]] = {}


def adds_to(page: str) -> Callable[[F], F]:
    """Register what is shown on `page` beside its own: called with the reader, the page's ids, and `now`.

    Shapes: `page` is an endpoint, as in "shows.episode"; the answer holds values for its template by name.
    """

    def register(offer: F) -> F:
        _offers.setdefault(page, {})[f"{offer.__module__}.{offer.__name__}"] = offer
        return offer

    return register


def beside(page: str, reader: Reader, ids: tuple[int, ...], now: datetime) -> dict[str, object]:
    """Everything that rooms above add to this page; empty where there is none."""
    return {name: value for offer in _offers.get(page, {}).values() for name, value in offer(reader, ids, now).items()}
