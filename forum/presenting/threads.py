"""Threads as their readers see them: titles, counts and marks pass the same door as the posts behind them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType

from forum.domain.catalogue import Catalogue
from forum.domain.gates import Gate
from forum.domain.labels import ENGLISH as LABELS
from forum.domain.labels import LabelWords, label
from forum.domain.openings import opens_at
from forum.domain.policies import USUAL, OpensOn, SpoilerPolicy
from forum.domain.spoilers import Clearance, Decision, Outcome
from forum.presenting.accounts import PersonCard


class Kind(StrEnum):
    """What a thread is. Episode and season threads come from the calendar, the others from members."""

    EPISODE = "episode"
    SEASON = "season"
    ARTICLE = "article"
    QUESTION = "question"
    THEORY = "theory"
    RECAP = "recap"
    OPEN = "open"


FROM_CALENDAR = frozenset({Kind.EPISODE.value, Kind.SEASON.value})
NO_GATE = Decision(Outcome.SHOWN, "no-gate")
_PLACEHOLDERS = frozenset({"", "tba", "tbd", "to be announced"})


_BARE = {"article": "An article", "question": "A question", "theory": "A theory", "recap": "A recap", "open": "Talk"}


@dataclass(frozen=True, slots=True)
class TitleWords:
    """The words of titles that the machine makes.

    Shapes: the names in braces are filled in; `nothing` = titles by kind of threads that are about no show.
    """

    named: str = "{code}: {name}"
    season: str = "Season {season}"
    part: str = "Season {season}, {first} to {last}"
    article: str = "An article about {about}"
    question: str = "A question about {about}"
    theory: str = "A theory about {about}"
    recap: str = "A recap of {about}"
    open: str = "Talk about {about}"
    unknown: str = "something you have not seen yet"
    nothing: Mapping[str, str] = field(default_factory=lambda: MappingProxyType(_BARE))
    labels: LabelWords = LABELS


ENGLISH = TitleWords()


@dataclass(frozen=True, slots=True)
class StoredThread:
    """A thread as it is stored, with its group's name and this reader's mark. It is no card: its title is for `title`.

    Shapes: `read_to` = the last position this reader read, None when they never opened it; `entered_key` = key of the
    gate they chose to pass; `all_opened_at` = when they opened all in it that was out; `neutral` = a steward took its
    title from all eyes but its author's.
    """

    id: int
    group_id: int
    group_slug: str
    group_name: str
    kind: str
    created_at: datetime
    show_id: int | None = None
    season: int | None = None
    episode_id: int | None = None
    hub_first_id: int | None = None
    gate: Gate | None = None
    title: str = ""
    neutral: bool = False
    link: str | None = None
    author_id: int | None = None
    opens_at: datetime | None = None
    opened_at: datetime | None = None
    slipped_at: datetime | None = None
    locked_at: datetime | None = None
    lock_reason: str | None = None
    pinned_at: datetime | None = None
    post_count: int = 0
    last_position: int = 0
    last_post_at: datetime | None = None
    last_post_by_id: int | None = None
    topics: tuple[str, ...] = ()
    answer_post_id: int | None = None
    event_count: int = 0
    read_to: int | None = None
    entered_key: str | None = None
    entered_at: datetime | None = None
    all_opened_at: datetime | None = None
    policy: SpoilerPolicy = USUAL

    @property
    def show_ids(self) -> frozenset[int]:
        """The shows that a reader's clearance must know for this thread."""
        own = frozenset() if self.show_id is None else frozenset((self.show_id,))
        return own if self.gate is None else own | self.gate.show_ids()

    @property
    def opened_all(self) -> Mapping[int, datetime]:
        """As a clearance wants it."""
        return {} if self.all_opened_at is None else {self.id: self.all_opened_at}

    @property
    def entered(self) -> frozenset[str]:
        """The veil key that this reader's choice to enter opens; it lapses when the gate rises."""
        passed = self.gate is not None and self.entered_key == self.gate.key
        return frozenset((veil_key(self.id, self.gate),)) if passed and self.gate is not None else frozenset()


@dataclass(frozen=True, slots=True)
class NearThread:
    """Another thread of the same show in the same group. Shapes: `thread_id` None = nobody has opened it yet."""

    code: str
    episode_id: int | None = None
    thread_id: int | None = None


@dataclass(frozen=True, slots=True)
class Around:
    """What lies around an episode's or a season's thread, computed when it is shown.

    Shapes: `unseen` = the first episode of the scope that the reader has not covered, for a hub; None where there is
    nothing, or nothing that is open.
    """

    previous: NearThread | None = None
    next: NearThread | None = None
    hub: NearThread | None = None
    unseen: NearThread | None = None


