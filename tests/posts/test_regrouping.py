"""Conversations that part or come together: order, gates, notices, addresses, rights at both ends, and the way back."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from forum.domain.errors import Conflict, Denied, Invalid
from forum.domain.flags import MERGE_MOST, SPLIT_MOST
from forum.domain.people import GroupRole, Reader
from forum.infra import clock as clocks
from forum.infra.db import db
from forum.infra.directory import directory
from forum.infra.jobs import drain
from forum.posts import actions, queries
from forum.posts.actions.regrouping import merge_thread, split_thread, unmerge_thread, unsplit_thread
from forum.posts.models import Post
from forum.posts.queries.feeds import thread_feed
from forum.presenting.posts import ThreadPage
from forum.threads.actions import note_topics, unlock_thread
from forum.threads.forms import ReasonForm
from forum.threads.models import Thread, ThreadEvent
from forum.threads.queries import my_threads
from tests.factories import accounts, groups, posts
from tests.posts.conftest import Scene
from tests.posts.test_races import at_once, told

WHY = "It is another topic."


def split(scene: Scene, post_id: int, title: str = "On its own", who: Reader | None = None) -> dict[str, Any]:
    return split_thread(who or scene.mona, post_id, title, WHY, clocks.now())


def merge(scene: Scene, post_id: int, thread_id: int, who: Reader | None = None) -> dict[str, Any]:
    return merge_thread(who or scene.mona, post_id, thread_id, WHY, clocks.now())


def places(thread_id: int) -> dict[int, int]:
    """Position by post."""
    db.session.expire_all()
    rows = select(Post.id, Post.position).where(Post.thread_id == thread_id).order_by(Post.position)
    return {row.id: row.position for row in db.session.execute(rows)}


def thread(number: int) -> Thread:
    db.session.expire_all()
    return db.session.get_one(Thread, number)


def page(reader: Reader, thread_id: int) -> ThreadPage:
    return queries.thread_page(reader, thread_id, 1, directory(), clocks.now())


@pytest.fixture
def tree(scene: Scene) -> list[int]:
    """In the episode's thread: a word, the one that is split off, an answer to each, and one below that."""
    first = posts.post(scene.ann, scene.thread_id, "CANARY first")
    root = posts.post(scene.ben, scene.thread_id, "CANARY root >!CANARY mark!<")
    other = posts.post(scene.ann, scene.thread_id, "CANARY other", reply_to=first)
    answer = posts.post(scene.ann, scene.thread_id, "CANARY answer", reply_to=root)
    below = posts.post(scene.ben, scene.thread_id, "CANARY below", reply_to=answer)
    return [first, root, other, answer, below]


def test_a_post_and_all_that_answers_it_part_in_their_order(scene: Scene, tree: list[int]) -> None:
    first, root, other, answer, below = tree
    detail = split(scene, root)
    new = thread(detail["thread"])
    assert places(scene.thread_id) == {first: 1, other: 3}
    assert places(new.id) == {root: 1, answer: 2, below: 3}
    assert (new.kind, new.title, new.author_id, new.group_id) == ("open", "On its own", scene.ben.id, scene.group_id)
    assert (new.post_count, new.last_position, thread(scene.thread_id).post_count) == (3, 3, 2)
    assert thread(new.id).gate == thread(scene.thread_id).gate
    told = {row.thread_id: row.what for row in db.session.scalars(select(ThreadEvent))}
    assert told == {scene.thread_id: "split", new.id: "split-from"}
    for stranger in (Reader.stranger(), groups.member(scene.group_id, accounts.person("late"))):
        assert "CANARY" not in repr(page(stranger, new.id).posts)
        assert "On its own" not in page(stranger, new.id).title
    assert queries.permalink(scene.ann, answer, clocks.now()) == f"/t/{new.id}#p{answer}"


def test_what_was_removed_goes_along_and_can_be_given_back_there(scene: Scene, tree: list[int]) -> None:
    _, root, _, answer, below = tree
    actions.remove_post(scene.mona, answer, "1", "Because.", clocks.now())
    detail = split(scene, root)
    assert list(places(detail["thread"])) == [root, answer, below]
    assert thread(detail["thread"]).post_count == 2
    actions.restore_post(scene.mona, answer, "Sorry.", clocks.now())
    assert thread(detail["thread"]).post_count == 3


