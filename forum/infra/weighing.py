"""What is sent is weighed before it becomes a post: a room above may refuse it for now, or keep it for a moderator.

That room registers itself; the room in which people write imports none of it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from forum.domain.people import GroupRole, Reader


@dataclass(frozen=True, slots=True)
class Sent:
    """What somebody sent, in the transaction that would write it.

    Shapes: `thread_id` None for a new thread, `post_id` None for a new post; `form` = what was sent, by field;
    `document` = the text as it would be stored; `opened_at` = when an episode's thread opened.
    """

    actor: Reader
    role: GroupRole | None
    group_id: int
    thread_id: int | None
    form: Mapping[str, Any]
    text: str
    document: Mapping[str, Any]
    now: datetime
    title: str = ""
    opened_at: datetime | None = None
    post_id: int | None = None


@dataclass(frozen=True, slots=True)
class Weighed:
    """What comes of it. Shapes: `waiting_id` = it waits under this number and must not be written; `then` is called
    with the id of its post once it is there."""

    waiting_id: int | None = None
    then: Callable[[int], None] = lambda _post_id: None


Scale = Callable[[Sent], Weighed]

_scales: list[Scale] = []


def weighs(scale: Scale) -> Scale:
    """Register who weighs."""
    if scale not in _scales:
        _scales[:] = [scale]
    return scale


def weigh(sent: Sent) -> Weighed:
    """Ask.

    Raises: `Invalid` when it cannot be written now, with what was typed.
    """
    return _scales[0](sent) if _scales else Weighed()
