"""The rule of the house beyond the decision table: reasons, time, preferences, reveals."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from forum.domain.catalogue import Catalogue
from forum.domain.gates import Gate, GateKind
from forum.domain.progress import Progress, finished, may_tick, watched, with_ticks, without
from forum.domain.releases import NEVER, Interval
from forum.domain.scopes import both, read_scope
from forum.domain.spoilers import Decision, Outcome, decide
from tests.domain.shows_made_up import (
    HOURS,
    START,
    UNDATED,
    WEEK,
    by_id,
    episode,
    season_of,
    show,
    special,
    through,
    weekly,
)
from tests.domain.tvmaze_catalogue import Names, catalogue_of, instant

LOST = show(*season_of(5))
BARRY = show(*season_of(3, season=2), show_id=2, name="Barry")
SECOND = timedelta(seconds=1)
THIRD_BEGINS = START + 3 * WEEK
THIRD_IS_OUT = THIRD_BEGINS + HOURS


def decided(
    gate: Gate, now: datetime, progress: Progress | None = None, catalogue: Catalogue = LOST, **more: object
) -> Decision:
    stated = {catalogue.show_id: progress} if progress else {}
    return decide(gate, by_id(catalogue, BARRY), stated, more.pop("territory", None), now, **more)  # type: ignore[arg-type]  # fields by name


# -- reasons and instants


def test_hidden_says_when_it_opens_and_when_to_look_again() -> None:
    before = decided(through(103), THIRD_BEGINS - SECOND)
    assert before == Decision(Outcome.HIDDEN, "unreleased", THIRD_IS_OUT, (101, 102, 103), THIRD_BEGINS)
    rolling = decided(through(103), THIRD_BEGINS)
    assert rolling == Decision(Outcome.HIDDEN, "rolling", THIRD_IS_OUT, (101, 102, 103), THIRD_IS_OUT)
    assert decided(through(103), THIRD_IS_OUT) == Decision(Outcome.CLICK, "nothing-stated", None, (101, 102, 103))


def test_what_is_missing_is_named_in_order() -> None:
    reader = Progress(through_id=101, ticked=frozenset({103}))
    decision = decided(through(104), START + 9 * WEEK, reader)
    assert decision == Decision(Outcome.CLICK, "behind", None, (102, 104))


def test_unticked_episodes_are_gaps() -> None:
    reader = Progress(through_id=105, unticked=frozenset({102}))
    assert decided(through(104), START + 9 * WEEK, reader).missing == (102,)
    assert decided(through(101), START + 9 * WEEK, reader).outcome == "shown"


def test_a_tick_before_a_postponement_counts_again_from_the_new_date() -> None:
    reader = Progress(through_id=103)
    waiting = decided(through(103), THIRD_BEGINS - SECOND, reader)
    assert waiting == Decision(Outcome.HIDDEN, "unreleased", THIRD_BEGINS, (103,), THIRD_BEGINS)
    assert decided(through(103), THIRD_BEGINS, reader).outcome == "shown"


@pytest.mark.parametrize(
    ("world", "is_withdrawn", "reason"),
    [
        (UNDATED, False, "no-date"),
        (UNDATED, True, "date-withdrawn"),
        (Interval(START, None), True, "date-withdrawn"),
        (Interval(START, None), False, "no-date"),
    ],
)
def test_without_a_date_nothing_opens(world: Interval, is_withdrawn: bool, reason: str) -> None:
    listed = show(episode(1, world=world, withdrawn=is_withdrawn))
    decision = decided(through(101), START + 999 * WEEK, catalogue=listed)
    assert decision == Decision(Outcome.HIDDEN, reason, None, (101,))


def test_broken_off_but_seen_is_shown() -> None:
    listed = show(episode(1, world=Interval(START, None)))
    assert decided(through(101), START, Progress(through_id=101), listed).outcome == "shown"


def test_released_stays_released_when_its_date_is_withdrawn() -> None:
    listed = show(episode(1, withdrawn=True))
    assert decided(through(101), START + 9 * WEEK, catalogue=listed).outcome == "click"


def test_unknown_show_hides() -> None:
    assert decided(through(1, show_id=77), START) == Decision(Outcome.HIDDEN, "unknown-show")
    assert decided(through(None, show_id=77, kind=GateKind.PROMO), START).outcome == "hidden"


@pytest.mark.parametrize("ceiling", [None, 999])
def test_unknown_ceiling_is_a_click_even_to_those_who_saw_all(ceiling: int | None) -> None:
    decision = decided(through(ceiling), START + 99 * WEEK, Progress(through_id=105))
    assert (decision.outcome, decision.reason) == ("click", "unknown-ceiling")


def test_the_servers_own_zone_does_not_matter() -> None:
    here = timezone(timedelta(hours=13))
    for now in (THIRD_BEGINS - SECOND, THIRD_BEGINS, THIRD_IS_OUT):
        assert decided(through(103), now.astimezone(here)) == decided(through(103), now)


def test_a_year_that_ends_elsewhere() -> None:
    finale = read_scope("S05E08", Names(), catalogue_of("stranger-things"), START)
    listed = catalogue_of("stranger-things")
    at = datetime(2026, 1, 1, 1, tzinfo=UTC)  # 31 December in America
    assert [decided(finale, now, catalogue=listed).outcome for now in (at - SECOND, at)] == ["hidden", "click"]


# -- scopes


def test_only_asks_for_one_episode() -> None:
    gate = through(103, kind=GateKind.ONLY)
    assert decided(gate, START + 9 * WEEK, Progress(ticked=frozenset({103}))).outcome == "shown"
    assert decided(gate, START + 9 * WEEK, Progress(through_id=102)).missing == (103,)


def test_a_special_asks_for_itself_and_what_came_before() -> None:
    listed = show(*season_of(5), special(9, date(2026, 1, 21)))
    gate = through(9, span="special")
    now = START + 9 * WEEK
    assert decided(gate, now, Progress(through_id=105), listed).missing == (9,)
    assert decided(gate, now, Progress(ticked=frozenset({9})), listed).missing == (101, 102)
    assert decided(gate, now, Progress(through_id=102, ticked=frozenset({9})), listed).outcome == "shown"


def test_crossovers_need_both_shows() -> None:
    gate = both(through(102), through(201, show_id=2))
    now = START + 99 * WEEK
    catalogues = by_id(LOST, BARRY)
    half = decide(gate, catalogues, {1: Progress(through_id=102)}, None, now)
    assert (half.outcome, half.missing) == ("click", (201,))
    whole = decide(gate, catalogues, {1: Progress(through_id=102), 2: Progress(through_id=201)}, None, now)
    assert whole.outcome == "shown"
    early = decide(gate, catalogues, {1: Progress(through_id=102)}, None, START + 5 * WEEK)
    assert (early.outcome, early.opens_at) == ("hidden", START + 11 * WEEK + HOURS)
    assert decide(gate, by_id(LOST), {1: Progress(through_id=102)}, None, now).reason == "unknown-show"


def test_a_crossover_with_an_undated_half_never_says_when() -> None:
    undated = show(episode(1, season=2, world=UNDATED), show_id=2)
    for gate in (both(through(103), through(201, show_id=2)), both(through(201, show_id=2), through(103))):
        decision = decide(gate, by_id(LOST, undated), {}, None, START)
        assert (decision.outcome, decision.reason, decision.opens_at) == ("hidden", "no-date", None)


def test_a_crossover_opens_when_its_hidden_half_does() -> None:
    """What is out elsewhere can be had by click already, however late it comes to the reader's country."""
    abroad = START + 50 * WEEK
    listed = show(episode(1, regional={"XX": Interval(abroad, abroad)}))
    gate = both(through(101), through(201, show_id=2))
    decision = decide(gate, by_id(listed, BARRY), {}, "XX", START + 5 * WEEK)
    assert (decision.outcome, decision.opens_at) == ("hidden", START + 11 * WEEK + HOURS)


