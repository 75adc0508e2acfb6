"""The moderation room: whoever should not read a reported text unasked gets an answer without it."""

from __future__ import annotations

from datetime import datetime

from pydantic import Field

from forum.api.answers import Answer, Page
from forum.api.models.care import WithNotice
from forum.api.models.people import Person


class ReportTaken(Answer):
    """Your report is taken. Shapes: `kind` "thread" for its title, "person" for a profile, otherwise that of
    the message."""

    kind: str
    reason: str


class Where(Answer):
    """Where a reported thing stands. `kind`: `post`, `thread` (its title), or what stands in no group, and the rest is
    empty then: `person` (the profile of `handle`), `appeal`, `report` (its words) or `request` (answers to a group)."""

    group_slug: str
    group_name: str
    thread_id: int
    thread_kind: str
    title: str
    post_id: int
    position: int
    show_name: str
    code: str
    kind: str
    handle: str


class Claim(Answer):
    """Where a case stands. `by` and `until` only while somebody holds it."""

    state: str
    by: Person | None
    until: datetime | None
    mine: bool


class CaseRow(Answer):
    """A case in the queue. `excerpt` is null when you have not seen the episode; `barred` = why you may not decide."""

    id: int
    place: Where
    author: Person | None
    claim: Claim
    reasons: list[str]
    flag_count: int
    spoils: list[str]
    opened_at: datetime
    excerpt: str | None
    topics: list[str] = Field(description="Hard topics of its thread.")
    barred: str
    urgency: str
    covered: str = Field(description="Why `excerpt` is null: `unseen`, `distressing`, or empty.")
    suggested: str
    handed: bool = Field(description="A colleague left it to you.")
    kin_author: int = Field(description="Other cases of your queue about the same author.")
    kin_thread: int = Field(description="Other cases of your queue in the same thread.")


class Cases(Page, WithNotice):
    """The queue of your groups, gravest and longest waiting first. The notice is for all texts that are quoted here."""

    cases: list[CaseRow]
    total: int


class Flag(Answer):
    """A report. `id` is 0 where its words are not yours to report."""

    id: int
    person: Person | None
    reason: str
    words: str | None
    spoils: str
    flagged_at: datetime
    version: int


class Text(Answer):
    """A version of the reported text. `html` is null when it is withheld."""

    version: int
    html: str | None
    is_current: bool


class Decision(Answer):
    """A decision."""

    id: int
    number: int
    outcome: str
    rule_number: int | None
    rule: str
    seal: str
    reason: str | None = Field(description="Null when the texts are withheld.")
    decided_by: Person | None
    decided_at: datetime


class Case(WithNotice):
    """A case, whole. Send `version` with a decision, so that nobody decides twice."""

    id: int
    version: int
    place: Where
    author: Person | None
    post_state: str
    claim: Claim
    reasons: list[str]
    opened_at: datetime
    flags: list[Flag]
    texts: list[Text]
    withheld: list[str] = Field(description="What the texts would spoil for you; `POST .../reading` shows them.")
    read_anyway: bool
    decisions: list[Decision]
    rules: list[str]
    codes: list[str]
    suggested: str
    outcomes: list[str] = Field(description="What can be decided about such a thing.")
    about_id: int = Field(description="The case that a reported message is about; otherwise 0.")
    closed: bool = Field(description="You have not seen what that case is about: `POST .../reading` of it shows this.")
    covered: bool = Field(description="They distress; `POST .../reading` opens them, thirty in an hour.")
    barred: str


class Told(WithNotice):
    """A decision as it is told to author, reporters and moderators."""

    id: int
    place: Where
    role: str
    outcome: str
    rule_number: int | None
    rule: str
    seal: str
    reason: str
    decided_at: datetime
    closed: bool = Field(description="You have not seen what it is about: `POST .../reading` of `case_id` shows why.")
    case_id: int = Field(description="For moderators; otherwise 0.")


class LedgerRow(Answer):
    """A line of the ledger. `actor`, `case_id` (null where there was none), `post_id` and
    `thread_id` are for moderators alone."""

    what: str
    target_kind: str
    rule_number: int | None
    rule: str
    seal: str
    happened_at: datetime
    actor: Person | None
    case_id: int | None
    post_id: int | None
    thread_id: int | None


class Ledger(Page):
    """What the moderators of a group did, newest first."""

    group_slug: str
    group_name: str
    rows: list[LedgerRow]
