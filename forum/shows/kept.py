"""A place in a show as plain values, so that the last step can be taken back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from forum.domain.progress import Progress


def values_of(place: Progress) -> dict[str, Any]:
    """Everything that a person has stated."""
    return {
        "through": place.through_id,
        "order": place.order,
        "ticked": sorted(place.ticked),
        "unticked": sorted(place.unticked),
        "caught_up": place.caught_up,
        "delay_days": place.caught_up_delay.days,
        "rewatch": place.rewatch_id,
        "as_new": place.as_new,
        "optins": sorted(place.optins),
        "muted_until": place.muted_until.isoformat() if place.muted_until is not None else None,
    }


def place_of(values: Mapping[str, Any]) -> Progress:
    """The place that `values_of` wrote down."""
    until = values["muted_until"]
    return Progress(
        through_id=values["through"],
        order=values["order"],
        ticked=frozenset(values["ticked"]),
        unticked=frozenset(values["unticked"]),
        caught_up=values["caught_up"],
        caught_up_delay=timedelta(days=values["delay_days"]),
        rewatch_id=values["rewatch"],
        as_new=values["as_new"],
        optins=frozenset(values["optins"]),
        muted_until=datetime.fromisoformat(until) if until else None,
    )
