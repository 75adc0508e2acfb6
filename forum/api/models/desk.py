"""What moderators keep beside a case, and how their work goes."""

from __future__ import annotations

from datetime import date, datetime

from pydantic import Field

from forum.api.answers import Answer
from forum.api.models.care import WithNotice
from forum.api.models.people import Person


class CaseNote(Answer):
    """A note among moderators. `words` is null when you should not read the case unasked."""

    id: int
    person: Person | None
    words: str | None
    written_at: datetime
    mine: bool
    calls_me: bool


class Handed(Answer):
    """A case was left to a colleague, with a word."""

    giver: Person | None
    receiver: Person | None
    words: str | None
    handed_at: datetime
    to_me: bool


class Near(Answer):
    """A post next to the reported one. `excerpt` is null when you have not seen what it is about."""

    post_id: int
    position: int
    author: Person | None
    excerpt: str | None


class Past(Answer):
    """A decision of the past."""

    decision_id: int
    outcome: str
    reason: str | None = Field(description="Null when you have not seen what that case is about.")
    rule_number: int | None
    decided_at: datetime


class PastSanction(Answer):
    """What stands, or stood, against somebody."""

    kind: str
    is_site: bool
    begins_at: datetime
    ends_at: datetime | None
    lifted: bool


class SavedReply(Answer):
    """Words that a group's moderators keep. `filled` = with everything put in that the case knows."""

    id: int
    rule: int | None
    language: str
    title: str
    words: str
    filled: str


class SavedReplies(Answer):
    """The saved replies of a group."""

    group_slug: str
    group_name: str
    rules: list[str]
    replies: list[SavedReply]


class Around(WithNotice):
    """What lies around a case."""

    before: list[Near]
    after: list[Near]
    joined_at: datetime | None = Field(description="Since when its author is a member; null = none.")
    past: list[Past]
    sanctions: list[PastSanction]
    similar: list[Past]
    notes: list[CaseNote]
    replies: list[SavedReply]
    next_id: int = Field(description="The case that comes next for you, 0 for none.")
    handed: list[Handed]
    colleagues: list[str] = Field(description="Names of those to whom it may be handed.")
    kin_author: int
    kin_thread: int


class Count(Answer):
    """Something counted."""

    name: str
    number: int


class FiguresDay(Answer):
    """One day: cases that came in, cases that were decided."""

    day: date
    opened: int
    decided: int


class Wait(Answer):
    """How long cases of one reason waited, in minutes. `..._most`: nine of ten waited no longer."""

    reason: str
    count: int
    look_median: int
    look_most: int
    decide_median: int
    decide_most: int


class Load(Answer):
    """How many cases one moderator decided."""

    person: Person | None
    decided: int


class Figures(Answer):
    """How moderation goes, in the last four weeks. `load` is for those who lead."""

    group_slug: str
    group_name: str
    since: date
    open_by_age: list[Count]
    days: list[FiguresDay]
    waits: list[Wait]
    decisions: int
    overturned: int
    seals_right: int = Field(description="Curtains of readers and rules that a moderator found right.")
    seals_wrong: int
    load: list[Load]


class ReportLine(Answer):
    """One number of the report."""

    part: str
    name: str
    number: int


class Report(Answer):
    """What moderation did on the whole site from `first` to `last`, both counted in."""

    first: date
    last: date
    figures: list[ReportLine]
