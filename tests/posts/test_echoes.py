"""A seal, a cover or a move that comes after the answers: they close with what they answer, and open with it again."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from forum.domain.people import Reader
from forum.infra import clock as clocks
from forum.infra.clock import SetClock
from forum.infra.db import db, transaction
from forum.infra.directory import directory
from forum.infra.jobs import drain
from forum.posts import actions, queries
from forum.posts.actions.echoing import follow_echoes
from forum.posts.forms import AmendForm, MovePostForm, ReplyForm
from forum.posts.models import Quotation
from forum.rendering.document import Document, veils
from forum.search.forms import SearchForm
from forum.search.queries import search_page
from forum.shows import actions as shows
from tests.factories import accounts, groups, posts
from tests.posts.conftest import Scene

THIRD = "S01E03"


def read(reader: Reader, post_id: int) -> str:
    return repr(queries.post_page(reader, post_id, directory(), clocks.now(), plain=True))


def gates_of(post_id: int) -> list[tuple[str, int | None]]:
    """Outermost first, by who put them there."""
    document = Document.from_json(posts.row(post_id).document)
    return [(one.cover.value, one.gate.ceiling_id) for one in veils(document.pieces)]


def seal(scene: Scene, post_id: int, scope: str = THIRD) -> None:
    gate = actions.read_seal(scene.mona, post_id, scope, clocks.now())
    actions.seal_post(scene.mona, post_id, gate, "It gives it away.", clocks.now())


def found(reader: Reader, word: str) -> list[int]:
    return [hit.post_id for hit in search_page(reader, SearchForm.read({"q": word}), directory(), clocks.now()).posts]


@pytest.fixture
def behind(scene: Scene) -> Reader:
    """Has seen what the thread is about, and no more."""
    shows.mark_through(scene.ben, scene.episodes[1], clocks.now())
    return scene.ben


@pytest.fixture
def there(scene: Scene) -> Reader:
    """Has seen the third episode as well."""
    cora = groups.member(scene.group_id, accounts.person("cora"))
    shows.mark_through(cora, scene.episodes[2], clocks.now())
    return cora


def test_a_later_seal_closes_answers_and_answers_to_them(scene: Scene, behind: Reader, there: Reader) -> None:
    said = posts.post(scene.ann, scene.thread_id, "Unmarked.")
    answer = posts.post(scene.mona, scene.thread_id, "CANARY, I agree", reply_to=said)
    further = posts.post(scene.ann, scene.thread_id, "CANARY, me too", reply_to=answer)
    other = posts.post(scene.ann, scene.thread_id, "CANARY of something else")
    assert all("CANARY" in read(behind, one) for one in (answer, further, other))
    seal(scene, said)
    assert ["CANARY" in read(behind, one) for one in (answer, further, other)] == [False, False, True]
    assert all("CANARY" in read(there, one) for one in (answer, further)), "checked for each reader"
    assert "CANARY" in read(scene.mona, answer), "its author reads it"
    assert gates_of(answer) == [("thread", scene.episodes[1]), ("echo", scene.episodes[2])]
    assert "spoils S01E03, like what it answers" in read(behind, answer)


def test_a_stranger_gets_nothing_of_it_by_any_page(app: Flask, scene: Scene) -> None:
    said = posts.post(scene.ann, scene.talk_id, "Unmarked.")
    answer = posts.post(scene.ben, scene.talk_id, "CANARY, I agree", reply_to=said)
    stranger = app.test_client()
    addresses = [f"/t/{scene.talk_id}", f"/p/{answer}", f"/p/{answer}/history", f"/t/{scene.talk_id}/feed.atom"]
    assert "CANARY" in stranger.get(addresses[0]).text
    seal(scene, said, "harbour-lights S01E03")
    for address in addresses:
        assert "CANARY" not in stranger.get(address).text, address


def test_lifting_or_changing_the_seal_is_followed(scene: Scene, behind: Reader) -> None:
    said = posts.post(scene.ann, scene.thread_id, "Unmarked.")
    answer = posts.post(scene.ann, scene.thread_id, "CANARY", reply_to=said)
    plain = posts.row(answer).document
    seal(scene, said)
    seal(scene, said, "S01E04")
    assert gates_of(answer)[-1] == ("echo", scene.episodes[3])
    actions.unseal_post(scene.mona, said, "A mistake.", clocks.now())
    assert posts.row(answer).document == plain
    assert "CANARY" in read(behind, answer)


def test_what_was_written_under_the_seal_opens_with_it(scene: Scene, behind: Reader) -> None:
    said = posts.post(scene.ann, scene.thread_id, "Unmarked.")
    seal(scene, said)
    written = actions.write_reply(scene.ann, scene.thread_id, ReplyForm(body="CANARY", reply_to=said), clocks.now())
    assert written.inherits
    assert gates_of(written.post_id)[-1] == ("echo", scene.episodes[2])
    actions.unseal_post(scene.mona, said, "A mistake.", clocks.now())
    assert "CANARY" in read(behind, written.post_id)


def test_an_edit_does_not_lift_it(scene: Scene, behind: Reader) -> None:
    said = posts.post(scene.ann, scene.thread_id, "Unmarked.")
    answer = posts.post(scene.ann, scene.thread_id, "CANARY", reply_to=said)
    seal(scene, said)
    form = AmendForm.read({"body": "CANARY again", "version": 1, "cover": "thread", "lower": "true"})
    actions.amend_post(scene.ann, answer, form, clocks.now())
    assert gates_of(answer)[-1] == ("echo", scene.episodes[2])
    assert "CANARY" not in repr(queries.history(behind, answer, directory(), clocks.now()))


def test_what_hides_as_much_anyway_is_not_covered_twice(scene: Scene) -> None:
    said = posts.post(scene.ann, scene.thread_id, "Unmarked.")
    own = posts.post(scene.ann, scene.thread_id, "Mine.", reply_to=said, cover="S01E04")
    whole = posts.post(scene.ann, scene.thread_id, "[spoiler S01E03]all of it[/spoiler]", reply_to=said)
    before = [posts.row(one).document for one in (own, whole)]
    seal(scene, said)
    assert [posts.row(one).document for one in (own, whole)] == before
    seal(scene, own, "S01E05")
    assert [cover for cover, _ in gates_of(own)] == ["seal", "thread", "mark"]


def test_an_author_who_covers_later_takes_the_answers_along(scene: Scene, behind: Reader) -> None:
    said = posts.post(scene.ann, scene.thread_id, "Unmarked.")
    answer = posts.post(scene.mona, scene.thread_id, "CANARY", reply_to=said)
    form = AmendForm.read({"body": "Unmarked.", "version": 1, "cover": "S01E03"})
    actions.amend_post(scene.ann, said, form, clocks.now())
    assert "CANARY" not in read(behind, answer)
    form = AmendForm.read({"body": "Unmarked.", "version": 2, "cover": "thread", "lower": "true"})
    actions.amend_post(scene.ann, said, form, clocks.now())
    assert "CANARY" in read(behind, answer)


def test_a_quote_follows_though_it_answers_something_else(scene: Scene, behind: Reader, there: Reader) -> None:
    said = posts.post(scene.ann, scene.thread_id, "CANARY happened.")
    other = posts.post(scene.ann, scene.thread_id, "Tea.")
    quoted = queries.quote(scene.ann, said, clocks.now())
    answer = posts.post(scene.mona, scene.thread_id, f"{quoted}Really?", reply_to=other)
    seal(scene, said)
    assert ["CANARY" in read(one, answer) for one in (behind, there)] == [False, True]
    form = AmendForm.read({"body": "Really?", "version": 1})
    actions.amend_post(scene.mona, answer, form, clocks.now())
    assert gates_of(answer) == [("thread", scene.episodes[1])], "it quotes nothing any more"


def test_a_quote_by_its_address_is_followed_from_another_thread(scene: Scene, behind: Reader) -> None:
    said = posts.post(scene.ann, scene.thread_id, "CANARY happened.")
    answer = posts.post(scene.ann, scene.talk_id, f"> CANARY happened.\n> https://forum.example/p/{said}\n\nHa!")
    assert "CANARY" in read(behind, answer), "typed without a tag: not the machine's to know"
    seal(scene, said)
    assert "CANARY" not in read(behind, answer)


def test_circles_of_quotes_come_to_an_end_and_open_again(scene: Scene, behind: Reader) -> None:
    first = posts.post(scene.ann, scene.thread_id, "One.")
    second = posts.post(scene.ann, scene.thread_id, "CANARY two.", reply_to=first)
    quoted = queries.quote(scene.ann, second, clocks.now())
    posts.amended(scene.ann, first, f"{quoted}One.")
    seal(scene, first)
    assert "CANARY" not in read(behind, second)
    actions.unseal_post(scene.mona, first, "A mistake.", clocks.now())
    assert all(gates_of(one) == [("thread", scene.episodes[1])] for one in (first, second))


def test_answers_to_a_post_that_is_moved_get_its_new_gate(scene: Scene, behind: Reader) -> None:
    gate = groups.gate(scene.show.show_id, scene.episodes[2])
    third = groups.thread(scene.group_id, scene.ann, "Elsewhere", about=gate)
    posts.post(scene.ann, third, "It began.")
    said = posts.post(scene.ann, scene.thread_id, "It is about the third.")
    answer = posts.post(scene.ann, scene.thread_id, "CANARY", reply_to=said)
    move = MovePostForm(thread=third, reason="It is about that one.")
    actions.move_post(scene.mona, said, move, clocks.now())
    assert "CANARY" not in read(behind, answer)
    actions.move_post(scene.mona, said, MovePostForm(thread=scene.thread_id, reason="Back."), clocks.now())
    assert "CANARY" in read(behind, answer)


@pytest.mark.parametrize("body", ["{quote}CANARY", "CANARY"])
def test_a_moved_answer_takes_a_quotes_gate_along(scene: Scene, body: str) -> None:
    """The quote needed no tag in its thread; elsewhere it does. An answer without one says what its mover read."""
    said = posts.post(scene.ann, scene.thread_id, "CANARY happened.")
    quoted = queries.quote(scene.ann, said, clocks.now())
    answer = posts.post(scene.ann, scene.thread_id, body.format(quote=quoted), reply_to=said)
    posts.post(scene.ann, scene.talk_id, "It began.")
    actions.move_post(scene.mona, answer, MovePostForm(thread=scene.talk_id, reason="Chat."), clocks.now())
    assert ("CANARY" in read(scene.ben, answer)) == ("{quote}" not in body)


def test_search_follows_at_once_and_after_the_worker(
    scene: Scene, behind: Reader, there: Reader, clock: SetClock
) -> None:
    said = posts.post(scene.ann, scene.thread_id, "Unmarked.")
    answer = posts.post(scene.mona, scene.thread_id, "canarybird", reply_to=said)
    drain(clocks.now())
    assert [found(one, "canarybird") for one in (behind, there)] == [[answer], [answer]]
    clock.set(clocks.now() + timedelta(seconds=1))
    seal(scene, said)
    assert found(behind, "canarybird") == []
    drain(clocks.now())
    assert [found(one, "canarybird") for one in (behind, there)] == [[], [answer]]
    actions.unseal_post(scene.mona, said, "A mistake.", clocks.now())
    drain(clocks.now())
    assert found(behind, "canarybird") == [answer]


def test_the_job_finds_what_the_action_missed_and_twice_is_once(scene: Scene, behind: Reader, clock: SetClock) -> None:
    """An answer whose writer read the post in the moment before the seal, and committed in the moment after."""
    said = posts.post(scene.ann, scene.thread_id, "Unmarked.")
    answer = posts.post(scene.mona, scene.thread_id, "CANARY", reply_to=said)
    seal(scene, said)
    with transaction():
        row = posts.row(answer)
        row.echo, row.document = None, {"v": 1, "links": 0, "pieces": ["<p>CANARY</p>"]}
    drain(clocks.now())
    assert "CANARY" not in read(behind, answer)
    assert follow_echoes([said], clocks.now()) == 0


def test_a_held_answer_stays_held(scene: Scene, behind: Reader) -> None:
    from forum.posts.actions.holding import hold_post, release_post

    said = posts.post(scene.ann, scene.thread_id, "Unmarked.")
    answer = posts.post(scene.ann, scene.thread_id, "CANARY", reply_to=said)
    hold_post(answer, "care")
    seal(scene, said)
    assert "CANARY" not in read(behind, answer)
    release_post(answer, "care")
    assert "CANARY" not in read(behind, answer)
    assert gates_of(answer)[-1][0] == "echo"


def test_a_common_answer_notes_no_quotation(scene: Scene) -> None:
    said = posts.post(scene.ann, scene.thread_id, "Unmarked.")
    quoted = queries.quote(scene.ann, said, clocks.now())
    answer = posts.post(scene.mona, scene.thread_id, f"{quoted}Yes.", reply_to=said)
    assert db.session.query(Quotation).filter_by(post_id=answer).count() == 0
