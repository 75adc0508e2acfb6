"""What is known and said about releases, for their readers. No word of a person is on what members see."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from forum.presenting.accounts import PersonCard


@dataclass(frozen=True, slots=True)
class StatedCard:
    """A stated release, in force or not.

    Shapes: neither `instant` nor `on` = the date was taken back; `by` None = a file; `why` is "" for all but stewards;
    `ended_at` = when it stopped to hold.
    """

    id: int
    code: str
    territory: str
    instant: datetime | None
    on: date | None
    service: str
    confidence: str | None
    by: PersonCard | None
    agreed_by: PersonCard | None
    set_at: datetime
    why: str
    ended_at: datetime | None
    ended_by: PersonCard | None


@dataclass(frozen=True, slots=True)
class ClaimCard:
    """What somebody says of a release.

    Shapes: `source_host` = where the address leads, `source` the address; `why` for stewards; `own` = this reader's.
    """

    id: int
    show_slug: str
    show_name: str
    code: str
    by_steward: bool
    what: str
    territory: str
    instant: datetime | None
    on: date | None
    source: str
    source_host: str
    why: str
    by: PersonCard | None
    made_at: datetime
    outcome: str
    answer: str
    decided_at: datetime | None
    own: bool


@dataclass(frozen=True, slots=True)
class UndatedCard:
    """An episode without any date: hidden until somebody states one."""

    episode_id: int
    show_slug: str
    show_name: str
    code: str


@dataclass(frozen=True, slots=True)
class WorkCard:
    """A book on a show's list."""

    id: int
    name: str


@dataclass(frozen=True, slots=True)
class ReleasesPage:
    """A show's dates. Shapes: `stated` newest first; what follows it is empty for all but stewards."""

    show_id: int
    slug: str
    name: str
    stated: tuple[StatedCard, ...]
    works: tuple[WorkCard, ...]
    stewards: tuple[PersonCard, ...]
    two_agree: bool
    titles_open: bool
    may_tend: bool
    may_appoint: bool
    claims: tuple[ClaimCard, ...] = ()
    undated: tuple[UndatedCard, ...] = ()


@dataclass(frozen=True, slots=True)
class DeskPage:
    """What waits for a steward. Shapes: `claims` oldest first; `undated` by show."""

    claims: tuple[ClaimCard, ...]
    undated: tuple[UndatedCard, ...]
