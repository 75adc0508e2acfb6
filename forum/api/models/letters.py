"""Messages of the care team to the one who asks."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import Field

from forum.api.answers import Answer
from forum.api.models.care import Notice


class Letter(Answer):
    """A message to you, or your answer. Show it to nobody else, and name no reason in a push or a preview."""

    id: int
    kind: Literal["self", "other", "personal", "answer"] = Field(
        description="The first two carry no words of their own: show those of the page `/care/messages`."
    )
    words: str | None
    help: Notice
    post_id: int | None
    thread_id: int | None
    sent_at: datetime
    is_new: bool
    may_answer: bool
    asked: bool = Field(description="You asked for a word of a person.")


class Letters(Answer):
    """What the team wrote to you, newest first. `wanted`: the private care message is on."""

    letters: list[Letter]
    wanted: bool
