"""Which of many things have happened by an instant, as sets held in the bits of one integer."""

from bisect import bisect_right
from collections.abc import Iterable
from datetime import datetime


class Timeline:
    """Bits that come true one after another. Shapes: pairs of instant and bits; None = never happens."""

    __slots__ = ("_bits", "_instants", "_reached")

    def __init__(self, happenings: Iterable[tuple[datetime | None, int]]) -> None:
        known = sorted((instant, bits) for instant, bits in happenings if instant is not None)
        self._instants = [instant for instant, _ in known]
        self._bits = [bits for _, bits in known]
        self._reached = [0]
        for bits in self._bits:
            self._reached.append(self._reached[-1] | bits)

    def reached(self, now: datetime) -> int:
        """Everything that has happened at `now`, this very instant included."""
        return self._reached[bisect_right(self._instants, now)]

    def next_after(self, now: datetime, wanted: int) -> datetime | None:
        """The first instant after `now` at which one of the wanted bits comes true."""
        for at in range(bisect_right(self._instants, now), len(self._instants)):
            if self._bits[at] & wanted:
                return self._instants[at]
        return None

    def last_of(self, wanted: int) -> datetime | None:
        """The instant at which all of the wanted bits have come true; None when one of them never does."""
        if wanted & ~self._reached[-1]:
            return None
        for at in range(len(self._instants) - 1, -1, -1):
            if self._bits[at] & wanted:
                return self._instants[at]
        return None
