"""Free text that is encrypted in the database.

Source: the Fernet specification (https://github.com/fernet/spec); the key is a setting, never a row (docs/adr/0011).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import structlog
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from sqlalchemy import Dialect, Text, TypeDecorator

from forum.infra.settings import current_settings

log = structlog.get_logger(__name__)


class SecretText(TypeDecorator[str]):
    """Text that the database, its dumps and its replicas hold encrypted.

    Shapes: what no key of today opens reads as None: a lost key must not take the queue down.
    """

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002 - SQLAlchemy's signature
        """Encrypt with the newest key."""
        return None if value is None else _keys(*current_settings().care_keys).encrypt(value.encode()).decode()

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002 - SQLAlchemy's signature
        """Decrypt with the key that it was encrypted with."""
        if value is None:
            return None
        try:
            return _keys(*current_settings().care_keys).decrypt(value).decode()
        except InvalidToken:
            _say_lost()
            return None


def turned(token: str, keys: Sequence[str]) -> str:
    """The same encrypted text under the newest key. Raises: `InvalidToken`."""
    return _keys(*keys).rotate(token.encode()).decode()


@lru_cache(maxsize=8)
def _keys(*keys: str) -> MultiFernet:
    return MultiFernet([Fernet(key) for key in keys])


def _say_lost() -> None:
    log.error("a care text cannot be opened with any key of FORUM_CARE_KEY")
