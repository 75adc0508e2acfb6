"""Drafts: one's own words as they were typed, for nobody else."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import Field

from forum.api.answers import Answer, Page


class DraftCard(Answer):
    """What you began to write. `place` is the thread's title; `url` the page that holds the form."""

    id: int
    kind: Literal["reply", "thread"]
    updated_at: datetime
    title: str
    text: str
    place: str = Field(description='"" for a new thread, and for a thread that is no longer there for you.')
    group_name: str
    url: str = Field(description='"" when you cannot send it there any more.')
    sensitive: bool


class Drafts(Page):
    """Your drafts, the one you worked on last first."""

    drafts: list[DraftCard]
