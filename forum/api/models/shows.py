"""Shows, episodes, places and the calendar."""

from __future__ import annotations

from datetime import date, datetime

from pydantic import Field

from forum.api.answers import Answer, Page
from forum.domain.releases import State


class Episode(Answer):
    """An episode. `title` is null while it is not out, unless the show allows titles."""

    id: int
    code: str = Field(description="Like `S02E03`.")
    title: str | None
    state: State
    at: datetime | None = Field(description="The instant of its release, when one is known.")
    airdate: date | None
    seen: bool
    may_mark: bool
    season: int
    number: int | None
    topics: list[str]


class Place(Answer):
    """How far you are in a show. `seen` of `out` regular episodes that are out."""

    stated: bool
    seen: int
    out: int
    through: str = Field(description='The code up to which everything is seen, "" for none.')
    order: str
    caught_up: bool
    delay_days: int
    rewatching: str
    as_new: bool
    optins: list[str]
    muted_until: datetime | None
    may_undo: bool = Field(description="The last step can be taken back with `undo`.")
    finished: bool
    next: Episode | None


class Show(Answer):
    """A show in a list."""

    id: int
    slug: str
    name: str
    kind: str | None
    language: str | None
    status: str | None
    channel: str | None
    years: str
    seasons: int
    episodes: int
    specials: int
    place: Place
    coming: Episode | None


class Shows(Page):
    """A page of shows; those you watch come first."""

    shows: list[Show]
    total: int


class Season(Answer):
    """A season, and how much of it you have seen."""

    number: int
    episodes: int
    seen: int


class Origin(Answer):
    """Where the data comes from. Show the link beside it."""

    from_tvmaze: bool
    url: str | None


class ShowWhole(Answer):
    """A show with one of its seasons. `topics` of the whole show, `season_topics` of this season."""

    show: Show
    facts: Origin
    seasons: list[Season]
    season: int
    episodes: list[Episode]
    topics: list[str]
    season_topics: list[str]
    orders: list[str]
    works: list[str] = Field(description="The books it is made from: what a `book:` tag can name.")
    titles_open: bool


class EpisodeWhole(Answer):
    """An episode with its release: it comes out between `earliest` and `latest`."""

    show: Show
    episode: Episode
    earliest: datetime | None
    latest: datetime | None
    is_whole_day: bool
    regional: datetime | None = Field(description="When it is out in your country, if that differs.")
    withdrawn: bool
    vanished: bool
    runtime_min: int | None
    url: str | None
    before: Episode | None
    after: Episode | None


class Release(Answer):
    """A release. `more` further episodes of the show come with it, through `last_code`."""

    id: int
    show_id: int
    show_slug: str
    show_name: str
    code: str
    title: str | None
    state: State
    at: datetime | None
    airdate: date | None
    seen: bool
    more: int
    last_code: str


class Day(Answer):
    """A day in your time zone."""

    on: date
    is_today: bool
    entries: list[Release]


class Calendar(Answer):
    """Two weeks back and two ahead."""

    days: list[Day]
    mine: bool


class Progress(Answer):
    """Your place in one show."""

    show_id: int
    show_slug: str
    place: Place
