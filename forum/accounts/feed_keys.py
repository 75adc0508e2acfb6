"""Keys in the addresses of personal feeds. Pure.

A programme that reads feeds cannot sign in, so the address itself must be the key. It can be shown again, but a stolen
copy of the database holds none: a row keeps a random salt, and the key is that salt signed with the site's secret, for
one purpose only. A feed's key opens no API, and the calendar's key no feed.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from enum import StrEnum


class Purpose(StrEnum):
    """What a key opens: one thing."""

    THREADS = "threads"
    CALENDAR = "calendar"


def new_salt() -> str:
    """128 random bits, safe in addresses."""
    return secrets.token_urlsafe(16)


def key_of(salt: str, purpose: Purpose, secret: str) -> str:
    """The key that belongs to a salt."""
    signed = hmac.new(secret.encode(), f"feed:{purpose.value}:{salt}".encode(), hashlib.sha256)
    return f"{salt}.{signed.hexdigest()[:40]}"


def salt_of(key: str, purpose: Purpose, secret: str) -> str | None:
    """The salt of a key that we made for this purpose; None for every other text."""
    salt = key.partition(".")[0]
    if not key.isascii() or not hmac.compare_digest(key, key_of(salt, purpose, secret)):
        return None
    return salt
