"""Release intervals: what is known, whom to trust, and clocks that change."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from forum.domain.releases import (
    NEVER,
    Airing,
    Channel,
    Interval,
    State,
    Window,
    after_withdrawal,
    local_instant,
    regional_release,
    whole_day,
    world_release,
    zone_named,
)

HBO = Channel("network", "US", "America/New_York")
BBC = Channel("network", "GB", "Europe/London")
NETFLIX = Channel("web", None, None)
STAMP = datetime(2019, 4, 29, 1, tzinfo=UTC)
EVENING = time(21)


def airing(**more: object) -> Airing:
    return Airing(**{"airdate": date(2019, 4, 28), "airtime": EVENING, "airstamp": STAMP, "runtime_min": 90} | more)  # type: ignore[arg-type]  # fields by name


@pytest.mark.parametrize(
    ("channel", "runtime", "minutes"),
    [(HBO, 90, 270), (HBO, None, 240), (BBC, 50, 50), (NETFLIX, 50, 0), (Channel(None, "US", None), 45, 45)],
)
def test_broadcast_ends_for_the_last_feed(channel: Channel, runtime: int | None, minutes: int) -> None:
    release = world_release(airing(runtime_min=runtime), channel, [])
    assert release == Interval(STAMP, STAMP + timedelta(minutes=minutes))


@pytest.mark.parametrize("stated", [airing(airtime=None), airing(airstamp=None), airing(airstamp=None, airtime=None)])
def test_a_date_alone_is_the_whole_day_everywhere(stated: Airing) -> None:
    release = world_release(stated, HBO, [])
    assert release == Interval(datetime(2019, 4, 27, 10, tzinfo=UTC), datetime(2019, 4, 29, 12, tzinfo=UTC))
    assert release.day == date(2019, 4, 28)


def test_placeholder_without_date_still_gives_its_date() -> None:
    assert world_release(Airing(None, None, STAMP, None), HBO, []) == whole_day(date(2019, 4, 29))


def test_nothing_known_is_never() -> None:
    assert world_release(Airing(None, None, None, 60), HBO, []) == NEVER
    assert NEVER.state(datetime(9999, 1, 1, tzinfo=UTC)) == State.UNRELEASED


def test_both_bounds_belong_to_what_follows() -> None:
    release = Interval(STAMP, STAMP + timedelta(hours=4))
    second = timedelta(seconds=1)
    instants = [STAMP - second, STAMP, STAMP + timedelta(hours=4) - second, STAMP + timedelta(hours=4)]
    assert [release.state(now) for now in instants] == ["unreleased", "rolling", "rolling", "released"]


def test_states_are_the_same_from_any_zone() -> None:
    tokyo = zone_named("Asia/Tokyo")
    assert Interval(STAMP, STAMP).state(STAMP.astimezone(tokyo)) == State.RELEASED


def test_window_for_the_world_beats_the_airing() -> None:
    window = Window("*", datetime(2025, 11, 27, 1, tzinfo=UTC), date(2025, 11, 26))
    release = world_release(airing(airtime=None), NETFLIX, [window])
    assert release.earliest == release.latest == window.instant


def test_other_territories_count_only_when_nothing_else_is_known() -> None:
    window = Window("GB", None, date(2003, 7, 21))
    assert world_release(Airing(None, None, None, None), HBO, [window]) == whole_day(date(2003, 7, 21))
    assert world_release(airing(), HBO, [window]) == world_release(airing(), HBO, [])


def test_the_first_of_several_premieres_abroad_is_the_worlds() -> None:
    windows = [Window("GB", datetime(2003, 8, 1, 20, tzinfo=UTC), None), Window("FR", None, date(2003, 7, 21))]
    assert world_release(Airing(None, None, None, None), HBO, windows) == whole_day(date(2003, 7, 21))


def test_own_territory_counts_for_its_readers_alone() -> None:
    here = Window("DE", datetime(2019, 5, 6, 18, tzinfo=UTC), None)
    world = world_release(airing(), HBO, [here])
    assert regional_release(airing(), HBO, [here], "DE").latest == here.instant
    assert regional_release(airing(), HBO, [here], "FR") == world
    assert regional_release(airing(), HBO, [here], None) == world


def test_contradicting_windows_take_the_later_one() -> None:
    early, late = (Window("*", datetime(2020, 1, day, tzinfo=UTC), None) for day in (1, 9))
    assert world_release(airing(), HBO, [late, early]).latest == late.instant
    assert world_release(airing(), HBO, [early, Window("*", None, None)]) == NEVER


def test_an_instant_makes_its_date_precise() -> None:
    windows = [Window("*", None, date(2020, 1, 1)), Window("*", datetime(2020, 1, 1, 8, tzinfo=UTC), None)]
    assert world_release(airing(), HBO, windows).latest == datetime(2020, 1, 1, 8, tzinfo=UTC)


@pytest.mark.parametrize("day", [date(2019, 12, 20), date(2020, 1, 20)])
def test_an_instant_outside_a_stated_date_contradicts_it(day: date) -> None:
    """Doubt goes to the later one: an earlier instant opens nothing that another statement still holds back."""
    instant = datetime(2020, 1, 1, 8, tzinfo=UTC)
    release = world_release(airing(), HBO, [Window("*", None, day), Window("*", instant, None)])
    assert release.latest == max(instant, whole_day(day).latest or instant)


def test_a_window_that_is_open_still_does_not_count_as_a_premiere() -> None:
    windows = [Window("GB", None, None), Window("FR", None, date(2003, 7, 21))]
    assert world_release(Airing(None, None, None, None), HBO, windows) == whole_day(date(2003, 7, 21))


def test_a_known_date_is_told_from_an_interval_between_instants() -> None:
    assert whole_day(date(2019, 4, 28)).is_whole_day
    assert not Interval(STAMP, STAMP + timedelta(hours=4)).is_whole_day
    assert not Interval(STAMP, None).is_whole_day
    assert not NEVER.is_whole_day
    assert not NEVER.is_exact


@pytest.mark.parametrize(
    ("now", "left"),
    [
        (STAMP - timedelta(hours=1), NEVER),
        (STAMP, Interval(STAMP, None)),
        (STAMP + timedelta(hours=4), Interval(STAMP, STAMP + timedelta(hours=4))),
    ],
)
def test_a_withdrawn_date(now: datetime, left: Interval) -> None:
    assert after_withdrawal(Interval(STAMP, STAMP + timedelta(hours=4)), now) == left


def test_broken_off_keeps_rolling() -> None:
    assert Interval(STAMP, None).state(STAMP + timedelta(days=999)) == State.ROLLING


@pytest.mark.parametrize(
    ("day", "at", "zone", "expected"),
    [
        (date(2021, 3, 14), time(2, 30), "America/New_York", "2021-03-14T07:30:00+00:00"),  # skipped
        (date(2021, 11, 7), time(1, 30), "America/New_York", "2021-11-07T06:30:00+00:00"),  # twice
        (date(2021, 3, 7), time(21), "America/New_York", "2021-03-08T02:00:00+00:00"),
        (date(2021, 3, 14), time(21), "America/New_York", "2021-03-15T01:00:00+00:00"),
        (date(2024, 2, 29), time(0), "Pacific/Auckland", "2024-02-28T11:00:00+00:00"),
        (date(2026, 3, 16), time(0), "America/Los_Angeles", "2026-03-16T07:00:00+00:00"),  # Britain has not changed yet
    ],
)
def test_local_times(day: date, at: time, zone: str, expected: str) -> None:
    assert local_instant(day, at, zone).isoformat() == expected


@pytest.mark.parametrize(
    "name", ["", "../../etc/passwd", "/etc/localtime", "Nowhere/Land", "America", "UTC\0", "a" * 300]
)
def test_what_is_no_zone(name: str) -> None:
    assert zone_named(name) is None
    with pytest.raises(ValueError, match="unknown-zone"):
        local_instant(date(2020, 1, 1), EVENING, name)


def test_bounds_are_checked() -> None:
    with pytest.raises(ValueError, match="naive-instant"):
        Interval(STAMP.replace(tzinfo=None), STAMP)
    with pytest.raises(ValueError, match="reversed-interval"):
        Interval(STAMP, STAMP - timedelta(seconds=1))


@pytest.mark.parametrize("day", [date.min, date.max])
def test_the_ends_of_the_calendar_are_typing_errors(day: date) -> None:
    assert whole_day(day) == NEVER
