"""Random keys: the person holds the key, we keep its digest."""

from __future__ import annotations

import hashlib
import secrets

_LONGEST = 200


def new_secret() -> str:
    """256 random bits, safe in cookies and addresses."""
    return secrets.token_urlsafe(32)


def digest_of(secret: str) -> str:
    """What is stored of a secret.

    Plain SHA-256 will do: unlike a password, the secret cannot be guessed. An endless text is cut before hashing.
    """
    return hashlib.sha256(secret[:_LONGEST].encode("utf-8", "surrogatepass")).hexdigest()
