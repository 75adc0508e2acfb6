"""When threads open, and how long tags are asked for."""

from datetime import UTC, date, datetime, timedelta

import pytest

from forum.domain.openings import is_drop, opens_at, tags_required_until
from forum.domain.releases import NEVER, Channel, Interval, exact, whole_day
from tests.domain.shows_made_up import HOURS, START, UNDATED, WEEK, episode, season_of, show, weekly
from tests.domain.tvmaze_catalogue import catalogue_of

NBC = Channel("network", "US", "America/New_York")
NETFLIX = Channel("web", None, None)
DAY = whole_day(date(2026, 3, 20))


@pytest.mark.parametrize(
    ("release", "channel", "expected"),
    [
        (exact(START), NETFLIX, START),
        (Interval(START, START + HOURS), NBC, START),
        (Interval(START, None), NBC, START),
        (NEVER, NBC, None),
        (DAY, NBC, datetime(2026, 3, 20, 4, tzinfo=UTC)),
        (DAY, Channel("network", "GB", "Europe/London"), datetime(2026, 3, 20, tzinfo=UTC)),
        (DAY, Channel("network", "JP", "Asia/Tokyo"), datetime(2026, 3, 19, 15, tzinfo=UTC)),
        (DAY, NETFLIX, datetime(2026, 3, 20, 7, tzinfo=UTC)),
        (DAY, Channel("network", "US", "Nowhere/Land"), datetime(2026, 3, 20, 7, tzinfo=UTC)),
        (whole_day(date(2026, 1, 20)), NETFLIX, datetime(2026, 1, 20, 8, tzinfo=UTC)),
    ],
)
def test_opens_at(release: Interval, channel: Channel, expected: datetime | None) -> None:
    assert opens_at(release, channel) == expected


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Etc/GMT+12", "America/Los_Angeles", "Asia/Kolkata"])
def test_a_thread_never_opens_before_anybody_can_have_seen_it(zone: str) -> None:
    opening = opens_at(DAY, Channel("network", None, zone))
    assert DAY.earliest is not None
    assert DAY.latest is not None
    assert opening is not None
    assert DAY.earliest <= opening < DAY.latest


def test_the_finale_that_was_put_back_opens_a_week_later() -> None:
    finales = [catalogue_of("mr-robot", snapshot=name).find(1, 10) for name in ("mr-robot.2015-08-25", None)]
    assert [one and opens_at(one.world, NBC) for one in finales] == [
        datetime(2015, 8, 27, 2, tzinfo=UTC),
        datetime(2015, 9, 3, 2, tzinfo=UTC),
    ]


@pytest.mark.parametrize(
    ("name", "season", "drop"), [("13-reasons-why", 2, True), ("lost", 1, False), ("barry", 1, False)]
)
def test_season_drops(name: str, season: int, drop: bool) -> None:
    listed = show(*season_of(3)) if name == "barry" else catalogue_of(name)
    assert is_drop(listed.season(season)) == drop


def test_tags_are_asked_for_a_week_or_a_month_after_a_drop() -> None:
    weekly_show = show(*season_of(2), episode(3, world=UNDATED))
    dropped = show(*(episode(number, world=weekly(1)) for number in (1, 2, 3)))
    out = START + WEEK + HOURS
    assert tags_required_until(weekly_show, weekly_show.episodes[0]) == out + timedelta(days=7)
    assert tags_required_until(weekly_show, weekly_show.episodes[2]) is None
    assert tags_required_until(dropped, dropped.episodes[0]) == out + timedelta(days=30)
