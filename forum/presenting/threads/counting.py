"""How many posts of a thread one reader may read, and how many of those are new: no count gives anything away."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import NamedTuple

from forum.domain.spoilers import Clearance, Outcome
from forum.presenting.threads.stored import StoredThread
from forum.rendering.ways import NO_WORDS, OPEN, Way, Ways

COUNTED = 200
"""So many of a thread's newest places are looked at for what is new."""


@dataclass(frozen=True, slots=True)
class OddPlaces:
    """Places of one thread after this reader's mark that are alike to them.

    Shapes: `ways` to a word of them, `NO_WORDS` where nobody gets one; `first` = the lowest position among them.
    """

    how_many: int
    first: int
    mine: bool
    ways: Ways


@dataclass(frozen=True, slots=True)
class Tally:
    """What is known of a thread's places before one reader. Shapes: `mine` = own posts by lock; `locks` by id."""

    odd: Sequence[OddPlaces] = ()
    mine: Mapping[int, int] = field(default_factory=dict)
    locks: Mapping[int, Ways] = field(default_factory=dict)

    def show_ids(self) -> frozenset[int]:
        """The shows that a clearance must know to decide about all of it."""
        ways = [*(one.ways for one in self.odd), *self.locks.values()]
        return frozenset(show_id for some in ways for way in some for gate in way for show_id in gate.show_ids())


NOTHING_ODD = Tally()


class Counts(NamedTuple):
    """Shapes: `posts` = those that stand and are not kept from this reader; `unread` = new ones with a word for them;
    `more` = places older than those that were looked at are unread as well; `is_next` = the very next place is new."""

    posts: int
    unread: int
    more: bool
    is_next: bool


def first_counted(stored: StoredThread) -> int:
    """The place after which new ones are counted."""
    return max(stored.read_to or 0, stored.last_position - COUNTED)


def counts(stored: StoredThread, tally: Tally, clearance: Clearance, now: datetime) -> Counts:
    """For a reader whom the thread lets in. Strangers have nothing new."""
    sight = replace(clearance.under(stored.policy), opened_all=stored.opened_all)
    shut = sum(
        how_many - tally.mine.get(lock_id, 0)
        for lock_id, how_many in _locked(stored)
        if not is_readable(tally.locks.get(lock_id, NO_WORDS), stored, sight, now)
    )
    posts = max(0, stored.post_count - shut)
    if clearance.reader_id is None:
        return Counts(posts, 0, more=False, is_next=False)
    read_to, after = stored.read_to or 0, first_counted(stored)
    skipped = [one for one in tally.odd if one.mine or not is_readable(one.ways, stored, sight, now)]
    unread = max(0, stored.last_position - after - sum(one.how_many for one in skipped))
    is_next = after == read_to and all(one.first > read_to + 1 for one in skipped)
    return Counts(posts, unread, after > read_to, is_next)


def is_readable(ways: Ways, stored: StoredThread, sight: Clearance, now: datetime) -> bool:
    """Whether all gates of one way are open to the reader, unasked or because they opened all."""
    return ways == OPEN or any(_is_open(way, stored, sight, now) for way in ways)


def _is_open(way: Way, stored: StoredThread, sight: Clearance, now: datetime) -> bool:
    """A veil that was opened by itself is not asked for: who did has read the post."""
    decided = (sight.decide(gate, now, veil_key="", thread_id=stored.id) for gate in way)
    return all(one.outcome is Outcome.SHOWN for one in decided)


def _locked(stored: StoredThread) -> list[tuple[int, int]]:
    return [(int(number), how_many) for number, how_many in stored.locked.items()]