@dataclass(frozen=True, slots=True)
class ThreadEventCard:
    """What was done to a thread. Shapes: `by` None = the calendar; `reason` and `detail` are "" for readers outside."""

    what: str
    by: PersonCard | None
    happened_at: datetime
    reason: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class ThreadCard:
    """A thread in a list, for one reader.

    Shapes: `title` is the written one only when `is_title_shown`, else a neutral one; `post_count`, `last_post_at`
    and `last_author` are None and `unread` is 0 for a reader whom the gate keeps out; `opens_at` is set while the door
    is closed, None with `is_open` False when no date is known; `outcome` = "shown", "click" or "hidden".
    """

    id: int
    kind: str
    title: str
    is_title_shown: bool
    group_slug: str
    group_name: str
    show_name: str | None
    show_slug: str | None
    code: str | None
    outcome: str
    is_open: bool
    opens_at: datetime | None
    post_count: int | None
    unread: int
    first_unread_url: str | None
    last_post_at: datetime | None
    last_author: PersonCard | None
    pinned: bool
    locked: bool
    answered: bool
    sensitive: bool


def veil_key(thread_id: int, gate: Gate) -> str:
    """The name under which a reader passes a thread's gate."""
    return f"thread:{thread_id}:{gate.key}"


def door(stored: StoredThread, clearance: Clearance, now: datetime) -> Decision:
    """Whether this reader may read the thread unasked, by a click, or not."""
    if stored.gate is None:
        return NO_GATE
    return clearance.under(stored.policy).decide(
        stored.gate, now, author_id=stored.author_id, veil_key=veil_key(stored.id, stored.gate)
    )


def opening(stored: StoredThread, catalogue: Catalogue | None) -> datetime | None:
    """When the thread opens, as the catalogue says at this moment; None for no known date, and while it is held.

    Threads of members are open from their first post on. A thread that was opened waits for its episode's date alone:
    another policy of the group closes nothing.
    """
    if stored.kind not in FROM_CALENDAR:
        return stored.opened_at or stored.created_at
    first = stored.episode_id if stored.kind == Kind.EPISODE else stored.hub_first_id
    episode = catalogue.episode(first) if catalogue is not None else None
    if catalogue is None or episode is None:
        return None
    if stored.opened_at is not None:
        return opens_at(episode.world, catalogue.channel)
    return stored.policy.opens_at(episode, catalogue)


def is_held(stored: StoredThread, catalogue: Catalogue | None, now: datetime) -> bool:
    """Its episode is out, and a moderator of the group opens it by hand."""
    first = stored.episode_id if stored.kind == Kind.EPISODE else stored.hub_first_id
    episode = catalogue.episode(first) if catalogue is not None else None
    if catalogue is None or episode is None or stored.kind not in FROM_CALENDAR or stored.opened_at is not None:
        return False
    out_at = opens_at(episode.world, catalogue.channel)
    return stored.policy.opens_on is OpensOn.HELD and out_at is not None and out_at <= now


def is_open(stored: StoredThread, catalogue: Catalogue | None, now: datetime) -> bool:
    """Before its instant, and again after a date moved later, nobody but the worker passes the door."""
    instant = opening(stored, catalogue)
    return instant is not None and instant <= now


def thread_topics(stored: StoredThread, catalogues: Mapping[int, Catalogue]) -> frozenset[str]:
    """Hard topics of a thread: those an editor set, and those of the episode, season or show it is about."""
    catalogue = catalogues.get(stored.show_id) if stored.show_id is not None else None
    if catalogue is None:
        return frozenset(stored.topics)
    gate = stored.gate
    about = stored.episode_id
    if about is None and gate is not None and gate.span in ("episode", "special") and gate.show_id == stored.show_id:
        about = gate.ceiling_id
    return catalogue.topics_of(about, stored.season) | frozenset(stored.topics)


def title(
    stored: StoredThread, clearance: Clearance, decision: Decision, now: datetime, words: TitleWords = ENGLISH
) -> str:
    """What this reader may know the thread by."""
    if stored.kind in FROM_CALENDAR:
        catalogue = clearance.catalogues.get(stored.show_id or 0)
        return _calendar_title(stored, catalogue, decision, now, words)
    if is_title_shown(stored, clearance, decision):
        return stored.title
    if stored.gate is None:
        return _neutral_of_no_gate(stored, clearance.catalogues, words)
    return neutral_title(stored.kind, stored.gate, clearance.catalogues, now, words)


def is_title_shown(stored: StoredThread, clearance: Clearance, decision: Decision) -> bool:
    """Whether this reader gets the title as it is stored: those inside, until a steward made it neutral."""
    if stored.kind in FROM_CALENDAR:
        return True
    if stored.neutral:
        return stored.author_id is not None and stored.author_id == clearance.reader_id
    return decision.outcome is Outcome.SHOWN


def _neutral_of_no_gate(stored: StoredThread, catalogues: Mapping[int, Catalogue], words: TitleWords) -> str:
    """For a thread that hides nothing but its title: its kind, and its show if it has one."""
    catalogue = catalogues.get(stored.show_id) if stored.show_id is not None else None
    if catalogue is None:
        return words.nothing.get(stored.kind, words.nothing["open"])
    return _pattern(stored.kind, words).format(about=catalogue.name)