def test_a_split_that_is_undone_brings_every_post_to_its_old_place(scene: Scene, tree: list[int]) -> None:
    before, count = places(scene.thread_id), thread(scene.thread_id).post_count
    documents = {one: posts.row(one).document for one in tree}
    detail = split(scene, tree[1])
    later = posts.post(scene.ann, detail["thread"], "CANARY later")
    assert unsplit_thread(scene.mona, detail, WHY, clocks.now()) is True
    assert places(scene.thread_id) == {**before, later: 6}
    assert {one: posts.row(one).document for one in tree} == documents
    assert thread(scene.thread_id).post_count == count + 1
    left = thread(detail["thread"])
    assert (left.merged_into_id, left.locked_at is not None, left.post_count) == (scene.thread_id, True, 0)
    assert page(scene.ben, left.id).leads_to == scene.thread_id
    assert unsplit_thread(scene.mona, detail, WHY, clocks.now()) is False


def test_a_thread_goes_into_another_and_leads_there(app: Flask, scene: Scene) -> None:
    mine = [posts.post(scene.ann, scene.talk_id, f"word {n}") for n in range(3)]
    target = groups.thread(scene.group_id, scene.ben, "There", kind="open")
    there = posts.post(scene.ben, target, "first there")
    detail = merge(scene, mine[1], target)
    assert [card.id for card in my_threads(scene.ann, clocks.now())].count(scene.talk_id) == 0
    assert places(target) == {there: 1, mine[0]: 2, mine[1]: 3, mine[2]: 4}
    old = thread(scene.talk_id)
    assert (old.post_count, old.locked_at is not None, old.merged_into_id) == (0, True, target)
    assert page(Reader.stranger(), scene.talk_id).leads_to == target
    assert f'href="/t/{target}">' in app.test_client().get(f"/t/{scene.talk_id}").text
    assert app.test_client().get(f"/api/v1/threads/{scene.talk_id}").get_json()["leads_to"] == target
    assert app.test_client().get(f"/api/v1/threads/{target}").get_json()["leads_to"] is None
    feed = thread_feed(scene.talk_id, directory(), clocks.now())
    assert (feed.path, len(feed.entries)) == (f"/t/{target}", 4)
    posts.post(scene.ann, target, "after it", reply_to=mine[2])
    assert unmerge_thread(scene.mona, detail, WHY, clocks.now()) is True
    assert places(scene.talk_id) == {mine[0]: 1, mine[1]: 2, mine[2]: 3}
    assert [card.id for card in my_threads(scene.ann, clocks.now())].count(scene.talk_id) == 1
    old = thread(scene.talk_id)
    assert (old.post_count, old.locked_at, old.merged_into_id, thread(target).post_count) == (3, None, None, 2)
    posts.post(scene.ben, scene.talk_id, "and on it goes")
    assert unmerge_thread(scene.mona, detail, WHY, clocks.now()) is False


def test_who_may_not_know_the_other_thread_is_not_led_there(scene: Scene) -> None:
    post_id = posts.post(scene.ann, scene.talk_id, "word")
    attic = groups.thread(groups.hidden_group(scene.mona), scene.mona, "Attic", kind="open")
    merge(scene, post_id, attic)
    assert (page(scene.mona, scene.talk_id).leads_to, page(scene.ben, scene.talk_id).leads_to) == (attic, None)
    assert thread_feed(scene.talk_id, directory(), clocks.now()).entries == ()


def test_nothing_becomes_readable_by_a_merge(scene: Scene) -> None:
    """A thread about a later episode goes neither into one about an earlier one, nor into one about nothing."""
    gates = [groups.gate(scene.show.show_id, scene.episodes[n]) for n in (0, 2)]
    early, late = (groups.thread(scene.group_id, scene.ann, f"About {n}", about=gate) for n, gate in enumerate(gates))
    post_id = posts.post(scene.ann, late, "CANARY third")
    for target in (early, scene.talk_id, scene.thread_id):
        with pytest.raises(Conflict, match="would-open"):
            merge(scene, post_id, target)
    other = posts.post(scene.ann, early, "CANARY first")
    document = posts.row(other).document
    detail = merge(scene, other, scene.thread_id)
    assert thread(early).merged_into_id == scene.thread_id
    assert unmerge_thread(scene.mona, detail, WHY, clocks.now()) is True
    assert posts.row(other).document == document


