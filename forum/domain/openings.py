"""When the thread of an episode opens, and how long talk about it elsewhere must be tagged."""

from collections.abc import Iterable
from datetime import UTC, datetime, time, timedelta

from forum.domain.catalogue import Catalogue, later
from forum.domain.episodes import Episode, drops
from forum.domain.releases import Channel, Interval, local_instant, zone_named

WORLDWIDE_ZONE = "America/Los_Angeles"  # where the services sit that release everywhere at one instant
TAGGED_FOR = timedelta(days=7)
TAGGED_FOR_DROP = timedelta(days=30)


def opens_at(release: Interval, channel: Channel) -> datetime | None:
    """When the thread of an episode opens.

    At the first showing when that instant is known; at 00:00 of its date in the channel's zone when only the date is,
    00:00 Pacific for worldwide services and unknown zones; None for an episode without a date.
    """
    if not release.is_whole_day or release.day is None:
        return release.earliest
    zone = channel.zone if channel.zone and zone_named(channel.zone) else WORLDWIDE_ZONE
    return local_instant(release.day, time(), zone).astimezone(UTC)


def is_drop(episodes: Iterable[Episode]) -> bool:
    """Whether three or more of them come out at one instant."""
    return bool(drops(episodes))


def tags_required_until(
    catalogue: Catalogue, episode: Episode, weekly: timedelta = TAGGED_FOR, drop: timedelta = TAGGED_FOR_DROP
) -> datetime | None:
    """Until when talk outside of its thread must be tagged; None while it has no date. Existing tags never lapse."""
    in_drop = any(episode in group for group in drops(catalogue.episodes))
    return later(episode.world.latest, drop if in_drop else weekly)
