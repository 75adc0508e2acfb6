"""Keys in mails that stop mails of one kind. Pure.

Such a key does this one thing, for one person and one list, and only by POST; it signs nobody in and names nobody.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from itsdangerous import BadData, URLSafeSerializer

GOOD_FOR = timedelta(days=180)
_SALT = "stop-mails"


@dataclass(frozen=True, slots=True)
class StopKey:
    """What a key stops. Shapes: `which` is a kind of news, or the cadence of a digest."""

    person_id: int
    which: str


def stop_key(person_id: int, which: str, secret: str, now: datetime) -> str:
    """The key for a mail that is sent now."""
    return str(URLSafeSerializer(secret, salt=_SALT).dumps([person_id, which, int(now.timestamp())]))


def read_stop_key(key: str, secret: str, now: datetime) -> StopKey | None:
    """What a key stops; None when it is not ours or too old."""
    try:
        person_id, which, at = URLSafeSerializer(secret, salt=_SALT).loads(key)
    except (BadData, ValueError, TypeError):
        return None
    if now - datetime.fromtimestamp(at, UTC) > GOOD_FOR:
        return None
    return StopKey(person_id, which)
