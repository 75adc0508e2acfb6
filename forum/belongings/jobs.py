"""What the worker does for this room. Handlers may run twice."""

from __future__ import annotations

from datetime import datetime

from forum.belongings import actions
from forum.belongings.forms import Posts
from forum.infra.jobs import every, handles


@handles("belongings.asked")
def pack(payload: dict[str, object], now: datetime) -> None:
    """Somebody wants their things."""
    actions.pack_belongings(int(str(payload["takeout_id"])), now)


@handles("person.left")
def settle(payload: dict[str, object], now: datetime) -> None:
    """Somebody has left."""
    actions.settle_posts(int(str(payload["person_id"])), Posts(str(payload["posts"])), now)


@every(minutes=60)
def tidy_up(now: datetime) -> None:
    """Archives lie about for a few days, no longer."""
    actions.forget_archives(now)
