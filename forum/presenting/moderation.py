"""Cards of the moderation room. Whoever may not read a reported text gets a card without it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from markupsafe import Markup

from forum.domain.crisis import Notice
from forum.domain.queueing import Spot
from forum.presenting.accounts import PersonCard
from forum.presenting.verdicts import Aftermath


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

    Shapes: `spoils` are labels; `excerpt` is None when this moderator should not read the text unasked, and `covered`
    says why: "unseen" or "distressing"; `suggested` = the episode to seal it for; `topics` are those of its thread;
    `barred` is a code when they may not decide it.
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
    after: str = ""

    def asked(self) -> dict[str, str]:
        """What stands behind the question mark for the same filter on its first page."""
        words = {"group": self.group, "reason": self.reason, "show": self.show, "urgency": self.urgency}
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
    labels of what they spoil for this moderator, () when they may read; `covered` = they distress, and nobody asked
    yet; `rules` are numbered from 1; `codes` for the picker; `barred` as in the queue.
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
    covered: bool = False
    barred: str = ""


@dataclass(frozen=True, slots=True)
class DecisionPage:
    """What author and flaggers are told, for as long as the forum stands.

    Shapes: `role` is that of the reader: "author", "flagger" or "moderator"; `after` = what came of it.
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
    after: Aftermath


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


@dataclass(frozen=True, slots=True)
class ContextCard:
    """A post near the reported one. Shapes: `excerpt` None when this moderator has not seen what it is about."""

    post_id: int
    position: int
    author: PersonCard | None
    excerpt: str | None


@dataclass(frozen=True, slots=True)
class PastCard:
    """A decision of the past: about the same author, or about the same thing."""

    decision_id: int
    outcome: str
    reason: str
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

    Shapes: `joined_at` None = the author is no member; `next_id` = the next case that waits, 0 for none.
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


@dataclass(frozen=True, slots=True)
class RepliesPage:
    """The saved replies of a group, for those who keep them."""

    group_slug: str
    group_name: str
    rules: tuple[str, ...]
    replies: tuple[SavedReplyCard, ...]
