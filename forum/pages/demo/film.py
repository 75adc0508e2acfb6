"""Moments in order, played with a clock that stands at each of them."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from forum.infra import jobs
from forum.infra.clock import SetClock
from forum.infra.db import transaction

Act = Callable[[datetime], object]
DRAIN_EVERY = 40
"""After so many moments the worker's part is played: notifications, first threads."""


class Film:
    """What will happen and when. Shapes: moments of one instant keep the order in which they were added."""

    def __init__(self, ends_at: datetime) -> None:
        self.ends_at = ends_at
        self._moments: list[tuple[datetime, int, Act]] = []

    def add(self, at: datetime, act: Act, *, before_end: timedelta = timedelta()) -> datetime:
        """Let `act` happen at that instant, or so long before the end if that is earlier. Returns the instant."""
        at = min(at, self.ends_at - before_end)
        self._moments.append((at, len(self._moments), act))
        return at

    def __len__(self) -> int:
        return len(self._moments)

    def play(self) -> Iterator[int]:
        """Play everything, in one transaction: the demo is there whole or not at all. Yields the count so far.

        The first refusal of an action ends it.
        """
        with transaction(), SetClock(self.ends_at) as clock:
            for number, (at, _, act) in enumerate(sorted(self._moments, key=lambda one: one[:2]), start=1):
                clock.set(at)
                act(at)
                if number % DRAIN_EVERY == 0:
                    jobs.drain(at)
                yield number
            clock.set(self.ends_at)
            jobs.drain(self.ends_at)


def chance(*words: object) -> float:
    """A number from 0 to 1 that looks like chance and is the same each time."""
    return zlib.crc32("/".join(map(str, words)).encode()) / 2**32
