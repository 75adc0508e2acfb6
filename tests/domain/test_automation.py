"""If-then rules: what they meet, how they explain it, and that hostile texts cost no more than others."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from forum.domain.automation import Deed, Rule, Terms, Writing, because, fingerprint_words, matches
from forum.domain.pace import Earlier, History, PacePolicy, again_at, suspicions

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("word", "text", "met"),
    [
        ("red wedding", "The RED  Wedding was long", True),
        ("red wedding", "red, wedding", True),
        ("red wedding", "the wedding was red", False),
        ("cook", "the cooker", False),
        ("cook*", "the cooker", True),
        ("cook*", "a precook", False),
        ("straße", "STRASSE", True),
        ("cook", "c\u200book", True),
        ("cook", "ｃｏｏｋ", True),
        ("!!", "!!", False),
    ],
)
def test_words(word: str, text: str, met: bool) -> None:
    assert bool(because(Terms(words=(word,)), Writing(text))) is met


@pytest.mark.parametrize(
    ("site", "text", "met"),
    [
        ("spam.example", "look https://spam.example/x", True),
        ("spam.example", "look HTTPS://A.Spam.Example:8080", True),
        ("spam.example", "look https://notspam.example", False),
        ("spam.example", "look https://spam.example.org", False),
        ("spam.example", "look https://good.example@spam.example/", True),
        ("spam.example", "spam.example", False),
    ],
)
def test_sites(site: str, text: str, met: bool) -> None:
    assert bool(because(Terms(sites=(site,)), Writing(text))) is met


def test_all_that_is_asked_must_hold_and_each_part_explains_itself() -> None:
    terms = Terms(words=("cook", "lamp"), any_link=True, newcomer=True, pace=3)
    text = "The lamp and the cook: https://a.example"
    met = because(terms, Writing(text, newcomer=True, lately=4))
    assert met == (("word", "cook"), ("word", "lamp"), ("link", ""), ("newcomer", ""), ("pace", "4"))
    assert because(terms, Writing(text, newcomer=False, lately=4)) == ()
    assert because(terms, Writing(text, newcomer=True, lately=2)) == ()
    assert because(Terms(), Writing(text)) == ()
    assert not Terms().asks


def test_rules_keep_their_order_and_never_remove() -> None:
    rules = [Rule(2, Terms(words=("b",)), Deed.FLAG), Rule(1, Terms(words=("a",)), Deed.HOLD)]
    assert [(one.rule_id, one.deed) for one in matches(rules, Writing("a b"))] == [(2, Deed.FLAG), (1, Deed.HOLD)]
    assert {deed.value for deed in Deed} == {"seal", "hold", "flag", "notify"}


@pytest.mark.parametrize(
    "text", ["a " * 10_000, "ab" * 10_000, "https://" * 2_500, "https://a@" * 2_000, "\u200b" * 20_000]
)
def test_hostile_texts_are_read_once(text: str) -> None:
    words = tuple(f"a {'a ' * 20}b{n}*" for n in range(50))
    writing = Writing(text)
    assert because(Terms(words=words), writing) == ()
    assert len(writing.words) <= len(text)


def test_two_texts_with_the_same_words_are_the_same() -> None:
    assert fingerprint_words("Buy  now!!! https://a.example") == fingerprint_words("buy NOW, https://a.example.")


def earlier(minutes: float, thread_id: int = 1, group_id: int = 1, *, stands: bool = True) -> Earlier:
    return Earlier(thread_id, group_id, NOW - timedelta(minutes=minutes), stands)


def test_slow_mode_follows_the_phase_of_the_thread() -> None:
    policy = PacePolicy(premiere_seconds=60, later_seconds=300)
    history = History([earlier(0.5), earlier(4, thread_id=2)])
    opened = NOW - timedelta(hours=1)
    assert again_at(policy, history, 1, opened, NOW) == NOW + timedelta(seconds=30)
    assert again_at(policy, history, 1, NOW - timedelta(days=2), NOW) == NOW + timedelta(seconds=270)
    assert again_at(policy, history, 2, None, NOW) == NOW + timedelta(seconds=60)
    assert again_at(policy, history, 2, opened, NOW) is None
    assert again_at(policy, history, 3, opened, NOW) is None
    assert again_at(PacePolicy(), history, 1, opened, NOW) is None


def test_newcomers_are_counted_by_posts_that_stand() -> None:
    policy = PacePolicy(first_posts=2)
    assert History([earlier(9), earlier(9, stands=False)]).is_new_in(1, policy)
    assert not History([earlier(9), earlier(8)]).is_new_in(1, policy)
    assert History([earlier(9), earlier(8)]).is_new_in(2, policy)


def test_the_site_takes_who_has_no_standing_post_for_a_newcomer() -> None:
    assert History([earlier(60, stands=False)] * 9).is_new
    assert not History([earlier(60)] * 9).is_new


def test_pace_counts_the_last_ten_minutes_alone() -> None:
    assert History([earlier(1), earlier(9), earlier(11)]).lately(NOW) == 3


def test_a_rule_that_asks_for_nothing_is_no_rule() -> None:
    assert not Terms().asks
    for terms in (
        Terms(words=("x",)),
        Terms(sites=("x.example",)),
        Terms(any_link=True),
        Terms(newcomer=True),
        Terms(pace=5),
    ):
        assert terms.asks


@pytest.mark.parametrize(
    ("history", "links", "found"),
    [
        (History(), 2, ()),
        (History(), 3, ("many-links",)),
        (History([earlier(60)] * 5), 9, ()),
        (History(copies=1), 0, ("same-again",)),
        (History([earlier(60)] * 5, copies=2), 0, ()),
        (History(copies_of_others=1), 0, ("same-as-others",)),
        (History([earlier(60)] * 5, copies_of_others=9), 0, ()),
        (History([earlier(1)] * 50), 0, ("very-fast",)),
        (History([earlier(1)] * 49), 0, ()),
    ],
)
def test_what_looks_like_spam(history: History, links: int, found: tuple[str, ...]) -> None:
    assert suspicions(history, links, NOW) == found
