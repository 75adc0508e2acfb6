"""What an import did, or would do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from forum.domain.errors import Conflict
from forum.shows.reading.faults import N_, Fault


class What(StrEnum):
    """Kinds of change, in the order in which a report tells them."""

    UNRELEASED = "unreleased"
    WITHDRAWN = "withdrawn"
    VANISHED = "vanished"
    RETURNED = "returned"
    RENUMBERED = "renumbered"
    MOVED = "moved"
    RENAMED = "renamed"
    CHANGED = "changed"
    ADDED = "added"


SENTENCES = {
    What.UNRELEASED: N_("was out and would be in the future again"),
    What.WITHDRAWN: N_("the source took its date back"),
    What.VANISHED: N_("is no longer listed by the source; kept"),
    What.RETURNED: N_("is listed by the source again"),
    What.RENUMBERED: N_("has another number"),
    What.MOVED: N_("has another date"),
    What.RENAMED: N_("has another title"),
    What.CHANGED: N_("has other details"),
    What.ADDED: N_("is new"),
}


@dataclass(frozen=True, slots=True)
class Change:
    """One difference. Shapes: `code` like "S02E03", "special: <name>", or "show" for the show itself."""

    what: What
    code: str
    before: str = ""
    after: str = ""

    @property
    def sentence(self) -> str:
        """English, marked for translation."""
        return SENTENCES[self.what]

    def __str__(self) -> str:
        moved = f": {self.before or '-'} -> {self.after or '-'}" if self.before or self.after else ""
        return f"{self.code} {self.sentence}{moved}"


@dataclass(frozen=True, slots=True)
class Report:
    """What became of one file. Shapes: `changes` sorted by kind, then as the episodes are aired."""

    file: str
    slug: str
    show: str
    created: bool
    changes: tuple[Change, ...] = ()
    notes: tuple[Fault, ...] = ()
    skipped: tuple[Fault, ...] = ()

    @property
    def counts(self) -> dict[str, int]:
        """How many changes of each kind."""
        return dict(Counter(change.what.value for change in self.changes))

    @property
    def is_empty(self) -> bool:
        """Nothing was changed."""
        return not self.changes and not self.created


class WouldUnrelease(Conflict):
    """Refused: episodes that are out would be in the future again. Shapes: `changes` says which."""

    def __init__(self, file: str, changes: Sequence[Change]) -> None:
        super().__init__("would-unrelease", file=file, episodes=", ".join(change.code for change in changes))
        self.file = file
        self.changes = tuple(changes)
