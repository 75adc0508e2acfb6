"""What a reader finds, on both databases."""

from __future__ import annotations

import pytest

from forum.domain.people import Reader
from forum.infra import clock as clocks
from forum.infra import jobs
from forum.infra.clock import SetClock
from forum.infra.directory import directory
from forum.posts import actions
from forum.presenting.search import SearchPage
from forum.search.forms import SearchForm
from forum.search.queries import search_page
from forum.shows import actions as shows
from tests.factories import groups, posts
from tests.posts.conftest import Scene, scene

__all__ = ["scene"]


def found(reader: Reader, q: str, *, after: int = 0, **chosen: str) -> SearchPage:
    jobs.drain(clocks.now())
    return search_page(reader, SearchForm.read({"q": q, **chosen}), directory(), clocks.now(), after=after)


def ids(page: SearchPage) -> list[int]:
    return [card.post_id for card in page.posts]


def test_open_words_are_found_by_everybody(scene: Scene) -> None:
    post_id = posts.post(scene.ann, scene.talk_id, "The Boats sank slowly.")
    for reader in (Reader.stranger(), scene.ann, scene.ben, scene.mona):
        page = found(reader, "boat slowly")
        assert ids(page) == [post_id]
        assert page.count == 1
        assert page.posts[0].text == "The Boats sank slowly."
    assert ids(found(scene.ben, "boat train")) == []


def test_veiled_words_are_found_by_those_who_have_seen_and_by_their_author(scene: Scene) -> None:
    words = f"Look: [spoiler {scene.show.slug} S01E02]the boat sank[/spoiler] indeed."
    post_id = posts.post(scene.ann, scene.talk_id, words)
    for reader in (Reader.stranger(), scene.ben, scene.mona):
        page = found(reader, "sank")
        assert page == SearchPage()
    assert ids(found(scene.ann, "sank")) == [post_id]
    shows.mark_through(scene.ben, scene.episodes[1], clocks.now())
    assert ids(found(scene.ben, "sank")) == [post_id]
    assert ids(found(scene.ben, "sank look")) == [post_id]
    shows.mark_through(scene.ben, scene.episodes[0], clocks.now())
    assert ids(found(scene.ben, "sank")) == []


def test_a_threads_gate_closes_all_in_it(scene: Scene) -> None:
    post_id = posts.post(scene.ann, scene.thread_id, "The boat sank.")
    assert ids(found(scene.ben, "boat")) == []
    shows.mark_through(scene.ben, scene.episodes[1], clocks.now())
    assert ids(found(scene.ben, "boat")) == [post_id]


def test_a_seal_holds_before_the_index_follows(scene: Scene) -> None:
    post_id = posts.post(scene.ann, scene.talk_id, "The boat sank.")
    assert ids(found(scene.ben, "boat")) == [post_id]
    gate = actions.read_seal(scene.mona, post_id, f"{scene.show.slug} S01E02", clocks.now())
    actions.seal_post(scene.mona, post_id, gate, "It gives it away.", clocks.now())
    question = SearchForm.read({"q": "boat"})
    assert search_page(scene.ben, question, directory(), clocks.now()) == SearchPage()
    assert ids(found(scene.ben, "boat")) == []
    assert ids(found(scene.ann, "boat")) == [post_id]


@pytest.mark.parametrize("what", ["removed", "withdrawn", "amended"])
def test_what_is_gone_is_not_found_even_before_the_index_follows(scene: Scene, what: str) -> None:
    post_id = posts.post(scene.ann, scene.talk_id, "The boat sank.")
    found(scene.ben, "boat")
    if what == "removed":
        actions.remove_post(scene.mona, post_id, "1", "Unkind.", clocks.now())
    elif what == "withdrawn":
        actions.withdraw_post(scene.ann, post_id, clocks.now())
    else:
        posts.amended(scene.ann, post_id, "The train came.")
    for reader in (scene.ann, scene.ben, scene.mona):
        assert search_page(reader, SearchForm.read({"q": "boat"}), directory(), clocks.now()) == SearchPage()
        assert ids(found(reader, "boat")) == []


def test_groups_one_may_not_read_are_not_searched(scene: Scene) -> None:
    hidden = groups.hidden_group(scene.ann)
    there = groups.thread(hidden, scene.ann, "Upstairs", kind="open")
    post_id = posts.post(scene.ann, there, "The boat sank.")
    assert found(scene.ben, "boat") == SearchPage()
    assert found(Reader.stranger(), "boat") == SearchPage()
    assert ids(found(scene.ann, "boat")) == [post_id]
    assert found(scene.ben, "boat", group="attic") == found(scene.ben, "boat", group="no-such-group")


def test_titles_stand_behind_their_threads_gate(scene: Scene) -> None:
    posts.started(
        scene.ann, scene.group_id, "The drowned captain", "Hm.", kind="theory", show=scene.show.slug, scope="S01E02"
    )
    assert found(scene.ben, "captain") == SearchPage()
    shows.mark_through(scene.ben, scene.episodes[1], clocks.now())
    assert [card.title for card in found(scene.ben, "captain").threads] == ["The drowned captain"]


