"""Where a reader stands before a thread, and the threads beside it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class LinkCard:
    """A link to another thread of the same show in the same group. Shapes: `code` machine-made, like "S02E04"."""

    url: str
    code: str


@dataclass(frozen=True, slots=True)
class Standing:
    """Where the reader stands before the thread's gate.

    Shapes: `place` is "free" (no gate), "shown", "behind" (released: three choices), "waiting" (not yet out everywhere:
    only "I have seen it") or "closed" (not open: no posts are on the page). `label` = what the thread is about;
    `reason` a code of the decision; `opens_at` when waiting or closed ends, if known; `missing` = codes of what is not
    seen, at most a handful, in order, and `missing_count` all of them; `seen_id` = the episode that "I have seen it"
    marks, `seen_verb` whether that means all up to it ("through") or it alone ("seen"); `next` = the thread of the
    reader's next episode.
    """

    place: str
    label: str = ""
    reason: str = ""
    opens_at: datetime | None = None
    missing: tuple[str, ...] = ()
    missing_count: int = 0
    seen_id: int | None = None
    seen_verb: str = "through"
    next: LinkCard | None = None
    entered: bool = False

    @property
    def may_enter(self) -> bool:
        """Entering although behind is possible: everything is out."""
        return self.place == "behind"


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Other threads around an episode's or a season's, computed when shown."""

    previous: LinkCard | None = None
    next: LinkCard | None = None
    hub: LinkCard | None = None
    episodes: tuple[LinkCard, ...] = ()


NO_NEIGHBOURS = Neighbours()
