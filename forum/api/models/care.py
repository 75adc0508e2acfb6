"""Help: the notice of a sensitive thread, and the lines."""

from __future__ import annotations

from datetime import datetime

from pydantic import Field

from forum.api.answers import Answer
from forum.api.models.people import Person


class HelpLine(Answer):
    """A crisis line. `number` is for eyes, `dial` for a telephone; `verified_on` is the day of its newest source.

    `checked_on` is the day when two people here had compared it with the provider's own page, null where none did.
    """

    id: str
    country: str
    name: str
    region: str | None
    audience: str
    kinds: list[str]
    number: str | None
    dial: str | None
    sms_number: str | None
    sms_dial: str | None
    sms_keyword: str | None
    whatsapp: str | None
    chat_url: str | None
    url: str | None
    hours: str | None
    languages: list[str]
    topics: list[str]
    confidence: str
    verified_on: str
    checked_on: str | None


class Notice(Answer):
    """What to show above a sensitive thread. Without a known country there is no number, only the directory."""

    topics: list[str] = Field(description="Gravest first.")
    country: str | None
    country_name: str | None
    lines: list[HelpLine]
    emergency: list[str]
    directory_name: str
    directory_url: str
    fallback: bool = Field(description="No line could be named: show the directory.")


class Elsewhere(Answer):
    """An international directory."""

    name: str
    url: str


class CountryLines(Answer):
    """The lines of one country, first choice first."""

    code: str
    name: str
    emergency: list[str]
    lines: list[HelpLine]


class SupportLines(Answer):
    """All lines, or those that were asked for; the reader's own country first."""

    country: str | None = Field(description="The country that was asked for, or the reader's own.")
    country_name: str | None
    emergency: list[str]
    groups: list[CountryLines]
    topics: list[str] = Field(description="What one can ask for.")
    kinds: list[str]
    elsewhere: list[Elsewhere]
    generated_on: str


class WithNotice(Answer):
    """Ground of answers about a thread. The notice has no default, so that no answer can forget it."""

    notice: Notice | None = Field(description="Show it above the first post, always.")


class RaisedTopics(Answer):
    """Topics that a rule found in what was written. `rule` is its id, "" where it tells of a person."""

    topics: list[str]
    rule: str
    raised_at: datetime


class Topics(WithNotice):
    """The hard topics of a thread: `noted` by its editors, `inherited` from its show, `raised` among them by rules."""

    thread_id: int
    title: str
    noted: list[str]
    inherited: list[str]
    topics: list[str] = Field(description="All that there are, gravest first.")
    raised: list[RaisedTopics] = Field(description="As far as nobody has taken them back: `PUT` the others to do so.")


class WrongNumber(Answer):
    """What somebody says is wrong with a line. `line` null = one that we do not have."""

    id: int
    line: HelpLine | None
    country: str | None
    words: str
    person: Person | None
    told_at: datetime


class WrongNumbers(Answer):
    """Reports about lines, the oldest first."""

    reports: list[WrongNumber]


class LineReported(Answer):
    """The report is taken."""

    id: int


class NoteChange(Answer):
    """A content note was set or taken back. `by` null = it came with the forum."""

    note_id: int
    topic: str
    season: int | None
    code: str = Field(description="Of the episode; empty, with no season, for the whole show.")
    is_set: bool
    why: str
    before: list[str]
    after: list[str]
    by: Person | None
    changed_at: datetime


class NoteChanges(Answer):
    """Every change of a show's content notes, newest first. At most 500 notes."""

    changes: list[NoteChange]
