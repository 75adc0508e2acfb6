"""Cards of the care room."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from forum.domain.crisis import GRAVITY, Directory, Elsewhere, Line, Notice
from forum.domain.helpline_checks import KINDS
from forum.presenting.accounts import PersonCard
from forum.presenting.shows import MutedShow
from forum.presenting.threads import MutedTopic


@dataclass(frozen=True, slots=True)
class SupportFilter:
    """Which lines one wants to see. Shapes: "" = all."""

    country: str = ""
    topic: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class CountryLines:
    """The lines of one country. Shapes: `emergency` first the number to show; `lines` first choice first."""

    code: str
    name: str
    emergency: tuple[str, ...]
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class SupportPage:
    """The page of all lines.

    Shapes: `country` is the reader's own, None when we do not know it, and then `emergency` is empty; `countries` =
    (code, name) of those with lines, by name; `groups` the reader's own country first.
    """

    country: str | None
    country_name: str | None
    emergency: tuple[str, ...]
    groups: tuple[CountryLines, ...]
    wanted: SupportFilter
    countries: tuple[tuple[str, str], ...]
    topics: tuple[str, ...]
    kinds: tuple[str, ...]
    elsewhere: tuple[Elsewhere, ...]
    generated_on: str


@dataclass(frozen=True, slots=True)
class WrongNumberCard:
    """A report about a line. Shapes: `line` None for one that the directory does not have."""

    id: int
    line: Line | None
    country: str | None
    words: str
    person: PersonCard | None
    told_at: datetime


@dataclass(frozen=True, slots=True)
class RaisedTopics:
    """Topics that a rule found in a thread. Shapes: `rule` its id, "" where it tells of a person."""

    topics: tuple[str, ...]
    rule: str
    raised_at: datetime


@dataclass(frozen=True, slots=True)
class TopicsPage:
    """What a thread is said to touch. Shapes: `noted` by its editors, `inherited` from its show; `raised` by rules,
    as far as it stands."""

    thread_id: int
    title: str
    noted: tuple[str, ...]
    inherited: tuple[str, ...]
    topics: tuple[str, ...]
    notice: Notice | None
    raised: tuple[RaisedTopics, ...] = ()


def support_page(directory: Directory, own: str | None, wanted: SupportFilter, language: str) -> SupportPage:
    """All lines, or those that are wanted, for a reader who is in `own` or nowhere that we know of."""

    def name(code: str) -> str:
        return directory.country_name(code, language) or code

    asked = wanted.country if directory.country_name(wanted.country or None) else ""
    codes = [asked] if asked else sorted(directory.countries, key=lambda code: (code != own, name(code)))
    found = [
        CountryLines(code, name(code), directory.emergency.get(code, ()), _lines(directory, code, wanted))
        for code in codes
    ]
    here = asked or (own if directory.country_name(own) else None)
    return SupportPage(
        country=here,
        country_name=directory.country_name(here, language),
        emergency=directory.emergency.get(here or "", ()),
        groups=tuple(group for group in found if group.lines),
        wanted=wanted,
        countries=tuple(sorted(((code, name(code)) for code in directory.countries), key=lambda one: one[1])),
        topics=GRAVITY,
        kinds=tuple(kind for kind in ("call", "text", "chat", "whatsapp", "email") if kind in KINDS),
        elsewhere=directory.elsewhere,
        generated_on=directory.generated_on,
    )


def _lines(directory: Directory, country: str, wanted: SupportFilter) -> tuple[Line, ...]:
    return tuple(
        line
        for line in directory.of(country)
        if (not wanted.topic or wanted.topic in line.topics) and (not wanted.kind or wanted.kind in line.kinds)
    )


@dataclass(frozen=True, slots=True)
class BreakPage:
    """What somebody has put aside for a time. Shapes: `until` None = they write as usual; `choices` gravest first."""

    until: datetime | None
    topics: tuple[MutedTopic, ...]
    shows: tuple[MutedShow, ...]
    choices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NoteChange:
    """A content note was set or taken back. Shapes: `code` an episode's, `season` a season's number, "" and None = the
    whole show; `before` and `after` = what was noted of just that, gravest first; `by` None = came with the forum."""

    note_id: int
    topic: str
    season: int | None
    code: str
    is_set: bool
    why: str
    before: tuple[str, ...]
    after: tuple[str, ...]
    by: PersonCard | None
    changed_at: datetime
    stands: bool


@dataclass(frozen=True, slots=True)
class NotesPage:
    """All changes of a show's content notes, newest first."""

    slug: str
    name: str
    changes: tuple[NoteChange, ...]
    topics: tuple[str, ...]
    seasons: tuple[int, ...]
    episodes: tuple[tuple[int, str], ...]
