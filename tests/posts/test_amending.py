"""New versions: frozen anew, never lowered by themselves, each behind the same door."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from forum.domain.errors import Conflict, Denied, Invalid, Missing
from forum.infra import clock as clocks
from forum.infra.clock import SetClock
from forum.infra.db import db, transaction
from forum.infra.directory import directory
from forum.posts import actions, queries
from forum.posts.forms import AmendForm
from forum.posts.models import Revision
from forum.shows import actions as shows
from forum.threads.models import Thread
from tests.factories import groups, posts
from tests.posts.conftest import OUT_SINCE, Scene


def ceiling(post_id: int) -> int:
    """Of the first mark in a post of a thread without a gate."""
    gates = [
        piece["gate"] for piece in posts.row(post_id).document["pieces"] if isinstance(piece, dict) and "gate" in piece
    ]
    return gates[0]["ceiling"]


def test_every_version_is_kept(scene: Scene) -> None:
    post_id = posts.post(scene.ann, scene.talk_id, "one")
    assert posts.amended(scene.ann, post_id, "two") == 2
    assert posts.amended(scene.ann, post_id, "two") == 2  # the same words change nothing
    row = posts.row(post_id)
    assert (row.version, row.edited_at) == (2, clocks.now())
    assert db.session.scalars(select(Revision.version).order_by(Revision.version)).all() == [1, 2]
    found = queries.history(scene.ben, post_id, directory(), clocks.now())
    assert [(one.version, one.body_html.strip()) for one in found.revisions] == [(2, "<p>two</p>"), (1, "<p>one</p>")]


def test_a_seasons_ceiling_moves_up_with_an_edit(scene: Scene, clock: SetClock) -> None:
    post_id = posts.post(scene.ann, scene.talk_id, "[spoiler harbour-lights S01]all[/spoiler]")
    assert ceiling(post_id) == scene.episodes[2]
    clock.set(scene.show.regular[4].world.latest)
    posts.amended(scene.ann, post_id, "[spoiler harbour-lights S01]all[/spoiler]!")
    assert ceiling(post_id) == scene.episodes[4]


def test_a_ceiling_never_falls_by_itself(scene: Scene, clock: SetClock) -> None:
    clock.set(OUT_SINCE.replace(day=1, hour=1))
    post_id = posts.post(scene.ann, scene.talk_id, "[spoiler harbour-lights S01]all of it, guessed[/spoiler]")
    assert ceiling(post_id) == scene.episodes[5]  # none was out: the whole season
    clock.set(scene.show.regular[1].world.latest)
    posts.amended(scene.ann, post_id, "[spoiler harbour-lights S01]all of it, guessed right[/spoiler]")
    assert ceiling(post_id) == scene.episodes[5]
    posts.amended(scene.ann, post_id, "[spoiler harbour-lights S01E01]no, just this[/spoiler]")
    assert ceiling(post_id) == scene.episodes[0]  # its author says so


def test_of_two_edits_the_slower_one_is_told(scene: Scene) -> None:
    post_id = posts.post(scene.ann, scene.talk_id, "one")
    posts.amended(scene.ann, post_id, "two")
    with pytest.raises(Conflict) as refused:
        actions.amend_post(scene.ann, post_id, AmendForm(body="three", version=1), clocks.now())
    assert refused.value.code == "edited-meanwhile"
    assert queries.source_for_edit(scene.ann, post_id, clocks.now()).source == "two"


def test_who_may_amend(scene: Scene) -> None:
    post_id = posts.post(scene.ann, scene.talk_id, "one")
    for reader in (scene.ben, scene.mona):
        with pytest.raises(Denied):
            actions.amend_post(reader, post_id, AmendForm(body="mine now", version=1), clocks.now())
    with pytest.raises(Denied):
        queries.source_for_edit(scene.ben, post_id, clocks.now())
    assert queries.source_for_edit(scene.mona, post_id, clocks.now()).source == "one"  # a moderator reads the source
    with pytest.raises(Denied):
        queries.edit_page(scene.mona, post_id, directory(), clocks.now())


def test_a_refused_edit_changes_nothing(scene: Scene) -> None:
    post_id = posts.post(scene.ann, scene.talk_id, "one")
    with pytest.raises(Invalid):
        actions.amend_post(scene.ann, post_id, AmendForm(body=">!unclosed", version=1), clocks.now())
    assert posts.row(post_id).version == 1


def test_each_version_is_covered_for_who_is_behind(scene: Scene) -> None:
    post_id = posts.post(scene.ann, scene.talk_id, "[spoiler harbour-lights S01E02]FIRST[/spoiler]")
    posts.amended(scene.ann, post_id, "[spoiler harbour-lights S01E01]SECOND[/spoiler]")
    shows.mark_through(scene.ben, scene.episodes[0], clocks.now())
    found = repr(queries.history(scene.ben, post_id, directory(), clocks.now()))
    assert ("FIRST" in found, "SECOND" in found) == (False, True)
    assert "FIRST" in repr(queries.history(scene.ann, post_id, directory(), clocks.now()))


def test_a_seal_covers_the_history_too_and_outlives_an_edit(scene: Scene) -> None:
    post_id = posts.post(scene.ann, scene.talk_id, "CANARY one")
    posts.amended(scene.ann, post_id, "harmless")
    gate = actions.read_seal(scene.mona, post_id, "harbour-lights S01E02", clocks.now())
    actions.seal_post(scene.mona, post_id, gate, "gives it away", clocks.now())
    assert "CANARY" not in repr(queries.history(scene.ben, post_id, directory(), clocks.now()))
    posts.amended(scene.ann, post_id, "CANARY three")
    page = queries.post_page(scene.ben, post_id, directory(), clocks.now())
    assert "CANARY" not in repr(page)
    assert page.post.state == "sealed"


def test_the_history_of_a_post_that_is_gone_is_gone(scene: Scene) -> None:
    post_id = posts.post(scene.ann, scene.talk_id, "CANARY")
    actions.withdraw_post(scene.ann, post_id, clocks.now())
    for reader in (scene.ann, scene.ben, scene.mona):
        with pytest.raises(Missing):
            queries.history(reader, post_id, directory(), clocks.now())


def test_a_threads_new_gate_closes_its_texts_anew(scene: Scene) -> None:
    post_id = posts.post(scene.ann, scene.thread_id, "CANARY >!as the thread!< [spoiler S01E03]INNER[/spoiler]")
    shows.mark_through(scene.ben, scene.episodes[1], clocks.now())
    with transaction():
        thread = db.session.get_one(Thread, scene.thread_id)
        thread.gate = groups.gate(scene.show.show_id, scene.episodes[3]).to_json()
    assert actions.recompose_thread(scene.thread_id, clocks.now()) == 1
    document = posts.row(post_id).document
    (outer,) = document["pieces"]
    # S01E03 is now lower than the thread: the text cannot be read as typed, so the old gates stay below the new one.
    assert (outer["gate"]["ceiling"], outer["cover"]) == (scene.episodes[3], "thread")
    assert "CANARY" not in repr(queries.thread_page(scene.ben, scene.thread_id, 1, directory(), clocks.now()))


def test_a_wrong_gate_that_is_put_right_opens_the_texts(scene: Scene) -> None:
    with transaction():
        thread = db.session.get_one(Thread, scene.talk_id)
        thread.gate = groups.gate(scene.show.show_id, scene.episodes[4]).to_json()
    post_id = posts.post(scene.ann, scene.talk_id, "plain >!veiled!<")
    with transaction():
        db.session.get_one(Thread, scene.talk_id).gate = groups.gate(scene.show.show_id, scene.episodes[0]).to_json()
    actions.recompose_thread(scene.talk_id, clocks.now())
    shows.mark_through(scene.ben, scene.episodes[0], clocks.now())
    page = queries.post_page(scene.ben, post_id, directory(), clocks.now())
    assert "plain" in page.post.body_html
