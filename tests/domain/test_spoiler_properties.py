"""What must hold of the rule whatever the show, the reader and the hour."""

import os
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from forum.domain.catalogue import Catalogue
from forum.domain.episodes import Episode
from forum.domain.gates import Gate, GateKind
from forum.domain.progress import Progress, watched, with_ticks
from forum.domain.releases import NEVER, Interval
from forum.domain.scopes import both, covers
from forum.domain.spoilers import Clearance, Decision, Outcome, decide
from tests.domain.shows_made_up import START

OPENNESS = {Outcome.HIDDEN: 0, Outcome.CLICK: 1, Outcome.SHOWN: 2}
HOUR = timedelta(hours=1)
SHOW = 1

hours = st.integers(0, 400).map(lambda count: START + count * HOUR)


@st.composite
def intervals(draw: st.DrawFn) -> Interval:
    begins = draw(hours)
    width = draw(st.sampled_from([timedelta(), 4 * HOUR, 50 * HOUR]))
    return draw(st.sampled_from([NEVER, Interval(begins, None), *[Interval(begins, begins + width)] * 6]))


@st.composite
def episodes(draw: st.DrawFn, episode_id: int) -> Episode:
    season, number = divmod(episode_id, 4)
    return Episode(
        id=episode_id,
        season=season + 1,
        number=draw(st.sampled_from([None, number + 1, number + 1, number + 1])),
        name="",
        airdate=None,
        world=draw(intervals()),
        regional={"XX": draw(intervals())} if draw(st.booleans()) else {},
        kept=draw(st.frozensets(st.integers(1, 9), max_size=2)),
        withdrawn=draw(st.booleans()),
    )


@st.composite
def catalogues(draw: st.DrawFn) -> Catalogue:
    count = draw(st.integers(1, 8))
    listed = tuple(draw(episodes(number)) for number in range(1, count + 1))
    order = tuple(draw(st.permutations([one.id for one in listed])))
    return Catalogue(SHOW, "show", "Show", 1, listed, orders={"dvd": order})


ids = st.integers(1, 9)  # 9 is never listed
some_ids = st.frozensets(ids, max_size=8)
readers = st.builds(
    Progress,
    through_id=st.none() | ids,
    order=st.sampled_from(["aired", "dvd", "vhs"]),
    ticked=some_ids,
    unticked=st.frozensets(ids, max_size=2),
    caught_up=st.booleans(),
    caught_up_delay=st.sampled_from([timedelta(), 30 * HOUR]),
    rewatch_id=st.none() | ids,
    as_new=st.booleans(),
    optins=st.frozensets(st.sampled_from(["promo", "leak", "book", "book:it"])),
    muted_until=st.none() | hours,
)
single_gates = st.builds(
    Gate,
    kind=st.sampled_from([GateKind.THROUGH, GateKind.THROUGH, *GateKind]),
    show_id=st.just(SHOW),
    ceiling_id=st.none() | ids,
    span=st.just("episode"),
    work=st.sampled_from(["It", "Emma"]),
)
gates = single_gates | st.builds(both, single_gates, single_gates)
territories = st.sampled_from([None, "XX", "YY"])
EXAMPLES = os.environ.get("FUZZ_EXAMPLES")  # a long run with new examples; the suite itself repeats the same few
thorough = settings(max_examples=int(EXAMPLES or 40), derandomize=EXAMPLES is None, database=None, deadline=None)


def decided(
    gate: Gate, listed: Catalogue, reader: Progress, territory: str | None, now: datetime, *, strict: bool = False
) -> Decision:
    return decide(gate, {SHOW: listed}, {SHOW: reader}, territory, now, strict=strict)


def turning_points(listed: Catalogue, reader: Progress) -> list[datetime]:
    """Every instant at which anything may happen in this show for this reader."""
    releases = [release for one in listed.episodes for release in (one.world, *one.regional.values())]
    bounds = {bound for one in releases for bound in (one.earliest, one.latest) if bound is not None}
    seen = {bound + pause + reader.caught_up_delay for bound in bounds for pause in (timedelta(), timedelta(days=7))}
    return sorted(bounds | seen | ({reader.muted_until} if reader.muted_until else set()))


@thorough
@given(gates, catalogues(), readers, territories, st.booleans())
def test_time_alone_only_opens(
    gate: Gate, listed: Catalogue, reader: Progress, territory: str | None, strict: bool
) -> None:
    points = turning_points(listed, reader)
    openness = [OPENNESS[decided(gate, listed, reader, territory, at, strict=strict).outcome] for at in points]
    assert openness == sorted(openness)


@thorough
@given(gates, catalogues(), readers, territories, hours, st.booleans())
def test_nothing_changes_before_it_is_said_to(
    gate: Gate, listed: Catalogue, reader: Progress, territory: str | None, now: datetime, strict: bool
) -> None:
    decision = decided(gate, listed, reader, territory, now, strict=strict)
    assert decision.changes_at is None or decision.changes_at > now
    until = decision.changes_at
    later = [at for at in turning_points(listed, reader) if at > now]
    between = [at for at in later if until is None or at < until]
    if until is not None:
        assert until in later
        between.append(until - timedelta(microseconds=1))
    assert all(decided(gate, listed, reader, territory, at, strict=strict) == decision for at in between)