@pytest.mark.parametrize(
    ("optins", "outcome"),
    [((), "click"), (("book",), "shown"), (("book:it",), "shown"), (("book:emma", "promo"), "click")],
)
def test_books_are_chosen_one_by_one_or_all(optins: tuple[str, ...], outcome: str) -> None:
    gate = through(None, kind=GateKind.BOOK, span="work", work="It through chapter 3")
    assert decided(gate, START, Progress(optins=frozenset(optins))).outcome == outcome


def test_leaks_stay_hidden_until_release_and_never_show_by_choice() -> None:
    gate = through(103, kind=GateKind.LEAK)
    chosen = Progress(optins=frozenset({"leak"}))
    assert decided(gate, START).outcome == "hidden"
    assert decided(gate, START, chosen).outcome == "click"
    assert decided(gate, THIRD_IS_OUT).outcome == "click"
    assert decided(gate, THIRD_IS_OUT, Progress(through_id=103)).outcome == "shown"
    assert decided(through(103), START, chosen).outcome == "hidden", "who wants leaks has not asked for anything else"


# -- caught up


def test_caught_up_follows_releases() -> None:
    reader = Progress(caught_up=True)
    assert decided(through(103), THIRD_IS_OUT - SECOND, reader).changes_at == THIRD_IS_OUT
    assert decided(through(103), THIRD_IS_OUT, reader).outcome == "shown"


