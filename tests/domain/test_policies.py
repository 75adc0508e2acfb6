"""A group's policy opens later and hides more, never the other way round."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.domain.gates import GateKind
from forum.domain.openings import opens_at
from forum.domain.policies import USUAL, OpensOn, SpoilerPolicy
from forum.domain.scopes import both
from forum.domain.spoilers import Clearance
from tests.domain.shows_made_up import HOURS, START, WEEK, episode, season_of, show, through, weekly
from tests.domain.test_spoiler_properties import (
    OPENNESS,
    SHOW,
    catalogues,
    gates,
    hours,
    readers,
    territories,
    thorough,
)

DAY = timedelta(days=1)

policies = st.builds(
    SpoilerPolicy,
    opens_on=st.sampled_from(OpensOn),
    region=st.sampled_from(["XX", "YY"]),
    tag_days=st.integers(1, 365),
    tag_days_drop=st.integers(1, 365),
    regional_hides=st.booleans(),
    titles_hidden=st.booleans(),
    leaks=st.booleans(),
)


@thorough
@given(policies, catalogues())
def test_no_policy_opens_a_thread_early(policy: SpoilerPolicy, listed) -> None:
    for one in listed.episodes:
        law, own = opens_at(one.world, listed.channel), policy.opens_at(one, listed)
        assert own is None or (law is not None and own >= law)
        assert USUAL.opens_at(one, listed) == law


@thorough
@given(policies, gates, catalogues(), readers, territories, hours, st.booleans())
def test_no_policy_shows_more(policy: SpoilerPolicy, gate, listed, reader, territory, now, moderating: bool) -> None:
    plain = Clearance(5, {SHOW: listed}, {SHOW: reader}, territory, moderating=moderating)
    free, bound = plain.decide(gate, now), plain.under(policy).decide(gate, now)
    assert OPENNESS[bound.outcome] <= OPENNESS[free.outcome]
    assert bound == free or policy.regional_hides


REGIONAL = show(episode(1, regional={"XX": weekly(9)}), *season_of(3)[1:])


@pytest.mark.parametrize(
    ("policy", "expected"),
    [
        (USUAL, START + WEEK),
        (SpoilerPolicy(OpensOn.EVERYWHERE), START + WEEK + HOURS),
        (SpoilerPolicy(OpensOn.REGION, "XX"), START + 9 * WEEK),
        (SpoilerPolicy(OpensOn.REGION, "YY"), START + WEEK),
        (SpoilerPolicy(OpensOn.HELD), None),
    ],
)
def test_the_release_that_opens(policy: SpoilerPolicy, expected) -> None:
    assert policy.opens_at(REGIONAL.episodes[0], REGIONAL) == expected


def test_an_earlier_premiere_in_the_country_opens_nothing() -> None:
    listed = show(episode(1, regional={"XX": weekly(-5)}))
    assert SpoilerPolicy(OpensOn.REGION, "XX").opens_at(listed.episodes[0], listed) == START + WEEK


def test_how_long_tags_are_asked_for() -> None:
    weekly_show, drop = show(*season_of(3)), show(*(episode(number, world=weekly(1)) for number in (1, 2, 3)))
    policy = SpoilerPolicy(tag_days=14, tag_days_drop=60)
    out = START + WEEK + HOURS
    assert policy.tags_required_until(weekly_show, weekly_show.episodes[0]) == out + 14 * DAY
    assert policy.tags_required_until(drop, drop.episodes[0]) == out + 60 * DAY
    assert [one.id for one, _ in policy.still_tagged(weekly_show, out + 14 * DAY)] == [102, 103]
    assert [one.id for one, _ in policy.still_tagged(weekly_show, START + WEEK)] == [101]
    assert list(policy.still_tagged(weekly_show, START)) == []


def test_leaks_are_refused_unless_the_group_wants_them() -> None:
    leak = through(103, kind=GateKind.LEAK)
    assert [USUAL.refuses(gate) for gate in (leak, both(through(101), leak), through(103))] == [True, True, False]
    assert not SpoilerPolicy(leaks=True).refuses(leak)
