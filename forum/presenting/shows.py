"""Cards of shows, episodes, places and the calendar. A title that is not out yet is on none of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime

from forum.domain.releases import State


@dataclass(frozen=True, slots=True)
class ShowFacts:
    """What stands in the show's row and in no catalogue.

    Shapes: `from_tvmaze` = TVmaze is to be credited; `may_undo` = this reader has taken a step that can be taken back.
    """

    id: int
    slug: str
    name: str
    kind: str | None
    language: str | None
    status: str | None
    channel: str | None
    url: str | None
    from_tvmaze: bool
    may_undo: bool = False


@dataclass(frozen=True, slots=True)
class EpisodeCard:
    """One episode.

    Shapes: `code` is "S02E03" or "special"; `title` None = hidden until release; `at` = the instant when one is known,
    else `airdate` may be; `may_mark` = it was shown somewhere, so it can be ticked.
    """

    id: int
    code: str
    title: str | None
    state: State
    at: datetime | None
    airdate: date | None
    seen: bool
    may_mark: bool
    season: int
    number: int | None
    topics: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PlaceCard:
    """How far the reader is.

    Shapes: `seen` of `out` regular episodes that are out; `through` = code of the pointer, "" without one; `next` = the
    first one not seen.
    """

    stated: bool
    seen: int
    out: int
    through: str = ""
    order: str = "aired"
    caught_up: bool = False
    delay_days: int = 0
    rewatching: str = ""
    as_new: bool = False
    optins: tuple[str, ...] = ()
    muted_until: datetime | None = None
    next: EpisodeCard | None = None
    may_undo: bool = False

    @property
    def finished(self) -> bool:
        """Everything that is out was seen."""
        return self.out > 0 and self.seen >= self.out


@dataclass(frozen=True, slots=True)
class ShowCard:
    """One show in a list. Shapes: `years` like "2017-2020" or ""; `coming` = the next release."""

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
    place: PlaceCard
    coming: EpisodeCard | None


@dataclass(frozen=True, slots=True)
class OrderCard:
    """Another order of the episodes, as on the discs. Shapes: `episodes` = (id, words) of those that can be marked."""

    name: str
    episodes: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class SeasonTab:
    """A season in the list of seasons."""

    number: int
    episodes: int
    seen: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class NoteCard:
    """A content note, for those who may change it."""

    id: int
    topic: str
    season: int | None
    code: str
    why: str
    set_at: datetime


@dataclass(frozen=True, slots=True)
class WindowCard:
    """A stated release."""

    id: int
    code: str
    territory: str
    instant: datetime | None
    on: date | None
    service: str
    confidence: str | None
    why: str
    set_at: datetime


@dataclass(frozen=True, slots=True)
class MayShow:
    """What this reader may do with the catalogue."""

    mark: bool = False
    note: bool = False
    set_window: bool = False
    import_shows: bool = False


@dataclass(frozen=True, slots=True)
class ShowsPage:
    """A page of the index."""

    shows: tuple[ShowCard, ...]
    text: str
    number: int
    pages: int
    total: int
    url: Callable[[int], str]
    may: MayShow


@dataclass(frozen=True, slots=True)
class ShowPage:
    """A show with one of its seasons. Shapes: `topics` of the whole show, `season_topics` of the season shown;
    `works` = the books it is made from, each with the name under which one opts in for it.
    """

    show: ShowCard
    facts: ShowFacts
    tabs: tuple[SeasonTab, ...]
    season: int
    episodes: tuple[EpisodeCard, ...]
    topics: tuple[str, ...]
    season_topics: tuple[str, ...]
    orders: tuple[OrderCard, ...]
    works: tuple[tuple[str, str], ...]
    titles_open: bool
    may: MayShow
    notes: tuple[NoteCard, ...] = ()

    @property
    def season_choices(self) -> list[tuple[int, str]]:
        """Value and words for choosing a season."""
        return [(tab.number, str(tab.number)) for tab in self.tabs]

    @property
    def episode_choices(self) -> list[tuple[int, str]]:
        """Value and words for choosing one of the episodes shown."""
        return [(card.id, card.code) for card in self.episodes]


@dataclass(frozen=True, slots=True)
class EpisodePage:
    """One episode.

    Shapes: `earliest` to `latest` bound its release; `regional` = the later or earlier bound in the reader's country,
    when that differs; `withdrawn` = its date was taken back; `runtime_min` in minutes.
    """

    show: ShowCard
    facts: ShowFacts
    episode: EpisodeCard
    earliest: datetime | None
    latest: datetime | None
    is_whole_day: bool
    regional: datetime | None
    withdrawn: bool
    vanished: bool
    runtime_min: int | None
    url: str | None
    before: EpisodeCard | None
    after: EpisodeCard | None
    windows: tuple[WindowCard, ...]
    may: MayShow


@dataclass(frozen=True, slots=True)
class CalendarEntry:
    """One release. Shapes: `more` = how many further episodes of the show come with it, through `last_code`."""

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
    more: int = 0
    last_code: str = ""


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """A day with its releases, in the reader's zone; dates without instant stand under their own date."""

    on: date
    is_today: bool
    entries: tuple[CalendarEntry, ...] = field(default_factory=tuple)


@dataclass(frozen=True, slots=True)
class CalendarPage:
    """Two weeks back and two ahead."""

    days: tuple[CalendarDay, ...]
    mine: bool
    has_place: bool


@dataclass(frozen=True, slots=True)
class MutedShow:
    """A show that somebody keeps out of their lists until then."""

    id: int
    slug: str
    name: str
    until: datetime