def test_caught_up_with_a_delay_of_ones_own() -> None:
    reader = Progress(caught_up=True, caught_up_delay=timedelta(days=2))
    waiting = decided(through(103), THIRD_IS_OUT, reader)
    assert waiting == Decision(Outcome.CLICK, "behind", None, (103,), THIRD_IS_OUT + timedelta(days=2))
    assert decided(through(103), THIRD_IS_OUT + timedelta(days=2), reader).outcome == "shown"


@pytest.mark.parametrize(("count", "days"), [(2, 0), (3, 7)])
def test_caught_up_waits_a_week_for_drops(count: int, days: int) -> None:
    listed = show(*(episode(number, world=weekly(1)) for number in range(1, count + 1)))
    reader = Progress(caught_up=True)
    out = START + WEEK + HOURS + timedelta(days=days)
    assert decided(through(101), out - SECOND, reader, listed).outcome != "shown"
    assert decided(through(101), out, reader, listed).outcome == "shown"


def test_caught_up_waits_for_ones_own_country() -> None:
    abroad = THIRD_IS_OUT + 2 * WEEK
    listed = show(*season_of(2), episode(3, regional={"XX": Interval(abroad, abroad)}))
    reader = Progress(caught_up=True)
    there = decided(through(103), THIRD_IS_OUT, reader, listed, territory="XX")
    assert there == Decision(Outcome.CLICK, "not-in-your-country", abroad, (103,), abroad)
    assert decided(through(103), abroad, reader, listed, territory="XX").outcome == "shown"
    assert decided(through(103), THIRD_IS_OUT, reader, listed, territory="YY").outcome == "shown"
    strict_site = decided(through(103), THIRD_IS_OUT, reader, listed, territory="XX", await_region=True)
    assert (strict_site.outcome, strict_site.opens_at) == ("hidden", abroad)
    out_at_home = decided(through(102), THIRD_IS_OUT, None, listed, territory="XX", await_region=True)
    assert (out_at_home.outcome, out_at_home.reason) == ("click", "nothing-stated")


def test_the_reason_changes_when_ones_own_country_gets_it() -> None:
    abroad = THIRD_IS_OUT + 2 * WEEK
    listed = show(*season_of(2), episode(3, regional={"XX": Interval(abroad, abroad)}))
    there = decided(through(103), THIRD_IS_OUT, None, listed, territory="XX")
    assert (there.reason, there.opens_at, there.changes_at) == ("not-in-your-country", abroad, abroad)
    assert decided(through(103), abroad, None, listed, territory="XX").reason == "nothing-stated"


def test_unticked_episodes_are_gaps_to_those_who_are_caught_up() -> None:
    reader = Progress(caught_up=True, unticked=frozenset({102}))
    assert watched(reader, LOST, None, THIRD_IS_OUT) == {101, 103}


