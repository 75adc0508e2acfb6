"""What a group asks for on top of the law of spoilers. It may open later and hide more, never the other way round."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from forum.domain.catalogue import Catalogue
from forum.domain.episodes import Episode
from forum.domain.gates import Gate, GateKind
from forum.domain.openings import opens_at, tags_required_until
from forum.domain.releases import State

SHORTEST_DAYS, LONGEST_DAYS = 1, 365


class OpensOn(StrEnum):
    """Which release of an episode opens its thread."""

    EARLIEST = "earliest"
    EVERYWHERE = "everywhere"
    REGION = "region"
    HELD = "held"


@dataclass(frozen=True, slots=True)
class SpoilerPolicy:
    """A group's own rules.

    Shapes: `region` = the country whose release opens threads, for `OpensOn.REGION`; `tag_days` and `tag_days_drop` =
    how long talk outside of an episode's thread needs a tag, the second after a season drop; `regional_hides` = hidden
    until the reader's own country has it; `titles_hidden` = an episode's title only to those who have seen it;
    `leaks` = leaks may be talked about behind their tag. Units: days after an episode is out everywhere.
    """

    opens_on: OpensOn = OpensOn.EARLIEST
    region: str | None = None
    tag_days: int = 7
    tag_days_drop: int = 30
    regional_hides: bool = False
    titles_hidden: bool = False
    leaks: bool = False

    def opens_at(self, episode: Episode, catalogue: Catalogue) -> datetime | None:
        """When the thread of an episode opens by itself; None for no known instant, and where a person opens it.

        Never before `openings.opens_at`, whatever the policy names.
        """
        first = opens_at(episode.world, catalogue.channel)
        if first is None or self.opens_on is OpensOn.HELD:
            return None
        match self.opens_on:
            case OpensOn.EVERYWHERE:
                then = episode.world.latest
            case OpensOn.REGION:
                then = opens_at(episode.release_in(self.region), catalogue.channel)
            case _:
                then = first
        return None if then is None else max(first, then)

    def tags_required_until(self, catalogue: Catalogue, episode: Episode) -> datetime | None:
        """Until when talk outside of its thread must be tagged; None while it has no date."""
        weekly, drop = timedelta(days=self.tag_days), timedelta(days=self.tag_days_drop)
        return tags_required_until(catalogue, episode, weekly, drop)

    def still_tagged(self, catalogue: Catalogue, now: datetime) -> Iterator[tuple[Episode, datetime | None]]:
        """The episodes that somebody may have seen and that need a tag elsewhere for now, each with the end of that."""
        for episode in catalogue.episodes:
            until = self.tags_required_until(catalogue, episode)
            if episode.world.state(now) is not State.UNRELEASED and (until is None or now < until):
                yield episode, until

    def refuses(self, gate: Gate) -> bool:
        """Whether a text behind this gate may not be written here at all."""
        return not self.leaks and any(part.kind is GateKind.LEAK for part in gate.parts())


USUAL = SpoilerPolicy()
"""What holds in a group that has said nothing."""
