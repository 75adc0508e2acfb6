"""A thread as queries hand it over: what is stored, not yet what anybody may see."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from forum.domain.gates import Gate
from forum.domain.policies import USUAL, SpoilerPolicy


class Kind(StrEnum):
    """What a thread is. Episode and season threads come from the calendar, the others from members."""

    EPISODE = "episode"
    SEASON = "season"
    ARTICLE = "article"
    QUESTION = "question"
    THEORY = "theory"
    RECAP = "recap"
    OPEN = "open"


FROM_CALENDAR = frozenset({Kind.EPISODE.value, Kind.SEASON.value})


def veil_key(thread_id: int, gate: Gate) -> str:
    """The name under which a reader passes a thread's gate."""
    return f"thread:{thread_id}:{gate.key}"


@dataclass(frozen=True, slots=True)
class StoredThread:
    """A thread as it is stored, with its group's name and this reader's mark. It is no card: its title is for `title`.

    Shapes: `read_to` = the last position this reader read, None when they never opened it; `entered_key` = key of the
    gate they chose to pass; `all_opened_at` = when they opened all in it that was out; `neutral` = a steward took its
    title from all eyes but its author's; `locked` as in the table.
    """

    id: int
    group_id: int
    group_slug: str
    group_name: str
    kind: str
    created_at: datetime
    show_id: int | None = None
    season: int | None = None
    episode_id: int | None = None
    hub_first_id: int | None = None
    gate: Gate | None = None
    title: str = ""
    neutral: bool = False
    link: str | None = None
    author_id: int | None = None
    opens_at: datetime | None = None
    opened_at: datetime | None = None
    slipped_at: datetime | None = None
    locked_at: datetime | None = None
    lock_reason: str | None = None
    pinned_at: datetime | None = None
    post_count: int = 0
    last_position: int = 0
    last_post_at: datetime | None = None
    last_post_by_id: int | None = None
    topics: tuple[str, ...] = ()
    answer_post_id: int | None = None
    merged_into_id: int | None = None
    event_count: int = 0
    locked: Mapping[str, int] = field(default_factory=dict)
    read_to: int | None = None
    entered_key: str | None = None
    entered_at: datetime | None = None
    all_opened_at: datetime | None = None
    policy: SpoilerPolicy = USUAL

    @property
    def show_ids(self) -> frozenset[int]:
        """The shows that a reader's clearance must know for this thread."""
        own = frozenset() if self.show_id is None else frozenset((self.show_id,))
        return own if self.gate is None else own | self.gate.show_ids()

    @property
    def opened_all(self) -> Mapping[int, datetime]:
        """As a clearance wants it."""
        return {} if self.all_opened_at is None else {self.id: self.all_opened_at}

    @property
    def entered(self) -> frozenset[str]:
        """The veil key that this reader's choice to enter opens; it lapses when the gate rises."""
        passed = self.gate is not None and self.entered_key == self.gate.key
        return frozenset((veil_key(self.id, self.gate),)) if passed and self.gate is not None else frozenset()


@dataclass(frozen=True, slots=True)
class NearThread:
    """Another thread of the same show in the same group. Shapes: `thread_id` None = nobody has opened it yet."""

    code: str
    episode_id: int | None = None
    thread_id: int | None = None


@dataclass(frozen=True, slots=True)
class Around:
    """What lies around an episode's or a season's thread, computed when it is shown.

    Shapes: `episodes` are a hub's own in their order; None where there is nothing, or nothing that is open.
    """

    previous: NearThread | None = None
    next: NearThread | None = None
    hub: NearThread | None = None
    episodes: tuple[NearThread, ...] = ()