def test_an_early_window_at_home_does_not_make_an_unreleased_episode_seen() -> None:
    listed = show(episode(1, regional={"XX": Interval(START, START)}))
    assert watched(Progress(caught_up=True), listed, "XX", START) == frozenset()


# -- preferences


def test_strict_hides_instead_of_asking() -> None:
    strict = decided(through(103), START + 9 * WEEK, strict=True)
    assert strict == Decision(Outcome.HIDDEN, "strict", None, (101, 102, 103))
    assert decided(through(103), START, strict=True).reason == "unreleased"
    assert decided(through(103), START + 9 * WEEK, Progress(through_id=103), strict=True).outcome == "shown"


def test_a_muted_show_is_hidden_until_then() -> None:
    until = START + 20 * WEEK
    reader = Progress(through_id=103, muted_until=until)
    assert decided(through(103), START + 9 * WEEK, reader) == Decision(Outcome.HIDDEN, "muted", until, (), until)
    assert decided(through(103), until, reader).outcome == "shown"
    undated = decided(through(101), START, reader, show(episode(1, world=NEVER)))
    assert (undated.reason, undated.opens_at) == ("muted", None)


def test_a_muted_show_still_says_when_something_about_it_changes() -> None:
    reader = Progress(through_id=103, muted_until=START + 20 * WEEK)
    decision = decided(through(103), START, reader)
    assert (decision.opens_at, decision.missing, decision.changes_at) == (
        reader.muted_until,
        (101, 102, 103),
        START + WEEK,
    )


# -- progress


def test_ticks_wait_for_the_first_showing() -> None:
    listed = show(episode(1), episode(2), episode(3, world=UNDATED))
    now = START + WEEK
    assert [may_tick(listed, one, now) for one in (101, 102, 103, 999)] == [True, False, False, False]
    assert with_ticks(Progress(), listed, (101, 102, 103, 999), now).ticked == {101}


def test_finished_ends_where_the_show_is_now() -> None:
    done = finished(Progress(), LOST, THIRD_BEGINS)
    assert done.through_id == 103
    assert decided(through(104), START + 99 * WEEK, done).missing == (104,)
    assert finished(Progress(), show(episode(1, world=UNDATED)), START) == Progress()


def test_who_unticks_one_is_no_longer_always_caught_up() -> None:
    left = without(Progress(caught_up=True), LOST, 102, None, THIRD_IS_OUT)
    assert watched(left, LOST, None, START + 99 * WEEK) == {101, 103}
    assert not left.caught_up


def test_ticking_again_closes_the_gap() -> None:
    left = without(Progress(through_id=103), LOST, 102, None, START + 9 * WEEK)
    assert watched(with_ticks(left, LOST, [102], START + 9 * WEEK), LOST, None, START + 9 * WEEK) == {101, 102, 103}


def test_a_rewatch_counts_only_when_asked() -> None:
    reader = Progress(through_id=105, rewatch_id=101, caught_up=True, ticked=frozenset({103}))
    now = START + 9 * WEEK
    assert watched(reader, LOST, None, now) == {101, 102, 103, 104, 105}
    fresh = Progress(through_id=105, rewatch_id=101, caught_up=True, ticked=frozenset({103}), as_new=True)
    assert watched(fresh, LOST, None, now) == {101}
    assert watched(Progress(through_id=105, as_new=True), LOST, None, now) == frozenset()


def test_watched_leaves_out_what_is_not_out() -> None:
    assert watched(Progress(through_id=105), LOST, None, THIRD_BEGINS) == {101, 102, 103}


@pytest.mark.parametrize("season", [1, 4])
def test_finished_real_season(season: int) -> None:
    listed = catalogue_of("13-reasons-why")
    last = listed.season(season)[-1]
    reader = finished(Progress(), listed, instant("2026-01-01T00:00:00Z"))
    assert (
        decided(through(last.id, show_id=listed.show_id), instant("2026-01-01T00:00:00Z"), reader, listed).outcome
        == "shown"
    )
