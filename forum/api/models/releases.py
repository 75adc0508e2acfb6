"""Dates: what was stated, what is reported, what nobody has dated."""

from __future__ import annotations

from datetime import date, datetime

from pydantic import Field

from forum.api.answers import Answer
from forum.api.models.people import Person


class Stated(Answer):
    """A stated release. Neither `instant` nor `on` = its date was taken back; `ended_at` null = it holds."""

    id: int
    code: str
    territory: str
    instant: datetime | None
    on: date | None
    service: str
    confidence: str | None
    by: Person | None
    agreed_by: Person | None
    set_at: datetime
    why: str = Field(description='"" for all but stewards.')
    ended_at: datetime | None
    ended_by: Person | None


class DateClaim(Answer):
    """What somebody says of a release: `dated` otherwise, out `early`, `late`, or `pulled`."""

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
    why: str
    by: Person | None
    made_at: datetime
    outcome: str = Field(description='"" while it waits; else `set`, `right`, `unclear` or `declined`.')
    answer: str
    decided_at: datetime | None


class Undated(Answer):
    """An episode that nobody has dated: hidden until somebody does."""

    episode_id: int
    show_slug: str
    show_name: str
    code: str


class Work(Answer):
    """A book that tags can name."""

    id: int
    name: str


class Releases(Answer):
    """A show's dates with their history, newest first. `claims` and `undated` are for its stewards."""

    stated: list[Stated]
    works: list[Work]
    stewards: list[Person]
    two_agree: bool
    may_tend: bool
    claims: list[DateClaim]
    undated: list[Undated]


class Desk(Answer):
    """What waits for a steward."""

    claims: list[DateClaim]
    undated: list[Undated]


class DateClaims(Answer):
    """What you have reported, newest first."""

    claims: list[DateClaim]
