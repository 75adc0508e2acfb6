"""Taking a break."""

from __future__ import annotations

from datetime import datetime

from pydantic import Field

from forum.api.answers import Answer


class MutedTopic(Answer):
    """A hard topic that you keep out of your lists."""

    topic: str
    until: datetime | None = Field(description="null = until you change it.")


class MutedShow(Answer):
    """A show that you hide. `mute` and `unmute` are steps of your progress."""

    id: int
    slug: str
    name: str
    until: datetime


class Break(Answer):
    """What you have put aside, and until when. Nobody else is ever shown it."""

    until: datetime | None = Field(description="You read and do not write until then; null while you write as usual.")
    topics: list[MutedTopic]
    shows: list[MutedShow]
