"""What a person may send to the threads room."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints

from forum.groups.forms import one_line
from forum.infra.forms import Form

Why = Annotated[str, StringConstraints(strip_whitespace=True, min_length=3, max_length=300), AfterValidator(one_line)]
Title = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200), AfterValidator(one_line)]


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
