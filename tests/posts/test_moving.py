"""A post that is moved: who may, what readers of both threads get, what they count, and where its address leads."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import func, select

from forum.domain.errors import Conflict, Denied, Invalid, Missing
from forum.domain.people import GroupRole, Reader
from forum.groups.actions import set_policy
from forum.groups.forms import PolicyForm
from forum.infra import clock as clocks
from forum.infra.db import db
from forum.infra.directory import directory
from forum.infra.jobs import drain
from forum.moderation.models import LedgerEntry
from forum.posts import actions, queries
from forum.posts.forms import AmendForm, MovePostForm
from forum.posts.models import Post, PostEvent
from forum.presenting.posts import ThreadPage
from forum.presenting.threads import ThreadCard
from forum.rendering.document import Document, veils
from forum.search.forms import SearchForm
from forum.search.queries import search_page
from forum.shows.actions import mark_through
from forum.threads.actions import move_thread
from forum.threads.forms import MoveForm
from forum.threads.models import Thread, ThreadEvent
from forum.threads.queries import my_threads
from tests.factories import accounts, groups, posts
from tests.posts.conftest import Scene
from tests.posts.test_races import at_once, told


def move(actor: Reader, post_id: int, thread_id: int) -> None:
    actions.move_post(actor, post_id, MovePostForm(thread=thread_id, reason="It is about that one."), clocks.now())


def other_thread(scene: Scene, episode: int, group_id: int | None = None) -> int:
    gate = groups.gate(scene.show.show_id, scene.episodes[episode - 1])
    return groups.thread(group_id or scene.group_id, scene.ann, "Elsewhere", about=gate)


def gates_of(post_id: int) -> list[tuple[str, int | None]]:
    """Outermost first, by who put them there."""
    return [
        (veil.cover.value, veil.gate.ceiling_id)
        for veil in veils(Document.from_json(posts.row(post_id).document).pieces)
    ]


def test_it_stands_behind_the_new_gate_with_its_own_marks(scene: Scene) -> None:
    first, _, third, *_ = scene.episodes
    post_id = posts.post(scene.ann, scene.thread_id, "[spoiler S01E03]CANARY[/spoiler]")
    posts.post(scene.ann, scene.talk_id, "It began here.")
    early = other_thread(scene, 1)
    posts.post(scene.ann, early, "Here it began as well.")
    move(scene.mona, post_id, early)
    assert gates_of(post_id) == [("thread", first), ("mark", third)]
    move(scene.mona, post_id, scene.talk_id)
    assert gates_of(post_id) == [("mark", third)]
    move(scene.mona, post_id, scene.thread_id)
    assert gates_of(post_id) == [("thread", scene.episodes[1]), ("mark", third)]


def test_a_mark_without_a_scope_goes_on_hiding_what_it_hid(scene: Scene) -> None:
    """It meant the second episode where it was written; neither the move, nor another gate, nor an edit lowers it."""
    post_id = posts.post(scene.ann, scene.thread_id, ">!CANARY!<")
    early = other_thread(scene, 1)
    move(scene.mona, post_id, early)
    assert gates_of(post_id) == [("thread", scene.episodes[0]), ("mark", scene.episodes[1])]
    actions.recompose_thread(early, clocks.now())
    assert gates_of(post_id) == [("thread", scene.episodes[0]), ("mark", scene.episodes[1])]
    with pytest.raises(Invalid) as refused:
        actions.amend_post(scene.ann, post_id, AmendForm(body=">!CANARY!< indeed", version=1), clocks.now())
    assert refused.value.errors == {"body": ("lower-than-before",)}


def test_a_mark_keeps_its_show_where_none_is_meant(scene: Scene) -> None:
    post_id = posts.post(scene.ann, scene.thread_id, "[spoiler S01E03]CANARY[/spoiler]")
    move(scene.mona, post_id, scene.talk_id)
    body = "[spoiler S01E03]CANARY[/spoiler] and more"
    assert actions.amend_post(scene.ann, post_id, AmendForm(body=body, version=1), clocks.now()) == 2
    assert "CANARY" not in repr(queries.post_page(scene.ben, post_id, directory(), clocks.now()))


def test_a_seal_goes_along(scene: Scene) -> None:
    post_id = posts.post(scene.ann, scene.thread_id, "CANARY")
    gate = actions.read_seal(scene.mona, post_id, "S01E03", clocks.now())
    actions.seal_post(scene.mona, post_id, gate, "Because.", clocks.now())
    move(scene.mona, post_id, scene.talk_id)
    assert gates_of(post_id) == [("seal", scene.episodes[2])]


def test_its_address_follows_and_nothing_stays_behind(app: Flask, scene: Scene) -> None:
    post_id = posts.post(scene.ann, scene.thread_id, "the moved one")
    answer_id = posts.post(scene.ben, scene.thread_id, "an answer", reply_to=post_id)
    posts.post(scene.ann, scene.talk_id, "first there")
    move(scene.mona, post_id, scene.talk_id)
    assert queries.permalink(scene.ann, post_id, clocks.now()) == f"/t/{scene.talk_id}#p{post_id}"
    mark_through(scene.ben, scene.episodes[1], clocks.now())
    here = queries.thread_page(scene.ben, scene.thread_id, 1, directory(), clocks.now())
    there = queries.thread_page(scene.ben, scene.talk_id, 1, directory(), clocks.now())
    assert [card.id for card in here.posts] == [answer_id]
    assert here.posts[0].reply_to is not None
    assert (here.posts[0].reply_to.id, here.posts[0].reply_to.elsewhere) == (post_id, True)
    assert [card.position for card in there.posts] == [1, 2]
    page = accounts.signed_in(app, scene.ben).get(f"/t/{scene.thread_id}").text
    assert f'href="/p/{post_id}">in reply to a post in another thread</a>' in page
    assert "the moved one" not in page


def test_both_threads_count_rightly_and_can_be_read_to_their_end(app: Flask, scene: Scene) -> None:
    posts.post(scene.ann, scene.talk_id, "stays")
    post_id = posts.post(scene.ann, scene.talk_id, "goes")
    target = groups.thread(scene.group_id, scene.ann, "There", kind="open")
    move(scene.mona, post_id, target)
    here, there = (db.session.get_one(Thread, number) for number in (scene.talk_id, target))
    assert (here.post_count, there.post_count, there.last_position) == (1, 1, 1)
    posts.post(scene.ann, scene.talk_id, "next")
    assert posts.row(post_id).position == 1
    move(scene.mona, posts.post(scene.ann, scene.talk_id, "goes too"), target)
    browser = accounts.signed_in(app, scene.ben)
    assert "new</span>" in browser.get("/g/binge-club").text
    for thread_id in (scene.talk_id, target):
        browser.get(f"/t/{thread_id}")
    assert not [card for card in cards(scene) if card.unread]


def cards(scene: Scene) -> tuple[ThreadCard, ...]:
    return my_threads(scene.ben, clocks.now())


def test_who_may_and_what_is_refused(scene: Scene) -> None:
    post_id = posts.post(scene.ann, scene.thread_id, "words")
    stew = groups.member(scene.group_id, accounts.person("stew"), GroupRole.STEWARD)
    for actor in (groups.member(scene.group_id, accounts.person("mem")), stew):
        with pytest.raises(Denied):
            move(actor, post_id, scene.talk_id)
    olga = groups.member(scene.group_id, accounts.person("olga"), GroupRole.MODERATOR)
    zoe = accounts.person("zoe")
    elsewhere = groups.thread(groups.group(zoe, "elsewhere"), zoe, "Far away")
    hidden = groups.thread(groups.hidden_group(zoe), zoe, "Hidden")
    with pytest.raises(Denied):
        move(olga, post_id, elsewhere)
    for thread_id, code in ((scene.thread_id, "same-thread"), (hidden, "unknown-thread"), (999_999, "unknown-thread")):
        with pytest.raises(Invalid) as refused:
            move(olga, post_id, thread_id)
        assert refused.value.errors == {"thread": (code,)}
    with pytest.raises(Missing):
        move(olga, 999_999, scene.talk_id)
    opening = posts.post(scene.ann, scene.talk_id, "It began here.")
    with pytest.raises(Conflict, match="opening-post"):
        move(olga, opening, scene.thread_id)
    actions.remove_post(olga, post_id, "1", "Because.", clocks.now())
    with pytest.raises(Conflict, match="gone"):
        move(olga, post_id, scene.talk_id)


def test_the_history_of_post_threads_and_group_tell_it(scene: Scene) -> None:
    post_id = posts.post(scene.ann, scene.thread_id, "words")
    move(scene.mona, post_id, scene.talk_id)
    drain(clocks.now())
    event = db.session.scalars(select(PostEvent).where(PostEvent.post_id == post_id)).one()
    assert (event.what, event.actor_id, event.reason) == ("moved", scene.mona.id, "It is about that one.")
    assert event.detail == {"from": scene.thread_id, "to": scene.talk_id}
    told = {row.thread_id: row.what for row in db.session.scalars(select(ThreadEvent))}
    assert told == {scene.thread_id: "post-left", scene.talk_id: "post-came"}
    (line,) = db.session.scalars(select(LedgerEntry)).all()
    assert (line.what, line.group_id, line.actor_id) == ("move", scene.group_id, scene.mona.id)


def test_the_answer_of_a_question_that_is_moved_answers_no_more(scene: Scene) -> None:
    asked = posts.started(scene.ann, scene.group_id, kind="question")
    post_id = posts.post(scene.ben, asked, "Because.")
    actions.take_answer(scene.ann, post_id, clocks.now())
    move(scene.mona, post_id, scene.talk_id)
    assert db.session.get_one(Thread, asked).answer_post_id is None


def test_search_finds_it_in_its_new_place_alone(scene: Scene) -> None:
    """Between the move and the worker it is found nowhere: the old row would say where it stood."""
    hidden = groups.hidden_group(scene.mona)
    attic = groups.thread(hidden, scene.mona, "Attic", kind="open")
    posts.post(scene.ann, scene.talk_id, "the beginning")
    post_id = posts.post(scene.ann, scene.talk_id, "a peculiar marmalade")
    drain(clocks.now())

    def found(reader: Reader) -> list[int]:
        page = search_page(reader, SearchForm(q="marmalade"), directory(), clocks.now())
        return [hit.post_id for hit in page.posts]

    assert found(scene.ben) == [post_id]
    move(scene.mona, post_id, attic)
    assert found(scene.ben) == found(scene.mona) == []
    drain(clocks.now())
    assert (found(scene.ben), found(scene.mona)) == ([], [post_id])


def test_moved_twice_at_once_it_stands_in_one_place(app: Flask, scene: Scene) -> None:
    posts.post(scene.ann, scene.talk_id, "first")
    post_id = posts.post(scene.ann, scene.talk_id, "goes")
    targets = [groups.thread(scene.group_id, scene.ann, f"Target {n}", kind="open") for n in range(2)]

    def go(target: int) -> str:
        try:
            move(scene.mona, post_id, target)
        except (Invalid, Conflict) as fault:
            return type(fault).__name__
        return "moved"

    at_once(app, [lambda: go(targets[0]), lambda: go(targets[0]), lambda: go(targets[1]), lambda: go(targets[1])])
    counts = {row.id: row.post_count for row in db.session.scalars(select(Thread).where(Thread.id.in_(targets)))}
    assert sorted(counts.values()) == [0, 1]
    assert counts[posts.row(post_id).thread_id] == 1
    assert db.session.get_one(Thread, scene.talk_id).post_count == 1


def test_a_move_while_others_are_writing(app: Flask, scene: Scene) -> None:
    """Answers and other posts are there first or come after; none is lost, and both threads count what they hold."""
    posts.post(scene.ann, scene.talk_id, "It began here.")
    post_id = posts.post(scene.ben, scene.talk_id, "mine")
    target = other_thread(scene, 1)
    posts.post(scene.ann, target, "There it began as well.")
    acts = [lambda: move(scene.mona, post_id, target)]
    acts += [lambda: posts.post(scene.ann, scene.talk_id, "yes", reply_to=post_id)] * 2
    acts += [lambda: posts.post(scene.ann, scene.talk_id, "here"), lambda: posts.post(scene.ann, target, "there")] * 2
    given = at_once(app, [lambda act=act: told(act) for act in acts])
    refused = [one for one in given if isinstance(one, Invalid)]
    assert posts.row(post_id).thread_id == target
    assert all(list(one.errors) == ["reply_to"] for one in refused), "an answer that came after belongs elsewhere"
    written = {one for one in given if isinstance(one, int)}
    assert len(written) + len(refused) == 6
    for number in (scene.talk_id, target):
        held = db.session.scalars(select(Post.position).where(Post.thread_id == number)).all()
        row = db.session.get_one(Thread, number, populate_existing=True)
        assert (row.post_count, len(set(held))) == (len(held), len(held))
    assert db.session.scalar(select(func.count(Post.id))) == 3 + len(written)


def test_a_thread_in_another_group_follows_that_groups_policy_and_rights(scene: Scene) -> None:
    """Its gates stay where they are; titles, doors and who may know of it are the new group's from then on."""
    post_id = posts.post(scene.ann, scene.thread_id, "CANARY one [spoiler S01E03]CANARY two[/spoiler]")
    before = gates_of(post_id)
    strict = groups.group(scene.mona, "strict", visibility="hidden", joining="invitation")
    groups.member(strict, scene.ben)
    set_policy(scene.mona, strict, PolicyForm.read({"titles_hidden": True}), clocks.now())

    def seen_by(reader: Reader) -> ThreadPage:
        return queries.thread_page(reader, scene.thread_id, 1, directory(), clocks.now())

    named = scene.show.regular[1].name
    assert named in seen_by(scene.ben).title
    move_thread(scene.mona, scene.thread_id, MoveForm(group="strict", reason="It belongs there."), clocks.now())
    drain(clocks.now())
    assert gates_of(post_id) == before
    page = seen_by(scene.ben)
    assert (page.group_slug, page.title) == ("strict", "S01E02")
    assert "CANARY" not in repr(page.posts)
    mark_through(scene.ben, scene.episodes[1], clocks.now())
    assert named in seen_by(scene.ben).title
    assert "CANARY one" in repr(seen_by(scene.ben).posts)
    assert "CANARY two" not in repr(seen_by(scene.ben).posts)
    with pytest.raises(Missing):
        seen_by(scene.ann)
