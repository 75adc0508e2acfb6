"""Cards of the moderation room. Whoever may not read a reported text gets a card without it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from markupsafe import Markup

from forum.domain.crisis import Notice
from forum.presenting.accounts import PersonCard


@dataclass(frozen=True, slots=True)
class PlaceCard:
    """Where a reported post stands. Shapes: `title` passed the door; `code` like "S02E03", "" where there is none."""

    group_slug: str
    group_name: str
    thread_id: int
    thread_kind: str
    title: str
    post_id: int
    position: int
    show_name: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True)
class FlagPage:
    """What one needs to report a post.

    Shapes: `codes` are the show's episodes, for the picker; `reported` = this reader has done it before.
    """

    place: PlaceCard
    codes: tuple[str, ...]
    reported: bool
    notice: Notice | None
    emergency: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FlagCard:
    """One report. Shapes: `person` None for readers who must not know who; `words` None when they are withheld."""

    person: PersonCard | None
    reason: str
    words: str | None
    spoils: str
    flagged_at: datetime
    version: int


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

    Shapes: `spoils` are labels; `excerpt` is None when this moderator should not read the text unasked; `topics` are
    those of its thread; `barred` is a code when they may not decide it.
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


@dataclass(frozen=True, slots=True)
class QueueFilter:
    """What of the queue one wants to see. Shapes: "" = all."""

    group: str = ""
    reason: str = ""
    mine: bool = False
    decided: bool = False


@dataclass(frozen=True, slots=True)
class QueuePage:
    """The queue of a moderator's groups. Shapes: `groups` = (slug, name) to choose from; `total` cases match."""

    rows: tuple[QueueRow, ...]
    groups: tuple[tuple[str, str], ...]
    wanted: QueueFilter
    total: int
    number: int
    pages: int

    @property
    def topics(self) -> frozenset[str]:
        """Hard topics of the threads that are quoted on this page: the page carries their notice."""
        return frozenset[str]().union(*(row.topics for row in self.rows))


@dataclass(frozen=True, slots=True)
class TextCard:
    """A version of a reported text. Shapes: `html` None = withheld, because this moderator has not seen the episode."""

    version: int
    html: Markup | None
    is_current: bool


@dataclass(frozen=True, slots=True)
class DecisionCard:
    """A decision, as moderators see it. Shapes: `rule` is the text of the rule, "" when none was named."""

    id: int
    number: int
    outcome: str
    rule_number: int | None
    rule: str
    seal: str
    reason: str
    decided_by: PersonCard | None
    decided_at: datetime


@dataclass(frozen=True, slots=True)
class CasePage:
    """A case, whole.

    Shapes: `texts` as they were reported, newest first, then the present one if it was edited since; `withheld` =
    labels of what they spoil for this moderator, () when they may read; `rules` are numbered from 1; `codes` for the
    picker; `barred` as in the queue.
    """

    id: int
    version: int
    place: PlaceCard
    author: PersonCard | None
    post_state: str
    claim: ClaimCard
    reasons: tuple[str, ...]
    opened_at: datetime
    flags: tuple[FlagCard, ...]
    texts: tuple[TextCard, ...]
    withheld: tuple[str, ...]
    read_anyway: bool
    decisions: tuple[DecisionCard, ...]
    rules: tuple[str, ...]
    codes: tuple[str, ...]
    suggested: str
    notice: Notice | None
    barred: str = ""


@dataclass(frozen=True, slots=True)
class DecisionPage:
    """What author and flaggers are told, for as long as the forum stands.

    Shapes: `role` is that of the reader: "author", "flagger" or "moderator".
    """

    id: int
    place: PlaceCard
    role: str
    outcome: str
    rule_number: int | None
    rule: str
    seal: str
    reason: str
    decided_at: datetime
    notice: Notice | None


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """One line of the ledger. Shapes: `actor` is None for everybody who does not moderate here; no text of a person."""

    what: str
    target_kind: str
    rule_number: int | None
    rule: str
    seal: str
    happened_at: datetime
    actor: PersonCard | None = None
    case_id: int | None = None
    post_id: int | None = None
    thread_id: int | None = None


@dataclass(frozen=True, slots=True)
class LedgerPage:
    """A group's ledger, newest first."""

    group_slug: str
    group_name: str
    rows: tuple[LedgerRow, ...]
    number: int
    pages: int
    counts: tuple[tuple[str, int], ...] = field(default=())


def in_words(labels: Sequence[str]) -> tuple[str, ...]:
    """Labels, each once, in order, none of them empty."""
    return tuple(dict.fromkeys(label for label in labels if label))
