"""The one clock. Views, jobs and commands read it; everything below gets `now` as an argument."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta


def _system() -> datetime:
    return datetime.now(UTC)


_read: Callable[[], datetime] = _system


def now() -> datetime:
    """The present instant, aware, in UTC."""
    return _read()


class SetClock:
    """A clock that stands where it is put: for tests and for rehearsals."""

    def __init__(self, instant: datetime) -> None:
        self.instant = instant

    def __enter__(self) -> SetClock:
        global _read  # noqa: PLW0603 - one process has one clock; this is the one place that replaces it
        _read = lambda: self.instant  # noqa: E731 - reads the attribute anew each time
        return self

    def __exit__(self, *_exc: object) -> None:
        global _read  # noqa: PLW0603 - puts the real clock back
        _read = _system

    def set(self, instant: datetime) -> None:
        """Stand at this instant.

        Raises: `ValueError` for a naive one: an instant without zone is not an instant.
        """
        if instant.tzinfo is None:
            raise ValueError("naive instant")
        self.instant = instant.astimezone(UTC)

    def forward(self, by: timedelta) -> None:
        """Move on."""
        self.instant += by