@thorough
@given(single_gates, catalogues(), readers, territories, hours)
def test_hidden_opens_when_it_says(
    gate: Gate, listed: Catalogue, reader: Progress, territory: str | None, now: datetime
) -> None:
    decision = decided(gate, listed, reader, territory, now)
    if decision.outcome is not Outcome.HIDDEN or decision.opens_at is None:
        return
    assert decision.opens_at > now
    assert decided(gate, listed, reader, territory, decision.opens_at).outcome is not Outcome.HIDDEN
    just_before = decided(gate, listed, reader, territory, decision.opens_at - timedelta(microseconds=1))
    assert reader.caught_up or just_before.outcome is Outcome.HIDDEN


@thorough
@given(gates, catalogues(), readers, territories, hours, ids)
def test_seeing_more_only_opens(
    gate: Gate, listed: Catalogue, reader: Progress, territory: str | None, now: datetime, more: int
) -> None:
    further = with_ticks(reader, listed, [more], now)
    assert watched(reader, listed, territory, now) <= watched(further, listed, territory, now)
    before, after = (decided(gate, listed, one, territory, now) for one in (reader, further))
    assert OPENNESS[after.outcome] >= OPENNESS[before.outcome]


@thorough
@given(gates, catalogues(), readers, territories, hours)
def test_going_further_only_opens(
    gate: Gate, listed: Catalogue, reader: Progress, territory: str | None, now: datetime
) -> None:
    places = [replace(reader, order="aired", through_id=one.id, as_new=False) for one in listed.regular]
    openness = [OPENNESS[decided(gate, listed, one, territory, now).outcome] for one in places]
    assert openness == sorted(openness)


@thorough
@given(gates, catalogues(), readers, territories, hours)
def test_strict_only_hides_more(
    gate: Gate, listed: Catalogue, reader: Progress, territory: str | None, now: datetime
) -> None:
    usual = decided(gate, listed, reader, territory, now).outcome
    strict = decided(gate, listed, reader, territory, now, strict=True).outcome
    assert strict is (usual if usual is Outcome.SHOWN else Outcome.HIDDEN)


@thorough
@given(gates, catalogues(), readers, territories, hours, st.booleans(), st.booleans())
def test_authors_reveals_and_moderators(
    gate: Gate,
    listed: Catalogue,
    reader: Progress,
    territory: str | None,
    now: datetime,
    strict: bool,
    moderating: bool,
) -> None:
    plain = Clearance(7, {SHOW: listed}, {SHOW: reader}, territory, strict)
    assert plain.decide(gate, now, author_id=7).outcome is Outcome.SHOWN
    usual = plain.decide(gate, now, author_id=8).outcome
    opened = replace(plain, revealed=frozenset({"key"})).decide(gate, now, author_id=8, veil_key="key").outcome
    assert opened is (Outcome.HIDDEN if usual is Outcome.HIDDEN else Outcome.SHOWN)
    seen = replace(plain, moderating=moderating).decide(gate, now, author_id=8).outcome
    assert seen is (Outcome.CLICK if moderating and usual is Outcome.HIDDEN else usual)


@thorough
@given(gates, catalogues(), territories, hours)
def test_nobody_sees_less_than_a_stranger(gate: Gate, listed: Catalogue, territory: str | None, now: datetime) -> None:
    stranger = Clearance.stranger({SHOW: listed}).decide(gate, now).outcome
    assert stranger is not Outcome.SHOWN
    assert decided(gate, listed, Progress(), territory, now).outcome is stranger


@thorough
@given(single_gates, catalogues(), readers, territories, hours)
def test_shown_means_that_everything_was_seen(
    gate: Gate, listed: Catalogue, reader: Progress, territory: str | None, now: datetime
) -> None:
    if gate.kind in (GateKind.PROMO, GateKind.BOOK) or gate.ceiling_id is None:
        return
    scope = {gate.ceiling_id} if gate.kind is GateKind.ONLY else listed.up_to(gate.ceiling_id)
    decision = decided(gate, listed, replace(reader, muted_until=None), territory, now)
    seen = watched(reader, listed, territory, now)
    known = listed.episode(gate.ceiling_id) is not None
    assert (decision.outcome is Outcome.SHOWN) == (known and scope <= seen)
    assert not known or set(decision.missing) == scope - seen
    assert all(one.world.state(now) != "unreleased" for one in listed.episodes if one.id in seen)


@thorough
@given(catalogues())
def test_scopes_grow(listed: Catalogue) -> None:
    for smaller, larger in pairwise(listed.regular):
        assert listed.up_to(smaller.id) <= listed.up_to(larger.id)


@thorough
@given(gates, gates, catalogues(), readers, territories, hours)
def test_a_larger_scope_is_never_more_open(
    a: Gate, b: Gate, listed: Catalogue, reader: Progress, territory: str | None, now: datetime
) -> None:
    if covers(a, b, {SHOW: listed}):
        outer, inner = (decided(gate, listed, reader, territory, now).outcome for gate in (a, b))
        assert OPENNESS[outer] <= OPENNESS[inner]
