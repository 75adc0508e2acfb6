"""Cards of a report: the page that takes it, and one that was made."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from forum.domain.crisis import Notice
from forum.presenting.accounts import PersonCard
from forum.presenting.moderation.places import PlaceCard


@dataclass(frozen=True, slots=True)
class FlagPage:
    """What one needs to report a post, the title of a thread, a profile, or a message to moderators.

    Shapes: `codes` are the show's episodes, for the picker; `reported` = this reader has done it before; of messages
    `written_id` is the number, and `page` where they are read.
    """

    place: PlaceCard
    codes: tuple[str, ...]
    reported: bool
    notice: Notice | None
    emergency: tuple[str, ...]
    written_id: int = 0
    page: str = ""


@dataclass(frozen=True, slots=True)
class FlagCard:
    """One report.

    Shapes: `person` None for readers who must not know who; `words` None when they are withheld; `id` 0 where its
    words are not this reader's to report.
    """

    person: PersonCard | None
    reason: str
    words: str | None
    spoils: str
    flagged_at: datetime
    version: int
    id: int = 0
