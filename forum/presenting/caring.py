"""Cards of care: messages of the team to one person, and the team's own queue."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from markupsafe import Markup

from forum.domain.crisis import Notice
from forum.presenting.accounts import PersonCard


@dataclass(frozen=True, slots=True)
class LetterCard:
    """A message of the team to this reader, or the reader's answer.

    Shapes: `kind` "self", "other", "personal" or "answer"; `words` for the last two; `help` = lines for where the
    reader is; `post_id` None where the post is not named any more; `may_answer` = its case can still be written to.
    """

    id: int
    kind: str
    words: str | None
    help: Notice
    post_id: int | None
    thread_id: int | None
    sent_at: datetime
    is_new: bool
    is_closed: bool
    may_answer: bool
    asked: bool


@dataclass(frozen=True, slots=True)
class LettersPage:
    """All messages of the team to this reader, newest first. Shapes: `wanted` = the private care message is on."""

    letters: tuple[LetterCard, ...]
    wanted: bool


@dataclass(frozen=True, slots=True)
class ConcernPage:
    """What somebody needs who worries about an author. Shapes: `post_id` None on the page of advice alone."""

    post_id: int | None
    author: PersonCard | None
    help: Notice
    may_tell: bool


@dataclass(frozen=True, slots=True)
class CaseRow:
    """A case in the queue. Shapes: `what` a `Sign`; `is_over` = nobody looked in time; `asks_on` = follow-up due;
    `wrote_back` = the last word is the person's."""

    id: int
    priority: int
    what: str
    place: str
    author: PersonCard | None
    opened_at: datetime
    due_at: datetime
    looked_at: datetime | None
    is_over: bool
    carer: PersonCard | None
    second: PersonCard | None
    wants_contact: bool
    says_not_me: bool
    is_calmer: bool
    is_held: bool
    asks_on: datetime | None
    closed_at: datetime | None = None
    wrote_back: bool = False


@dataclass(frozen=True, slots=True)
class QueuePage:
    """What waits for the care team.

    Shapes: `on_call` who can be paged now; `own` = lines for the reader themselves; `team_support` = the operator's.
    """

    rows: tuple[CaseRow, ...]
    on_call: tuple[PersonCard, ...]
    am_on_call: bool
    is_lead: bool
    own: Notice
    team_support: str


@dataclass(frozen=True, slots=True)
class CareDeed:
    """A line of a case's history."""

    what: str
    person: PersonCard | None
    words: str | None
    happened_at: datetime


@dataclass(frozen=True, slots=True)
class ConcernCard:
    """What somebody worries about."""

    person: PersonCard | None
    worry: str | None
    when_where: str | None
    told_at: datetime


@dataclass(frozen=True, slots=True)
class SaidCard:
    """A message in a case. Shapes: `by_person` = the person's own answer; `sender` for the team alone."""

    words: str | None
    kind: str
    sender: PersonCard | None
    by_person: bool
    sent_at: datetime
    seen_at: datetime | None


@dataclass(frozen=True, slots=True)
class FollowUpCard:
    """Asking again. Shapes: `after` "day" or "week"; `is_due` = its day has come."""

    after: str
    due_at: datetime
    done_at: datetime | None
    is_due: bool


@dataclass(frozen=True, slots=True)
class CasePage:
    """A case before somebody of the team.

    Shapes: `withheld` = what the post gives away that the reader has not seen, and then `body_html` is None; `source`
    only where something may have to be cut; `alone` = a second person is missing where there must be one.
    """

    row: CaseRow
    post_id: int
    thread_id: int
    rules: tuple[str, ...]
    state: str
    body_html: Markup | None
    title: str
    withheld: tuple[str, ...]
    read_anyway: bool
    source: str | None
    help: Notice
    history: tuple[CareDeed, ...]
    concerns: tuple[ConcernCard, ...]
    said: tuple[SaidCard, ...]
    follow_ups: tuple[FollowUpCard, ...]
    called_at: datetime | None
    why: str | None
    alone: bool
    mine: bool
    own: Notice
    team_support: str


@dataclass(frozen=True, slots=True)
class CarerCard:
    """Somebody of the care team."""

    person: PersonCard
    role: str
    trained_on: date
    began_at: datetime
    on_call_since: datetime | None


@dataclass(frozen=True, slots=True)
class AccessCard:
    """Somebody looked at care data."""

    person: PersonCard | None
    what: str
    case_id: int | None
    read_at: datetime


@dataclass(frozen=True, slots=True)
class ClockCard:
    """How soon cases of one priority were looked at. Shapes: `count` None where too few to tell; `in_time` = so many of
    them by the hour at which somebody should have. Units: minutes, `target` too."""

    priority: int
    target: int
    count: int | None
    in_time: int
    look_median: int
    look_most: int


@dataclass(frozen=True, slots=True)
class TeamPage:
    """The care team, and for the safeguarding lead who looked at what."""

    carers: tuple[CarerCard, ...]
    accesses: tuple[AccessCard, ...]
    counts: tuple[tuple[str, int], ...]
    is_lead: bool
