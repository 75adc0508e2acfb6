"""Cards of what lies around a case: its context, its author's past here, notes, saved replies."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from forum.presenting.accounts import PersonCard


@dataclass(frozen=True, slots=True)
class ContextCard:
    """A post near the reported one. Shapes: `excerpt` None when this moderator has not seen what it is about."""

    post_id: int
    position: int
    author: PersonCard | None
    excerpt: str | None


@dataclass(frozen=True, slots=True)
class PastCard:
    """A decision of the past: about the same author, or about the same thing.

    Shapes: `reason` None when its reader should not read that case unasked.
    """

    decision_id: int
    outcome: str
    reason: str | None
    rule_number: int | None
    decided_at: datetime


@dataclass(frozen=True, slots=True)
class SanctionCard:
    """What stands, or stood, against somebody. Shapes: `is_site` = everywhere, not in this group alone."""

    kind: str
    is_site: bool
    begins_at: datetime
    ends_at: datetime | None
    lifted: bool


@dataclass(frozen=True, slots=True)
class CaseNoteCard:
    """A note of a moderator. Shapes: `words` None when its reader should not read the case unasked."""

    id: int
    person: PersonCard | None
    words: str | None
    written_at: datetime
    mine: bool
    calls_me: bool = False


@dataclass(frozen=True, slots=True)
class HandedCard:
    """A case was left to a colleague. Shapes: `words` None when the reader should not read the case unasked."""

    giver: PersonCard | None
    receiver: PersonCard | None
    words: str | None
    handed_at: datetime
    to_me: bool


@dataclass(frozen=True, slots=True)
class SavedReplyCard:
    """Words kept for a reason. Shapes: `filled` = with everything put in that the case knows."""

    id: int
    rule: int | None
    language: str
    title: str
    words: str
    filled: str = ""


@dataclass(frozen=True, slots=True)
class BesideCard:
    """What lies around a case: the posts next to it, its author's past here, what others decided and noted.

    Shapes: `joined_at` None = the author is no member; `next_id` = the next case that waits, 0 for none;
    `handed` in this round, oldest first; `colleagues` = names of those to whom it may be handed;
    `sanction_after` = kind and hours that are usual after what counts already;
    `kin_author`, `kin_thread` as in the queue.
    """

    before: tuple[ContextCard, ...]
    after: tuple[ContextCard, ...]
    joined_at: datetime | None
    past: tuple[PastCard, ...]
    sanctions: tuple[SanctionCard, ...]
    similar: tuple[PastCard, ...]
    notes: tuple[CaseNoteCard, ...]
    replies: tuple[SavedReplyCard, ...]
    next_id: int
    handed: tuple[HandedCard, ...] = ()
    colleagues: tuple[str, ...] = ()
    sanction_after: tuple[str, int] = ("", 0)
    kin_author: int = 0
    kin_thread: int = 0


@dataclass(frozen=True, slots=True)
class RepliesPage:
    """The saved replies of a group, for those who keep them."""

    group_slug: str
    group_name: str
    rules: tuple[str, ...]
    replies: tuple[SavedReplyCard, ...]
