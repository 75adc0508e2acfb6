"""Cards of the queue. Whoever may not read a reported text gets a row without it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from forum.domain.queueing import Spot
from forum.presenting.accounts import PersonCard
from forum.presenting.moderation.places import PlaceCard


@dataclass(frozen=True, slots=True)
class ClaimCard:
    """Where a case stands now. Shapes: `by` and `until` only while somebody holds it; `mine` = the reader does."""

    state: str
    by: PersonCard | None = None
    until: datetime | None = None
    mine: bool = False


@dataclass(frozen=True, slots=True)
class QueueRow:
    """A case in the queue.

    Shapes: `spoils` are labels; `excerpt` is None when this moderator should not read the text unasked, and `covered`
    says why: "unseen" or "distressing"; `suggested` = the episode to seal it for; `topics` are those of its thread;
    `barred` is a code when they may not decide it; `kin_author` and `kin_thread` = how many other cases of the same
    queue are about this author, and lie in this thread; `handed` = a colleague left it to the reader.
    """

    id: int
    place: PlaceCard
    author: PersonCard | None
    claim: ClaimCard
    reasons: tuple[str, ...]
    flag_count: int
    spoils: tuple[str, ...]
    opened_at: datetime
    excerpt: str | None
    topics: frozenset[str]
    barred: str = ""
    urgency: str = ""
    covered: str = ""
    suggested: str = ""
    handed: bool = False
    kin_author: int = 0
    kin_thread: int = 0


@dataclass(frozen=True, slots=True)
class QueueFilter:
    """What of the queue one wants to see. Shapes: "" = all; `after` = where the page before ended."""

    group: str = ""
    reason: str = ""
    mine: bool = False
    decided: bool = False
    show: str = ""
    urgency: str = ""
    age: str = ""
    passed: bool = False
    author: str = ""
    thread: int = 0
    after: str = ""

    def asked(self) -> dict[str, str]:
        """What stands behind the question mark for the same filter on its first page."""
        words = {"group": self.group, "reason": self.reason, "show": self.show, "urgency": self.urgency}
        words |= {"author": self.author, "thread": str(self.thread or "")}
        ticks = {"mine": self.mine, "decided": self.decided, "passed": self.passed}
        words |= {"age": self.age} | {name: "1" for name, is_on in ticks.items() if is_on}
        return {name: value for name, value in words.items() if value}


@dataclass(frozen=True, slots=True)
class DoneCard:
    """What this moderator decided a moment ago. Shapes: `undo_until` None when it cannot be undone any more."""

    decision_id: int
    case_id: int
    outcome: str
    undo_until: datetime | None


@dataclass(frozen=True, slots=True)
class QueuePage:
    """The queue of a moderator's groups, those first that this moderator may read.

    Shapes: `groups`, `shows` = (slug, name) to choose from; `total` cases match, counted up to `MOST`; `next` = where
    the next page begins, "" on the last one; `seen_at` = the instant that the page tells of.
    """

    rows: tuple[QueueRow, ...]
    groups: tuple[tuple[str, str], ...]
    shows: tuple[tuple[str, str], ...]
    wanted: QueueFilter
    total: int
    next: str
    seen_at: datetime
    done: DoneCard | None = None

    @property
    def seen_spot(self) -> str:
        """The instant of the page, as `since` wants it."""
        return str(Spot(self.seen_at, 0))

    @property
    def topics(self) -> frozenset[str]:
        """Hard topics of the threads that are quoted on this page: the page carries their notice."""
        return frozenset[str]().union(*(row.topics for row in self.rows))


@dataclass(frozen=True, slots=True)
class ChangeCard:
    """How a case of a page stands now. Shapes: `by` holds it or decided it; `outcome` "" until it is decided."""

    id: int
    state: str
    by: str = ""
    mine: bool = False
    until: datetime | None = None
    outcome: str = ""


@dataclass(frozen=True, slots=True)
class ChangesCard:
    """What happened to a queue since it was shown. Shapes: `fresh` = cases that came in since."""

    cases: tuple[ChangeCard, ...]
    fresh: int
