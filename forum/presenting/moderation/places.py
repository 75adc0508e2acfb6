"""Where a reported thing stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PlaceCard:
    """Where a reported thing stands. Shapes: `title` passed the door; `code` like "S02E03", "" where there is none;
    `kind` "post", "thread" (its title), or "person": a profile stands in no group, and only `handle` says whose it is.
    """

    group_slug: str
    group_name: str
    thread_id: int
    thread_kind: str
    title: str
    post_id: int
    position: int
    show_name: str = ""
    code: str = ""
    kind: str = "post"
    handle: str = ""


def in_words(labels: Sequence[str]) -> tuple[str, ...]:
    """Labels, each once, in order, none of them empty."""
    return tuple(dict.fromkeys(label for label in labels if label))
