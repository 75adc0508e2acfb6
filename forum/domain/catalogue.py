"""The episodes of one show in their orders, and the sets of them that a scope or a reader's place stands for.

Sets are kept as the bits of one integer (bit 0 = first in aired order), so that asking costs microseconds.
"""

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property
from itertools import accumulate, compress
from operator import or_

from forum.domain.episodes import DROP_SIZE, Episode, in_aired_order
from forum.domain.gates import same_book
from forum.domain.releases import UNKNOWN_CHANNEL, Channel, State
from forum.domain.timeline import Timeline

DROP_PAUSE = timedelta(days=7)  # nobody is caught up with a season drop before
REMEMBERED = 1024  # answers kept per show before the memory is emptied


@dataclass(frozen=True)
class Catalogue:
    """One show with its episodes in aired order.

    Shapes: `orders` = other orders by name, each the episode ids from first to last; `season_topics` = content notes by
    season; `titles_open` = the show allows the titles of episodes that are not out; `works` = names of the books that
    it is made from, as its stewards list them.
    Raises: ValueError when an id is listed twice.
    """

    show_id: int
    slug: str
    name: str
    version: int
    episodes: tuple[Episode, ...]
    orders: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    titles_open: bool = False
    show_topics: frozenset[str] = frozenset()
    season_topics: Mapping[int, frozenset[str]] = field(default_factory=dict)
    channel: Channel = UNKNOWN_CHANNEL
    works: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "episodes", in_aired_order(self.episodes))
        if len({episode.id for episode in self.episodes}) < len(self.episodes):
            raise ValueError("duplicate-episode-id")

    # -- episodes

    def episode(self, episode_id: int | None) -> Episode | None:
        at = self.places.get(episode_id) if episode_id is not None else None
        return None if at is None else self.episodes[at]

    def find(self, season: int, number: int) -> Episode | None:
        """The regular episode of that number; the later one when a source numbers two alike."""
        return self._by_number.get((season, number))

    def absolute(self, number: int) -> Episode | None:
        """The regular episode of that place when seasons are counted through, as anime viewers do."""
        return self.regular[number - 1] if 1 <= number <= len(self.regular) else None

    def season(self, number: int) -> tuple[Episode, ...]:
        """The regular episodes of a season; specials belong to none."""
        return tuple(episode for episode in self.regular if episode.season == number)

    def next_after(self, watched: Iterable[int]) -> Episode | None:
        """The first regular episode in aired order that is not among the watched ones."""
        seen = frozenset(watched)
        return next((episode for episode in self.regular if episode.id not in seen), None)

    def work_named(self, name: str) -> str | None:
        """The listed book of that name, as it is listed."""
        wanted = same_book(name)
        return next((work for work in self.works if same_book(work) == wanted), None)

    @cached_property
    def regular(self) -> tuple[Episode, ...]:
        return tuple(episode for episode in self.episodes if not episode.is_special)

    @cached_property
    def seasons(self) -> tuple[int, ...]:
        return tuple(sorted({episode.season for episode in self.regular}))

    @cached_property
    def places(self) -> Mapping[int, int]:
        """Place in aired order by id, which is also the number of its bit."""
        return {episode.id: place for place, episode in enumerate(self.episodes)}

    @cached_property
    def _by_number(self) -> Mapping[tuple[int, int], Episode]:
        return {(e.season, e.number): e for e in self.regular if e.number is not None}

    # -- words

    def code(self, episode_id: int, now: datetime | None = None) -> str:
        """What it is called: "S02E03", or "special: " with its name once that spoils nobody, else its date.

        Shapes: empty for an id that is not listed.
        """
        episode = self.episode(episode_id)
        if episode is None:
            return ""
        if episode.number is not None:
            return f"S{episode.season:02d}E{episode.number:02d}"
        return f"special: {self.open_name(episode, now) or episode.day or 'no date'}"

    def open_name(self, episode: Episode, now: datetime | None = None) -> str:
        """Its name once that spoils nobody: it is out everywhere, or the show keeps no names back. Else empty."""
        open_now = self.titles_open or (now is not None and episode.world.state(now) == State.RELEASED)
        return episode.name if open_now else ""

    def topics_of(self, episode_id: int | None, season: int | None = None) -> frozenset[str]:
        """Content notes for a thread about that episode, that season (with its episodes'), or else the show."""
        episode = self.episode(episode_id)
        if episode is not None:
            return self.show_topics | episode.topics | self.season_topics.get(episode.season, frozenset())
        if season is None:
            return self.show_topics
        return self.show_topics.union(
            self.season_topics.get(season, ()), *(listed.topics for listed in self.season(season))
        )

    # -- sets

    def up_to(self, episode_id: int) -> frozenset[int]:
        """Everything that a scope with this ceiling covers.

        Shapes: regular episodes up to and including it with all they once covered; for a special itself and the regular
        episodes before its date; empty for an id that is not listed.
        """
        return frozenset(self.ids(self.scope_bits(episode_id)))

    def scope_bits(self, episode_id: int) -> int:
        place = self.places.get(episode_id)
        if place is None:
            return 0
        if self.episodes[place].is_special:
            return self._special_bits[episode_id]
        return self._aired_bits[place] | self._kept_bits[place]

    def place_bits(self, order: str, through_id: int) -> int:
        """What a reader has seen who is through that episode in that order: regular ones, never more than stated.

        A pointer to a special, to an unknown order or to an episode outside of the order stands for that episode alone.
        """
        listed = self.orders.get(order)
        if order == "aired" or listed is None or through_id not in listed:
            place = self.places.get(through_id)
            if place is None:
                return 0
            alone = order != "aired" or self.episodes[place].is_special
            return 1 << place if alone else self._aired_bits[place]
        until = listed.index(through_id) + 1
        return self.bits(listed[:until]) & self._regular_bits | self.bits((through_id,))

    def bits(self, episode_ids: Iterable[int]) -> int:
        """The set of those that are listed."""
        found = 0
        for episode_id in episode_ids:
            place = self.places.get(episode_id)
            if place is not None:
                found |= 1 << place
        return found

    def ids(self, bits: int) -> tuple[int, ...]:
        """The ids in aired order."""
        known = self._ids_of.get(bits)
        if known is None:
            flags = map("1".__eq__, reversed(f"{bits:b}"))
            known = tuple(compress(self.places, flags))
            if len(self._ids_of) >= REMEMBERED:
                self._ids_of.clear()
            self._ids_of[bits] = known
        return known

    @cached_property
    def remembered(self) -> dict[Hashable, int]:
        """Sets that were costly to make, by what they were made from; see `remember`."""
        return {}

    def remember(self, made_from: Hashable, bits: int) -> int:
        if len(self.remembered) >= REMEMBERED:
            self.remembered.clear()
        self.remembered[made_from] = bits
        return bits

    @cached_property
    def _ids_of(self) -> dict[int, tuple[int, ...]]:
        return {}

    @cached_property
    def _regular_bits(self) -> int:
        return self.bits(episode.id for episode in self.regular)

    @cached_property
    def _aired_bits(self) -> list[int]:
        """By place: all regular episodes up to there."""
        return list(accumulate((0 if e.is_special else 1 << at for at, e in enumerate(self.episodes)), or_))

    @cached_property
    def _kept_bits(self) -> list[int]:
        """By place: all that regular episodes up to there once covered: larger scopes keep what smaller do."""
        return list(accumulate((0 if e.is_special else self.bits(e.kept) for e in self.episodes), or_))

    @cached_property
    def _special_bits(self) -> Mapping[int, int]:
        return {episode.id: self._before(episode) for episode in self.episodes if episode.is_special}

    def _before(self, special: Episode) -> int:
        day = special.day or date.max  # no date: doubt goes to the larger scope
        earlier = [e for e in self.regular if special.day is None or (e.day is not None and e.day < day)]
        kept = frozenset().union(special.kept, *(episode.kept for episode in earlier))
        return self.bits((special.id, *(episode.id for episode in earlier), *kept))

    # -- time

    @cached_property
    def begun(self) -> Timeline:
        return Timeline((e.world.earliest, 1 << at) for at, e in enumerate(self.episodes))

    @cached_property
    def released(self) -> Timeline:
        return Timeline((e.world.latest, 1 << at) for at, e in enumerate(self.episodes))

    @cached_property
    def withdrawn_bits(self) -> int:
        return self.bits(episode.id for episode in self.episodes if episode.withdrawn)

    def released_in(self, territory: str | None) -> Timeline:
        """When each is out for readers there."""
        return self._regional(territory)[0]

    def caught_up_in(self, territory: str | None) -> Timeline:
        """When readers there who are always caught up have seen each: once it is out, a week later for a drop."""
        return self._regional(territory)[1]

    def _regional(self, territory: str | None) -> tuple[Timeline, Timeline]:
        known = territory if territory in self._territories else None
        if known not in self._calendars:
            self._calendars[known] = self._calendar(known)
        return self._calendars[known]

    def _calendar(self, territory: str | None) -> tuple[Timeline, Timeline]:
        releases = [episode.release_in(territory) for episode in self.episodes]
        sizes = Counter(releases)
        seen = (later(one.latest, DROP_PAUSE if sizes[one] >= DROP_SIZE else timedelta()) for one in releases)
        return (
            Timeline((one.latest, 1 << at) for at, one in enumerate(releases)),
            Timeline((instant, 1 << at) for at, instant in enumerate(seen)),
        )

    @cached_property
    def _territories(self) -> frozenset[str]:
        return frozenset(code for episode in self.episodes for code in episode.regional)

    @cached_property
    def _calendars(self) -> dict[str | None, tuple[Timeline, Timeline]]:
        return {}


def later(instant: datetime | None, pause: timedelta) -> datetime | None:
    """That instant plus a pause; None beyond the end of the calendar."""
    try:
        return None if instant is None else instant + pause
    except OverflowError:
        return None
