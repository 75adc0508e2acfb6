"""What somebody began to write and did not send, for nobody but them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class DraftCard:
    """One draft: its author's own words as they were typed, which no other reader ever gets.

    Shapes: `kind` is "reply" or "thread"; `place` = the thread's title, which passed the door, "" for a new thread or
    for a place that is no longer there for them; `url` leads to the form that holds the draft, "" when the author can
    no longer send it there; `title` and `text` as typed.
    """

    id: int
    kind: str
    updated_at: datetime
    title: str
    text: str
    place: str = ""
    group_name: str = ""
    url: str = ""
    sensitive: bool = False


@dataclass(frozen=True, slots=True)
class DraftsPage:
    """The reader's drafts, the one they worked on last first."""

    drafts: tuple[DraftCard, ...]
    number: int
    has_more: bool