def test_the_notice_goes_with_the_topic(scene: Scene, tree: list[int]) -> None:
    note_topics(scene.mona, scene.thread_id, ["suicide"], WHY, clocks.now())
    new = split(scene, tree[1])["thread"]
    assert page(Reader.stranger(), new).notice is not None
    target = groups.thread(scene.group_id, scene.ann, "Calm", about=thread(new).gate_now())
    posts.post(scene.ann, target, "calm")
    assert page(Reader.stranger(), target).notice is None
    detail = merge(scene, tree[1], target)
    assert page(Reader.stranger(), target).notice is not None
    assert unmerge_thread(scene.mona, detail, WHY, clocks.now()) is True
    assert (thread(target).topics, thread(new).topics) == ([], ["suicide"])


def test_the_right_is_needed_at_both_ends(scene: Scene, tree: list[int]) -> None:
    olga = groups.member(scene.group_id, accounts.person("olga"), GroupRole.MODERATOR)
    stew = groups.member(scene.group_id, accounts.person("stew"), GroupRole.STEWARD)
    zoe = accounts.person("zoe")
    elsewhere = groups.thread(groups.group(zoe, "elsewhere"), zoe, "Far away", kind="open")
    hidden = groups.thread(groups.hidden_group(zoe), zoe, "Hidden", kind="open")
    word = posts.post(scene.ann, scene.talk_id, "word")
    for nobody in (scene.ben, stew, zoe):
        with pytest.raises(Denied):
            split(scene, tree[1], who=nobody)
        with pytest.raises(Denied):
            merge(scene, word, elsewhere, nobody)
    with pytest.raises(Denied):
        merge(scene, word, elsewhere, olga)
    for target, code in ((hidden, "unknown-thread"), (scene.talk_id, "same-thread"), (999_999, "unknown-thread")):
        with pytest.raises(Invalid) as refused:
            merge(scene, word, target, olga)
        assert refused.value.errors == {"thread": (code,)}
    detail = merge(scene, word, elsewhere)
    with pytest.raises(Denied):
        unmerge_thread(olga, detail, WHY, clocks.now())
    assert unmerge_thread(scene.mona, detail, WHY, clocks.now()) is True


def test_what_cannot_part_or_come_together_is_refused(scene: Scene, tree: list[int]) -> None:
    word = posts.post(scene.ann, scene.talk_id, "word")
    with pytest.raises(Conflict, match="opening-post"):
        split(scene, word)
    with pytest.raises(Invalid) as refused:
        split(scene, tree[1], " ")
    assert list(refused.value.errors) == ["title"]
    with pytest.raises(Conflict, match="calendar-stays"):
        merge(scene, tree[0], scene.talk_id)
    target = groups.thread(scene.group_id, scene.ben, "There", kind="open")
    merge(scene, word, target)
    more = groups.thread(scene.group_id, scene.ben, "More", kind="open")
    with pytest.raises(Invalid) as refused:
        merge(scene, posts.post(scene.ben, more, "more"), scene.talk_id)
    assert refused.value.errors == {"thread": ("leads-on",)}
    actions.remove_post(scene.mona, tree[4], "1", "Because.", clocks.now())
    with pytest.raises(Conflict, match="gone"):
        split(scene, tree[4])
    unlock_thread(scene.mona, scene.talk_id, ReasonForm(reason="It begins anew."), clocks.now())
    assert (thread(scene.talk_id).merged_into_id, page(scene.ben, scene.talk_id).leads_to) == (None, None)


def test_so_much_and_no_more(scene: Scene, tree: list[int]) -> None:
    word = posts.post(scene.ann, scene.talk_id, "word")
    posts.many_posts(scene.ann, scene.talk_id, MERGE_MOST)
    target = groups.thread(scene.group_id, scene.ben, "There", kind="open")
    with pytest.raises(Conflict, match="too-many-posts"):
        merge(scene, word, target)
    posts.many_posts(scene.ann, scene.thread_id, SPLIT_MOST)
    db.session.query(Post).filter(Post.thread_id == scene.thread_id, Post.position > 5).update({"reply_to_id": tree[1]})
    db.session.commit()
    with pytest.raises(Conflict, match="too-many-answers"):
        split(scene, tree[1])


