"""What a person may send to the threads room."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints, field_validator

from forum.domain.crisis import GRAVITY
from forum.groups.forms import one_line
from forum.infra.forms import Form

Why = Annotated[str, StringConstraints(strip_whitespace=True, min_length=3, max_length=300), AfterValidator(one_line)]
Title = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200), AfterValidator(one_line)]


LONGEST_MUTE = 3650
"""Days, as for shows."""


class ReasonForm(Form):
    """Something done to a thread, and why: the members concerned will read it."""

    reason: Why


class OptionalReasonForm(Form):
    """Something done to a thread in one click. Shapes: `reason` "" = the act says it all."""

    reason: Annotated[str, StringConstraints(strip_whitespace=True, max_length=300), AfterValidator(one_line)] = ""


class MoveForm(ReasonForm):
    """To another group. Shapes: its slug."""

    group: Annotated[str, StringConstraints(strip_whitespace=True, to_lower=True, min_length=1, max_length=40)]


class RenameForm(ReasonForm):
    """Another title."""

    title: Title


class AnswerForm(Form):
    """The post that answers a question. Shapes: None or "" takes the mark away."""

    post_id: Annotated[int, Field(ge=1, le=2**31 - 1)] | None = None


def _listed(value: object) -> object:
    return [value] if isinstance(value, str) else value


def _known(value: list[str]) -> list[str]:
    if not set(value) <= set(GRAVITY):
        raise ValueError("not-a-choice")
    return value


Topics = Annotated[
    list[str],
    Field(default_factory=list, max_length=len(GRAVITY)),
    BeforeValidator(_listed),
    AfterValidator(_known),
]
"""Hard topics, none of them unknown. One may come without its list, as a page's single box sends it."""


class TopicMutesForm(Form):
    """Hard topics that I want to meet in none of my lists. Shapes: these and no others; `days` None = until changed."""

    topics: Topics
    days: Annotated[int, Field(ge=1, le=LONGEST_MUTE)] | None = None

    @field_validator("days", mode="before")
    @classmethod
    def _empty(cls, value: object) -> object:
        return None if value == "" else value
