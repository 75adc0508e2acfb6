"""What a reader has asked for: own words, reveals, opening all of a thread, the moderator's view, a group's policy."""

from dataclasses import replace

import pytest

from forum.domain.gates import GateKind
from forum.domain.policies import USUAL
from forum.domain.progress import Progress
from forum.domain.releases import Interval
from forum.domain.spoilers import Clearance, Decision, Outcome
from tests.domain.shows_made_up import HOURS, START, WEEK, by_id, episode, season_of, show, through

LOST = show(*season_of(5))
MINE = 8
LATE = START + 9 * WEEK
THIRD_IS_OUT = START + 3 * WEEK + HOURS
THREAD = 70


def opener(**more: object) -> Clearance:
    """Opened all of one thread when the third episode had just come out."""
    reader = Clearance(MINE, by_id(LOST), {}, None, opened_all={THREAD: THIRD_IS_OUT})
    return replace(reader, **more)  # type: ignore[arg-type]  # fields by name


def test_authors_read_their_own_words_even_when_muted() -> None:
    reader = Clearance(MINE, by_id(LOST), {1: Progress(muted_until=START + WEEK)}, None, strict=True)
    assert reader.decide(through(105), START, author_id=MINE) == Decision(Outcome.SHOWN, "author")
    assert reader.decide(through(105), START, author_id=MINE + 1).outcome == "hidden"


def test_nobody_is_the_author_of_an_orphaned_post() -> None:
    assert Clearance.stranger(by_id(LOST)).decide(through(105), START, author_id=None).outcome == "hidden"


def test_a_reveal_opens_a_click_and_nothing_else() -> None:
    reader = Clearance(MINE, by_id(LOST), {}, None, revealed=frozenset({"5:0:k"}))
    late = START + 9 * WEEK
    assert reader.decide(through(103), late, veil_key="5:0:k").reason == "revealed"
    assert reader.decide(through(103), late, veil_key="5:1:k").outcome == "click"
    assert reader.decide(through(103), late).outcome == "click"
    assert reader.decide(through(103), START, veil_key="5:0:k").outcome == "hidden"


def test_the_moderators_view_makes_clicks() -> None:
    reader = Clearance(MINE, by_id(LOST), {}, None, moderating=True)
    assert reader.decide(through(103), START).reason == "moderating"
    assert reader.decide(through(103), START + 9 * WEEK).reason == "nothing-stated"
    opened = Clearance(MINE, by_id(LOST), {}, None, moderating=True, revealed=frozenset({"5:0:k"}))
    assert opened.decide(through(103), START, veil_key="5:0:k").outcome == "shown"


def test_opening_all_of_a_thread_opens_its_tags() -> None:
    decision = opener().decide(through(103), LATE, veil_key="5:0:k", thread_id=THREAD)
    assert (decision.outcome, decision.reason) == ("shown", "opened-all")
    assert opener().decide(through(103), LATE, veil_key="5:0:k", thread_id=THREAD + 1).outcome == "click"
    assert opener().decide(through(103), LATE, veil_key="5:0:k").outcome == "click", "a text that is in no thread"
    assert opener().decide(through(103), LATE, thread_id=THREAD).outcome == "click", "a text that nobody can open"


def test_opening_all_does_not_open_what_came_out_since() -> None:
    decision = opener().decide(through(104), LATE, veil_key="5:0:k", thread_id=THREAD)
    assert (decision.outcome, decision.reason) == ("click", "nothing-stated")


def test_opening_all_does_not_open_what_is_not_out() -> None:
    assert opener().decide(through(105), THIRD_IS_OUT, veil_key="5:0:k", thread_id=THREAD).outcome == "hidden"


def test_opening_all_does_not_open_what_is_asked_for_by_itself() -> None:
    for gate in (through(None, kind=GateKind.BOOK, span="work"), through(None, kind=GateKind.PROMO, span="work")):
        assert opener().decide(gate, LATE, veil_key="5:0:k", thread_id=THREAD).outcome == "click"


def test_what_was_hidden_again_stays_so() -> None:
    reader = opener(resealed=frozenset({"5:0:k"}))
    assert reader.decide(through(103), LATE, veil_key="5:0:k", thread_id=THREAD).outcome == "click"
    assert reader.decide(through(103), LATE, veil_key="5:1:k", thread_id=THREAD).outcome == "shown"


@pytest.mark.parametrize("is_already", [False, True])
def test_a_group_may_wait_for_ones_own_country(is_already: bool) -> None:
    """A policy makes a reader's view stricter, or leaves it as it is."""
    abroad = START + 50 * WEEK
    listed = show(episode(1, regional={"XX": Interval(abroad, abroad)}))
    reader = Clearance(MINE, by_id(listed), {}, "XX", await_region=is_already)
    waits = replace(USUAL, regional_hides=True)
    assert reader.under(waits).decide(through(101), LATE).outcome == "hidden"
    assert reader.under(USUAL).decide(through(101), LATE).outcome == ("hidden" if is_already else "click")
