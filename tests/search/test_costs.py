"""What a question costs in statements: the same for 1, 3 and 30 hits, and whatever is chosen."""

from __future__ import annotations

import pytest
from flask import Flask

from forum.infra import clock as clocks
from forum.infra import jobs
from forum.shows import actions as shows
from tests.factories import posts
from tests.posts.conftest import Scene, scene
from tests.posts.test_counts import Counting
from tests.posts.test_counts import cost as cost_of

__all__ = ["scene"]


@pytest.mark.parametrize("how_many", [1, 3, 30])
@pytest.mark.parametrize(
    ("question", "member", "stranger"),
    [
        ("q=boat", 13, 8),
        ("q=boat&order=closest", 13, 8),
        ("q=boat&group=binge-club&author=ann&show=harbour-lights", 12, 5),
        ("q=nothingofthekind", 10, 6),
    ],
)
def test_a_question_costs_the_same_whatever_is_found(
    app: Flask, scene: Scene, statements: Counting, how_many: int, question: str, member: int, stranger: int
) -> None:
    """Fails when a hit, a gate or a thread is asked for by itself."""
    shows.mark_through(scene.ben, scene.episodes[1], clocks.now())
    for number in range(how_many):
        posts.post(scene.ann, scene.talk_id, f"The boat, {number}.")
        scope = f"{scene.show.slug} S01E0{number % 2 + 1}"
        posts.post(scene.ann, scene.talk_id, f"[spoiler {scope}]The boat, {number}.[/spoiler]")
        posts.post(scene.ann, scene.thread_id, f"The boat, {number}.")
    jobs.drain(clocks.now())
    url = f"/search?{question}"
    ben, anybody = (cost_of(app, scene, statements, url, signed_in=known) for known in (True, False))
    assert (ben, anybody) == (member, stranger)
