"""Cards of what follows from a decision: its preview, its letter, what came after it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from forum.presenting.accounts import PersonCard


@dataclass(frozen=True, slots=True)
class SanctionCard:
    """What a decision means for somebody. Shapes: `ends_at` None = no term (a warning), or for good (`for_good`)."""

    kind: str
    ends_at: datetime | None
    lifted: bool = False

    @property
    def for_good(self) -> bool:
        """Without an end."""
        return self.ends_at is None and self.kind in ("ban", "suspend")


@dataclass(frozen=True, slots=True)
class LetterCard:
    """What author and reporters read of a decision, before it is made and ever after.

    Shapes: `about` "post", "thread" (its title) or "person" (a profile);
    `by_machine` = a rule of the group or of the forum was among those who reported it.
    """

    outcome: str
    seal: str
    rule_number: int | None
    rule: str
    reason: str
    sanction: SanctionCard | None = None
    expires_at: datetime | None = None
    by_machine: bool = False
    about: str = "post"


@dataclass(frozen=True, slots=True)
class PreviewPage:
    """What would happen. Shapes: `reached` and `skipped` are numbers of other cases; `strikes` count already;
    `suggested` = kind and hours after those; `handle` "" = nobody is told, because nothing is done about them;
    `carried` = posts that go into another thread by a split or merge."""

    case_id: int
    letter: LetterCard
    handle: str
    flaggers: int
    reached: tuple[int, ...]
    skipped: tuple[int, ...]
    takes_two: bool
    strikes: int
    suggested: tuple[str, int]
    carried: int = 0


@dataclass(frozen=True, slots=True)
class AppealCard:
    """Somebody asked for another look.

    Shapes: `outcome` "" while it waits; `may_answer` = this reader, now; `alone` = it waits, and everybody who could
    answer took part; `reportable` = its words are this reader's to report.
    """

    id: int
    decision_id: int
    role: str
    words: str
    made_at: datetime
    outcome: str = ""
    answer: str = ""
    answered_at: datetime | None = None
    may_answer: bool = False
    mine: bool = False
    alone: bool = False
    reportable: bool = False


@dataclass(frozen=True, slots=True)
class ReversalCard:
    """A decision does not stand any more. Shapes: `why` "undo", "reverse" or "appeal"."""

    why: str
    reason: str
    restored: bool
    reversed_at: datetime


@dataclass(frozen=True, slots=True)
class Aftermath:
    """What came after a decision, as one reader may know it.

    Shapes: `appeals` the reader's own, or all for moderators; `appeal_until` None = they cannot appeal (any more);
    `undo_until` None = no click undoes it; `purged_at` = since when the removed text is kept no longer; `note`,
    `decided_by` and `second` for moderators alone; `flags` = how many reports it answered.
    """

    letter: LetterCard
    flags: int
    reversal: ReversalCard | None
    appeals: tuple[AppealCard, ...]
    appeal_until: datetime | None
    undo_until: datetime | None
    may_reverse: bool
    purged_at: datetime | None = None
    note: str = ""
    decided_by: PersonCard | None = None
    second: PersonCard | None = None


@dataclass(frozen=True, slots=True)
class OwnDecision:
    """A line of my decisions. Shapes: `role` "author" or "flagger"; `state` "stands", "reversed" or "appealed"."""

    id: int
    role: str
    outcome: str
    decided_at: datetime
    state: str


@dataclass(frozen=True, slots=True)
class ProposalCard:
    """A decision that waits for a second person. Shapes: `reason` None when its reader should not read the case."""

    id: int
    outcome: str
    sanction: str
    hours: int | None
    extent: str
    reason: str | None
    by: PersonCard | None
    proposed_at: datetime
    mine: bool


@dataclass(frozen=True, slots=True)
class BurialCard:
    """A proposal to take the words of a line out, which waits. Shapes: `mine` = the reader made it."""

    entry_id: int
    reason: str
    proposed_at: datetime
    proposed_by: PersonCard | None
    mine: bool


@dataclass(frozen=True, slots=True)
class LinePage:
    """A line of the ledger, for administrators. Shapes: `proposal_id` set = another one is asked to agree."""

    id: int
    group_slug: str
    group_name: str
    what: str
    happened_at: datetime
    actor: PersonCard | None
    rule_number: int | None
    rule: str
    seal: str
    proposal_id: int | None
    reason: str
    proposed_by: PersonCard | None
    mine: bool
