"""Making the cards of shows for one reader: what they have seen decides what the cards may say."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, tzinfo
from itertools import groupby

from forum.domain.catalogue import Catalogue
from forum.domain.episodes import DROP_SIZE, Episode
from forum.domain.progress import NOTHING_STATED, Progress, may_tick, watched
from forum.domain.releases import State
from forum.domain.spoilers import Clearance
from forum.presenting.shows import (
    CalendarDay,
    CalendarEntry,
    EpisodeCard,
    OrderCard,
    PlaceCard,
    SeasonTab,
    ShowCard,
    ShowFacts,
)

SPECIAL = "special"
CALENDAR_SPAN = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Eyes:
    """One reader in front of one show."""

    catalogue: Catalogue
    progress: Progress
    seen: frozenset[int]
    now: datetime

    @classmethod
    def of(cls, clearance: Clearance, show_id: int, now: datetime) -> Eyes:
        """The reader of this clearance in front of one of its shows."""
        catalogue = clearance.catalogues[show_id]
        progress = clearance.progress.get(show_id, NOTHING_STATED)
        return cls(catalogue, progress, watched(progress, catalogue, clearance.territory, now), now)

    def episode(self, episode: Episode) -> EpisodeCard:
        """The card of one of its episodes."""
        state = episode.world.state(self.now)
        seen = episode.id in self.seen
        open_title = seen or state is State.RELEASED or self.catalogue.titles_open
        at = None if episode.world.is_whole_day else episode.world.earliest
        return EpisodeCard(
            id=episode.id,
            code=SPECIAL if episode.is_special else self.catalogue.code(episode.id),
            title=episode.name if open_title else None,
            state=state,
            at=at,
            airdate=episode.day if at else episode.world.day,  # a day that stewards stated stands before the source's
            seen=seen,
            may_mark=may_tick(self.catalogue, episode.id, self.now),
            season=episode.season,
            number=episode.number,
            topics=tuple(sorted(episode.topics)),
        )

    def place(self) -> PlaceCard:
        """How far they are."""
        released = set(self.catalogue.ids(self.catalogue.released.reached(self.now)))
        out = [one for one in self.catalogue.regular if one.id in released]
        following = self.catalogue.next_after(self.seen)
        progress = self.progress
        return PlaceCard(
            stated=bool(self.seen) or progress.caught_up,
            seen=sum(one.id in self.seen for one in out),
            out=len(out),
            through=self.catalogue.code(progress.through_id, self.now) if progress.through_id else "",
            order=progress.order,
            caught_up=progress.caught_up,
            delay_days=progress.caught_up_delay.days,
            rewatching=self.catalogue.code(progress.rewatch_id, self.now) if progress.rewatch_id else "",
            as_new=progress.as_new,
            optins=tuple(sorted(progress.optins)),
            muted_until=progress.muted_until if self.is_muted else None,
            next=self.episode(following) if following else None,
        )

    @property
    def is_muted(self) -> bool:
        """The reader wants to hear nothing about the show for now."""
        until = self.progress.muted_until
        return until is not None and until > self.now

    def order(self, name: str) -> OrderCard:
        """Another order, for a reader who follows it."""
        listed = [(place, self.catalogue.episode(one)) for place, one in enumerate(self.catalogue.orders[name], 1)]
        cards = [(place, self.episode(one)) for place, one in listed if one is not None]
        words = [
            (card.id, f"{place}: {card.title or card.code} ({card.code})") for place, card in cards if card.may_mark
        ]
        return OrderCard(name, tuple(words))

    def coming(self) -> EpisodeCard | None:
        """The next release of the show."""
        ahead = [(one.world.earliest, one) for one in self.catalogue.episodes if one.world.earliest is not None]
        future = [(at, one) for at, one in ahead if at > self.now]
        return self.episode(min(future, key=lambda pair: pair[0])[1]) if future else None

    def show(self, facts: ShowFacts) -> ShowCard:
        """The card of the show."""
        days = [one.day for one in self.catalogue.regular if one.day is not None]
        years = sorted({days[0].year, days[-1].year}) if days else []
        return ShowCard(
            id=facts.id,
            slug=facts.slug,
            name=facts.name,
            kind=facts.kind,
            language=facts.language,
            status=facts.status,
            channel=facts.channel,
            years="–".join(map(str, years)),
            seasons=len(self.catalogue.seasons),
            episodes=len(self.catalogue.regular),
            specials=len(self.catalogue.episodes) - len(self.catalogue.regular),
            place=replace(self.place(), may_undo=facts.may_undo),
            coming=self.coming(),
        )

    def usual_season(self) -> int:
        """The season that this reader most likely wants to see: where they are, else the first."""
        following = self.catalogue.next_after(self.seen)
        seasons = self.catalogue.seasons or (0,)
        if not self.seen:
            return seasons[0]
        return following.season if following else seasons[-1]


def by_season(catalogue: Catalogue) -> dict[int, list[Episode]]:
    """The episodes by season in aired order; a special stands with the season that ran before its date."""
    listed: dict[int, list[Episode]] = {season: [] for season in catalogue.seasons or (0,)}
    season = next(iter(listed))
    for episode in catalogue.episodes:
        season = season if episode.is_special else episode.season
        listed[season].append(episode)
    return listed


def season_tabs(eyes: Eyes, seasons: Mapping[int, Sequence[Episode]], chosen: int) -> tuple[SeasonTab, ...]:
    """The list of seasons with how much of each was seen."""
    return tuple(
        SeasonTab(season, len(listed), sum(one.id in eyes.seen for one in listed), season == chosen)
        for season, listed in seasons.items()
    )


def calendar_entries(eyes: Eyes, since: datetime, until: datetime) -> list[CalendarEntry]:
    """The show's releases between two instants, in order; episodes that come together are one entry."""
    within = [one for one in eyes.catalogue.episodes if one.world.earliest and since <= one.world.earliest <= until]
    groups = [list(group) for _, group in groupby(within, key=lambda one: (one.world, one.is_special))]
    return [
        entry
        for group in groups
        for entry in ([_entry(eyes, group)] if len(group) >= DROP_SIZE else [_entry(eyes, [one]) for one in group])
    ]


def _entry(eyes: Eyes, together: Sequence[Episode]) -> CalendarEntry:
    first, last = eyes.episode(together[0]), together[-1]
    return CalendarEntry(
        id=first.id,
        show_id=eyes.catalogue.show_id,
        show_slug=eyes.catalogue.slug,
        show_name=eyes.catalogue.name,
        code=first.code,
        title=first.title,
        state=first.state,
        at=first.at,
        airdate=first.airdate,
        seen=all(one.id in eyes.seen for one in together),
        more=len(together) - 1,
        last_code=eyes.catalogue.code(last.id) if len(together) > 1 and not last.is_special else "",
    )


def calendar_days(entries: Iterable[CalendarEntry], now: datetime, zone: tzinfo) -> tuple[CalendarDay, ...]:
    """The entries by day, today always among them."""
    today = now.astimezone(zone).date()
    days: dict[date, list[CalendarEntry]] = {today: []}
    for entry in entries:
        on = entry.at.astimezone(zone).date() if entry.at else entry.airdate
        if on is not None:
            days.setdefault(on, []).append(entry)
    return tuple(CalendarDay(on, on == today, tuple(sorted(days[on], key=_hour))) for on in sorted(days))


def _hour(entry: CalendarEntry) -> tuple[bool, float, str]:
    return entry.at is None, entry.at.timestamp() if entry.at else 0.0, entry.show_name