def test_search_and_counts_follow(app: Flask, scene: Scene) -> None:
    mine = [posts.post(scene.ann, scene.talk_id, f"word {n}") for n in range(3)]
    drain(clocks.now())
    browser = accounts.signed_in(app, scene.ben)
    browser.get(f"/t/{scene.talk_id}")
    target = groups.thread(scene.group_id, scene.ann, "There", kind="open")
    merge(scene, mine[0], target)
    drain(clocks.now())
    found = browser.get("/search?q=word").text
    assert f"/p/{mine[2]}" in found or f"#p{mine[2]}" in found
    assert {card.id: card.unread for card in my_threads(scene.ben, clocks.now()) if card.unread} == {target: 3}
    browser.get(f"/t/{target}")
    assert not [card for card in my_threads(scene.ben, clocks.now()) if card.unread]


def test_two_merges_towards_each_other_end(app: Flask, scene: Scene) -> None:
    """One wins, the other is told; nothing is lost and nobody waits for ever."""
    mine = posts.post(scene.ann, scene.talk_id, "mine")
    target = groups.thread(scene.group_id, scene.ben, "There", kind="open")
    theirs = posts.post(scene.ben, target, "theirs")

    def go(post_id: int, thread_id: int) -> str:
        try:
            merge(scene, post_id, thread_id)
        except (Invalid, Conflict) as fault:
            return type(fault).__name__
        return "merged"

    at_once(app, [lambda: go(mine, target), lambda: go(theirs, scene.talk_id)] * 2)
    ends = [thread(scene.talk_id), thread(target)]
    assert sorted(one.post_count for one in ends) == [0, 2]
    assert [one.merged_into_id is None for one in ends].count(True) == 1


def test_a_merge_while_others_are_writing(app: Flask, scene: Scene) -> None:
    """A reply is there first and goes along, or comes late and is told so, also who may write in locked threads."""
    mine = posts.post(scene.ann, scene.talk_id, "mine")
    target = groups.thread(scene.group_id, scene.ben, "There", kind="open")
    writers = [scene.ann, scene.ben, scene.ann, scene.ben]
    given = at_once(
        app,
        [
            *(lambda who=who: told(lambda: posts.post(who, scene.talk_id, "word")) for who in writers),
            lambda: told(lambda: merge(scene, mine, target)),
            *(lambda who=who: told(lambda: posts.post(who, target, "there")) for who in writers),
        ],
    )
    (merged,) = [one for one in given if isinstance(one, dict | Conflict)]
    written = {one for one in given if isinstance(one, int)}
    refused = [one for one in given if isinstance(one, Denied | Invalid)]
    assert len(written) + len(refused) == 8
    if isinstance(merged, Conflict):  # somebody wrote between its look and its hold
        assert (merged.code, refused, mine in places(scene.talk_id)) == ("thread-changed", [], True)
        merged = merge(scene, mine, target)
    assert {one.reason for one in refused if isinstance(one, Denied)} <= {"merged"}
    assert places(scene.talk_id) == {}
    assert set(places(target)) == written | {mine}
    assert sorted(places(target).values()) == list(range(1, len(written) + 2))
    ends = [thread(scene.talk_id), thread(target)]
    assert [(one.post_count, one.merged_into_id) for one in ends] == [(0, target), (len(written) + 1, None)]


def test_a_split_while_others_are_writing(app: Flask, scene: Scene, tree: list[int]) -> None:
    """An answer that was there first goes along, or the moderator is told that somebody wrote; none is lost."""
    root = tree[1]
    given = at_once(
        app,
        [
            lambda: told(lambda: split(scene, root)),
            *(
                lambda who=who: told(lambda: posts.post(who, scene.thread_id, "CANARY late", reply_to=root))
                for who in (scene.ann, scene.ben, scene.ann)
            ),
        ],
    )
    (parted,) = [one for one in given if isinstance(one, dict | Conflict)]
    written = {one for one in given if isinstance(one, int)}
    refused = [one for one in given if isinstance(one, Invalid)]
    assert len(written) + len(refused) == 3
    assert all(list(one.errors) == ["reply_to"] for one in refused)
    if isinstance(parted, Conflict):
        assert (parted.code, refused) == ("thread-changed", [])
        parted = split(scene, root)
    assert isinstance(parted, dict)
    here, new = places(scene.thread_id), places(parted["thread"])
    assert set(here) == {tree[0], tree[2]}
    assert set(new) == {root, tree[3], tree[4]} | written
    assert [thread(one).post_count for one in (scene.thread_id, parted["thread"])] == [len(here), len(new)]
