"""A whole post behind a cover: chosen, inherited from what it answers, kept through edits, never lowered unnoticed."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from forum.domain.errors import Invalid
from forum.domain.people import Reader
from forum.infra import clock as clocks
from forum.infra.clock import SetClock
from forum.infra.directory import directory
from forum.posts import actions, queries
from forum.posts.forms import AmendForm, Nod, PreviewForm
from forum.rendering.document import Document, veils
from forum.shows import actions as shows
from tests.factories import accounts, posts
from tests.posts.conftest import Scene

SECOND = "harbour-lights S01E02"
THIRD = "harbour-lights S01E03"


def read(reader: Reader, post_id: int) -> str:
    return str(queries.post_page(reader, post_id, directory(), clocks.now()).post.body_html)


def ceilings(post_id: int) -> list[int | None]:
    return [veil.gate.ceiling_id for veil in veils(Document.from_json(posts.row(post_id).document).pieces)]


def amend(author: Reader, post_id: int, body: str, **more: Any) -> int:
    form = AmendForm.read({"body": body, "version": posts.row(post_id).version, **more})
    return actions.amend_post(author, post_id, form, clocks.now())


@pytest.fixture
def readers(scene: Scene) -> tuple[Reader, Reader]:
    """One who has seen the second episode, one who has seen the third."""
    shows.mark_through(scene.ben, scene.episodes[1], clocks.now())
    shows.mark_through(scene.mona, scene.episodes[2], clocks.now())
    return scene.ben, scene.mona


def test_a_whole_post_is_covered_by_one_choice(scene: Scene, readers: tuple[Reader, Reader]) -> None:
    post_id = posts.post(scene.ann, scene.thread_id, "CANARY in every word", cover="S01E03")
    behind, there = readers
    assert ("CANARY" in read(behind, post_id), "CANARY" in read(there, post_id)) == (False, True)
    assert ceilings(post_id) == [scene.episodes[1], scene.episodes[2]]


def test_a_cover_that_adds_nothing_to_the_thread_is_none(scene: Scene) -> None:
    assert ceilings(posts.post(scene.ann, scene.thread_id, "A word.", cover="S01E02")) == [scene.episodes[1]]
    with pytest.raises(Invalid) as refused:
        posts.post(scene.ann, scene.thread_id, "A word.", cover="S01E01")
    assert refused.value.errors == {"cover": ("lower-than-thread",)}


@pytest.mark.parametrize(
    "hidden",
    [
        "[spoiler S01E03]all of it[/spoiler]",
        ":::spoiler S01E03\nall\n\nof it\n:::",
        ">!small!< [spoiler S01E03]x[/spoiler]",
    ],
)
def test_an_answer_to_hidden_text_inherits_its_scope(scene: Scene, readers: tuple[Reader, Reader], hidden: str) -> None:
    said = posts.post(scene.ann, scene.thread_id, hidden)
    answer = posts.post(scene.ann, scene.thread_id, "CANARY, I agree", reply_to=said)
    behind, there = readers
    assert ("CANARY" in read(behind, answer), "CANARY" in read(there, answer)) == (False, True)


def test_an_answer_to_a_sealed_post_inherits_the_seal(scene: Scene, readers: tuple[Reader, Reader]) -> None:
    said = posts.post(scene.ann, scene.thread_id, "Unmarked.")
    actions.seal_post(
        scene.mona, said, actions.read_seal(scene.mona, said, "S01E03", clocks.now()), "Why.", clocks.now()
    )
    answer = posts.post(scene.ann, scene.thread_id, "CANARY, I agree", reply_to=said)
    assert "CANARY" not in read(readers[0], answer)


def test_an_answer_may_widen_and_not_lower_what_is_hidden_whole(scene: Scene) -> None:
    said = posts.post(scene.ann, scene.thread_id, "[spoiler S01E03]all of it[/spoiler]")
    wider = posts.post(scene.ann, scene.thread_id, "More.", reply_to=said, cover="S01E04")
    assert ceilings(wider)[-1] == scene.episodes[3]
    for less in ("thread", "S01E02"):
        with pytest.raises(Invalid) as refused:
            posts.post(scene.ann, scene.thread_id, "Less.", reply_to=said, cover=less)
        assert refused.value.errors == {"cover": ("lower-than-answered",)}


def test_an_answer_about_the_open_part_says_so(scene: Scene, readers: tuple[Reader, Reader]) -> None:
    said = posts.post(scene.ann, scene.thread_id, "Open words, [spoiler S01E03]hidden ones[/spoiler]")
    by_default = posts.post(scene.ann, scene.thread_id, "CANARY", reply_to=said)
    on_purpose = posts.post(scene.ann, scene.thread_id, "CANARY", reply_to=said, cover="thread")
    assert ["CANARY" in read(readers[0], one) for one in (by_default, on_purpose)] == [False, True]
    plain = posts.post(scene.ann, scene.thread_id, "Plain.")
    assert ceilings(posts.post(scene.ann, scene.thread_id, "Yes.", reply_to=plain)) == [scene.episodes[1]]


def test_the_author_is_told_before_and_after(app: Flask, scene: Scene, readers: tuple[Reader, Reader]) -> None:
    said = posts.post(scene.ann, scene.thread_id, "[spoiler S01E03]all of it[/spoiler]")
    ben = accounts.signed_in(app, readers[0])
    page = ben.get(f"/p/{said}/quote").text
    assert "Harbour Lights S01E03, like the post you answer" in page
    assert 'value="thread"' not in page
    sent = {"body": "I see.", "reply_to": said, "cover": ""}
    assert (
        "Your answer is covered like the post it answers."
        in ben.post(f"/t/{scene.thread_id}/reply", data=sent, follow_redirects=True).text
    )
    card = actions.preview(readers[0], PreviewForm.read({**sent, "thread_id": scene.thread_id}), clocks.now())
    assert card.cover_label == "Harbour Lights S01E03"
    assert ("I see" in card.stranger, "I see" in card.behind, "I see" in card.caught_up) == (False, False, True)


def test_a_cover_outlives_an_edit_and_a_new_gate(scene: Scene, readers: tuple[Reader, Reader]) -> None:
    post_id = posts.post(scene.ann, scene.thread_id, "CANARY one", cover="S01E03")
    amend(scene.ann, post_id, "CANARY two")
    assert "CANARY" not in read(readers[0], post_id)
    actions.recompose_thread(scene.thread_id, clocks.now())
    assert ceilings(post_id) == [scene.episodes[1], scene.episodes[2]]
    assert "CANARY" not in read(readers[0], post_id)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("[spoiler S01E03]the cook did it[/spoiler]", "the cook did it"),
        ("[spoiler S01E03]the cook did it[/spoiler]", "so, the cook of the house"),
        ("[spoiler S01E03]the cook did it[/spoiler]", "[spoiler S01E02]the cook did it[/spoiler]"),
        ("[spoiler S01E03]the cook did it all[/spoiler]", "[spoiler S01E03]the cook[/spoiler] did it all"),
        ("[spoiler S01E03]cook[/spoiler]", "cook"),
        ("one [spoiler S01E03]the cook[/spoiler] [spoiler S01E04]did it[/spoiler]", "[spoiler S01E03]did it[/spoiler]"),
    ],
)  # fmt: skip  # rows of a table
def test_an_edit_never_lowers_unnoticed(scene: Scene, before: str, after: str) -> None:
    post_id = posts.post(scene.ann, scene.thread_id, before)
    with pytest.raises(Invalid) as refused:
        amend(scene.ann, post_id, after)
    assert refused.value.errors == {"body": ("lower-than-before",)}
    assert refused.value.facts["lowered"] in (["Harbour Lights S01E03"], ["Harbour Lights S01E04"])
    assert posts.row(post_id).version == 1
    assert amend(scene.ann, post_id, after, lower="true") == 2


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("[spoiler S01E03]the cook did it[/spoiler] and more", "and more"),
        ("[spoiler S01E03]the cook did it[/spoiler]", "[spoiler S01E04]the cook did it[/spoiler]"),
        ("[spoiler S01E03]the cook did it[/spoiler]", "[spoiler S01E03]the cook did it, and I knew it[/spoiler]"),
        ("the cook did it. [spoiler S01E03]the cook did it[/spoiler]", "the cook did it"),
        ("[spoiler S01E03]it is the end[/spoiler]", "[spoiler S01E03]it was the end[/spoiler] and tea is late"),
        (">!the cook did it!<", "the cook did it"),  # the thread asks for as much
    ],
)  # fmt: skip  # rows of a table
def test_an_edit_that_lowers_nothing_is_not_asked(scene: Scene, before: str, after: str) -> None:
    assert amend(scene.ann, posts.post(scene.ann, scene.thread_id, before), after) == 2


def test_taking_a_cover_away_is_asked_by_the_form(app: Flask, scene: Scene) -> None:
    post_id = posts.post(scene.ann, scene.thread_id, "the cook did it", cover="S01E03")
    ann = accounts.signed_in(app, scene.ann)
    assert "Harbour Lights S01E03, as before" in ann.get(f"/p/{post_id}/edit").text
    sent = {"body": "the cook did it", "version": "1", "cover": "thread"}
    asked = ann.post(f"/p/{post_id}/edit", data=sent)
    assert asked.status_code == 422
    assert "It is meant: it gives away less than before (Harbour Lights S01E03)" in asked.text
    assert '<option value="thread" selected>' in asked.text
    assert ann.post(f"/p/{post_id}/edit", data={**sent, "lower": "true"}).status_code == 303
    assert ceilings(post_id) == [scene.episodes[1]]


def test_a_seasons_ceiling_of_a_cover_is_frozen_and_moves_up_only(scene: Scene, clock: SetClock) -> None:
    post_id = posts.post(scene.ann, scene.talk_id, "all", cover="harbour-lights S01")
    assert ceilings(post_id) == [scene.episodes[2]]
    clock.set(scene.show.regular[4].world.latest)
    amend(scene.ann, post_id, "all!")
    assert ceilings(post_id) == [scene.episodes[2]]  # left as it was
    amend(scene.ann, post_id, "all!", cover="harbour-lights S01")
    assert ceilings(post_id) == [scene.episodes[4]]


def test_a_post_that_only_opens_into_more_covers_is_shut(scene: Scene) -> None:
    """Behind an open thread stands nothing but a closed cover: its reactions would tell of what is in it."""
    post_id = posts.post(scene.ann, scene.thread_id, "[spoiler S01E03]CANARY[/spoiler]")
    actions.react(scene.ann, post_id, Nod.GASP, clocks.now())
    shows.mark_through(scene.ben, scene.episodes[1], clocks.now())
    (card,) = queries.thread_page(scene.ben, scene.thread_id, 1, directory(), clocks.now()).posts
    assert "CANARY" not in card.body_html
    assert sum(nod.count for nod in card.reactions) == 0
    shows.mark_through(scene.ben, scene.episodes[2], clocks.now())
    (card,) = queries.thread_page(scene.ben, scene.thread_id, 1, directory(), clocks.now()).posts
    assert sum(nod.count for nod in card.reactions) == 1