def neutral_title(
    kind: str, gate: Gate | None, catalogues: Mapping[int, Catalogue], now: datetime, words: TitleWords = ENGLISH
) -> str:
    """A title without a word of its author: "A theory about S03E05"."""
    about = machine_label(gate, catalogues, now, words) or words.unknown
    return _pattern(kind, words).format(about=about)


def _pattern(kind: str, words: TitleWords) -> str:
    patterns = {
        Kind.ARTICLE.value: words.article,
        Kind.QUESTION.value: words.question,
        Kind.THEORY.value: words.theory,
        Kind.RECAP.value: words.recap,
    }
    return patterns.get(kind, words.open)


def machine_label(
    gate: Gate | None, catalogues: Mapping[int, Catalogue], now: datetime, words: TitleWords = ENGLISH
) -> str | None:
    """What a gate is about without anybody's words; None for no gate."""
    return None if gate is None else label(gate, catalogues, now=now, words=words.labels)


def _calendar_title(
    stored: StoredThread, catalogue: Catalogue | None, decision: Decision, now: datetime, words: TitleWords
) -> str:
    if catalogue is None:
        return words.open.format(about=words.unknown)
    if stored.kind == Kind.SEASON:
        return _season_title(stored, catalogue, words)
    episode = catalogue.episode(stored.episode_id)
    code = catalogue.code(stored.episode_id or 0, now)
    if episode is None or episode.is_special or episode.name.strip().lower() in _PLACEHOLDERS:
        return code
    named = catalogue.titles_open or decision.outcome is not Outcome.HIDDEN
    if stored.policy.titles_hidden:
        named = decision.outcome is Outcome.SHOWN
    return words.named.format(code=code, name=episode.name) if named else code


def _season_title(stored: StoredThread, catalogue: Catalogue, words: TitleWords) -> str:
    """The whole season, or the part of it that came out at one instant."""
    first = catalogue.episode(stored.hub_first_id)
    last = catalogue.episode(stored.gate.ceiling_id) if stored.gate is not None else None
    listed = catalogue.season(stored.season or 0)
    if first is None or last is None or (listed and listed[0] == first and listed[-1] == last):
        return words.season.format(season=stored.season)
    return words.part.format(season=stored.season, first=f"E{first.number:02d}", last=f"E{last.number:02d}")


def thread_card(
    stored: StoredThread,
    clearance: Clearance,
    people: Mapping[int, PersonCard],
    now: datetime,
    *,
    posts_a_page: int,
    words: TitleWords = ENGLISH,
) -> ThreadCard:
    """The card of a thread for this reader."""
    catalogue = clearance.catalogues.get(stored.show_id) if stored.show_id is not None else None
    decision = door(stored, clearance, now)
    inside = decision.outcome is Outcome.SHOWN
    opened = is_open(stored, catalogue, now)
    unread = _unread(stored, clearance) if inside and opened else 0
    return ThreadCard(
        id=stored.id,
        kind=stored.kind,
        title=title(stored, clearance, decision, now, words),
        is_title_shown=is_title_shown(stored, clearance, decision),
        group_slug=stored.group_slug,
        group_name=stored.group_name,
        show_name=catalogue.name if catalogue is not None else None,
        show_slug=catalogue.slug if catalogue is not None else None,
        code=_code(stored, clearance.catalogues, now, words),
        outcome=decision.outcome.value,
        is_open=opened,
        opens_at=None if opened else opening(stored, catalogue),
        post_count=stored.post_count if inside else None,
        unread=unread,
        first_unread_url=_first_unread_url(stored, posts_a_page) if unread else None,
        last_post_at=stored.last_post_at if inside else None,
        last_author=people.get(stored.last_post_by_id or 0) if inside else None,
        pinned=stored.pinned_at is not None,
        locked=stored.locked_at is not None,
        answered=stored.answer_post_id is not None,
        sensitive=bool(thread_topics(stored, clearance.catalogues)),
    )


def _code(stored: StoredThread, catalogues: Mapping[int, Catalogue], now: datetime, words: TitleWords) -> str | None:
    """What it is about, for the name plate; titles of calendar threads say it already."""
    return None if stored.kind in FROM_CALENDAR else machine_label(stored.gate, catalogues, now, words)


def _unread(stored: StoredThread, clearance: Clearance) -> int:
    """Places after the last one read, never more than there are posts."""
    if clearance.reader_id is None:
        return 0
    return min(stored.post_count, max(0, stored.last_position - (stored.read_to or 0)))


def _first_unread_url(stored: StoredThread, posts_a_page: int) -> str:
    """The page that the first unread post stands on: pages are cut by position."""
    page = (stored.read_to or 0) // posts_a_page + 1
    return f"/t/{stored.id}?page={page}#unread" if page > 1 else f"/t/{stored.id}#unread"
