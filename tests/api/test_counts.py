"""What an answer costs: the page's statements and one for the key, whatever the size."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.api.conftest import Caller, World
from tests.factories import posts


def cost(caller: Caller, path: str, statements: Callable[[], Any]) -> int:
    caller.get(path)  # the catalogue is kept from here on
    with statements() as seen:
        assert caller.get(path).status_code == 200
    return len(seen)


@pytest.mark.parametrize("more", [0, 29, 2000])
def test_a_thread_costs_the_same_at_any_size(world: World, statements: Callable[[], Any], more: int) -> None:
    """One of them for the shows that the spoiler picker offers where a thread is about no episode."""
    if more:
        posts.many_posts(world.ann, world.talk_id, more)
    caller = world.by(world.ben)
    assert cost(caller, f"/threads/{world.talk_id}", statements) == 6
    last = caller.get(f"/threads/{world.talk_id}").json["next_cursor"]
    assert cost(caller, f"/threads/{world.talk_id}?cursor={last or ''}", statements) == 6
    assert cost(world.by(), f"/threads/{world.talk_id}", statements) == 4


def test_a_list_of_threads_costs_six(world: World, statements: Callable[[], Any]) -> None:
    """One of them: which new posts this reader may not read, so that they are not counted."""
    assert cost(world.by(world.ben), "/groups/binge-club/threads", statements) == 6
