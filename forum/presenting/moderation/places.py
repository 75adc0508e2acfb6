"""Where a reported thing stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PlaceCard:
    """Where a reported thing stands.

    Shapes: `title` passed the door; `code` like "S02E03", "" where there is none; `kind` "post", "thread" (its title),
    or what stands in no group: "person" (a profile, `handle` says whose), or a message to moderators, "appeal",
    "report" or "request".
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

    @property
    def is_sitewide(self) -> bool:
        """Whether it stands in no group, so that no rules of a group are at hand."""
        return not self.thread_id


def in_words(labels: Sequence[str]) -> tuple[str, ...]:
    """Labels, each once, in order, none of them empty."""
    return tuple(dict.fromkeys(label for label in labels if label))