def test_titles_of_episodes_that_are_not_out_are_not_found(scene: Scene, clock: SetClock) -> None:
    from forum.search.actions import index_show

    index_show(scene.show.show_id)
    third, fifth = scene.show.regular[2], scene.show.regular[4]
    assert [hit.id for hit in found(scene.ben, f'"{third.name}"').episodes] == [third.id]
    assert found(scene.ben, f'"{fifth.name}"').episodes == ()
    code = scene.show.code(fifth.id)
    assert [(hit.id, hit.title) for hit in found(scene.ben, code).episodes] == [(fifth.id, None)]


def test_filters(scene: Scene) -> None:
    talk = posts.post(scene.ann, scene.talk_id, "The boat sank.")
    shows.mark_through(scene.ben, scene.episodes[1], clocks.now())
    episode = posts.post(scene.ben, scene.thread_id, "The boat sank here.")
    assert ids(found(scene.ben, "boat")) == [episode, talk]
    assert ids(found(scene.ben, "boat", kind="open")) == [talk]
    assert ids(found(scene.ben, "boat", show=scene.show.slug)) == [episode]
    assert ids(found(scene.ben, "boat", author="ANN")) == [talk]
    assert ids(found(scene.ben, "boat", author="nobody-here")) == []
    assert ids(found(scene.ben, "boat", order="closest")) == [talk, episode]


def test_pages_follow_each_other_without_gap_or_double(scene: Scene) -> None:
    written = [posts.post(scene.ann, scene.talk_id, f"Boat number {n}.") for n in range(45)]
    for order in ("newest", "closest"):
        seen: list[int] = []
        after: int | None = 0
        while after is not None:
            page = found(scene.ben, "boat", after=after, order=order)
            assert page.count == 45 - len(seen)
            seen += ids(page)
            after = page.next_before
        assert sorted(seen) == written
        assert order == "closest" or seen == written[::-1]


def test_hidden_hits_take_no_place_on_a_page(scene: Scene) -> None:
    veiled = f"[spoiler {scene.show.slug} S01E02]the boat[/spoiler]"
    for n in range(30):
        posts.post(scene.ann, scene.talk_id, f"{veiled} {n}")
    shown = posts.post(scene.ann, scene.talk_id, "A boat.")
    page = found(scene.ben, "boat")
    assert (ids(page), page.count, page.is_counted, page.next_before) == ([shown], 1, True, None)


def test_what_is_not_counted_is_not_said_to_be_all(scene: Scene) -> None:
    """A post found behind two sets of gates takes two rows, and is one hit."""
    words = f"A boat. [spoiler {scene.show.slug} S01E02]The boat sank.[/spoiler]"
    written = [posts.post(scene.ann, scene.talk_id, words) for _ in range(61)]
    page = found(scene.ann, "boat")
    assert (page.count, page.is_counted) == (60, False)
    seen, after = ids(page), page.next_before
    while after is not None:
        page = found(scene.ann, "boat", after=after)
        seen, after = seen + ids(page), page.next_before
    assert seen == written[::-1]
    assert page.is_counted


HOSTILE = (
    *('"', "'", '""', '"boat', "boat\x00sank", "*", "boat*", "(boat", "boat AND", "NEAR(boat sank)", "words:boat"),
    *("^boat", "-boat", "boat & !sank | x:*", "\\", "%", "_", "'; DROP TABLE posts; --", "g_0", "a_1", "x_00"),
    *("🚢", "\u202eboat", "ﬁ", "İ", "ǅ", "\ud800", "boat " * 2000, "a" * 10_000, '"' * 10_000, "船" * 300),
)


@pytest.mark.parametrize("q", HOSTILE, ids=lambda q: ascii(q)[:20])
def test_hostile_questions_are_questions(scene: Scene, q: str) -> None:
    posts.post(scene.ann, scene.talk_id, "The boat sank.")
    page = found(scene.ben, q)
    assert len(page.posts) <= 1
    assert len(found(scene.ben, q, author=q, group=q, show=q, kind=q, order=q).posts) <= 1


def test_marks_of_the_index_cannot_be_asked_for(scene: Scene) -> None:
    posts.post(scene.ann, scene.talk_id, "The boat sank.")
    assert found(scene.ben, f"a_{scene.ann.id}").posts == ()
    assert found(scene.ben, "g_0").posts == ()


def test_sensitive_results_carry_the_notice(scene: Scene) -> None:
    posts.post(scene.ann, scene.talk_id, "The boat sank.")
    assert found(scene.ben, "boat").notice is None
    there = groups.thread(scene.group_id, scene.ann, "Quiet talk", kind="open", topics=["suicide"])
    posts.post(scene.ann, there, "The boat came back.")
    page = found(scene.ben, "boat")
    assert [card.sensitive for card in page.posts] == [True, False]
    assert page.notice is not None
