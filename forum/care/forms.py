"""What a person may send to the care room: one model for the page's form, the JSON API and its description."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints, field_validator

from forum.domain.crisis import GRAVITY
from forum.infra.forms import Form

Country = Annotated[str, StringConstraints(strip_whitespace=True, to_upper=True, pattern=r"^([A-Za-z]{2})?$")]


class CountryForm(Form):
    """Where I am. Shapes: "" takes it back."""

    country: Country = ""


class WrongNumberForm(Form):
    """A crisis line is wrong. Shapes: `line` is its id, "" for one that is missing or another one."""

    line: Annotated[str, StringConstraints(strip_whitespace=True, max_length=40)] = ""
    country: Country = ""
    words: Annotated[str, StringConstraints(strip_whitespace=True, min_length=3, max_length=1_000)]


class TopicsForm(Form):
    """Hard topics of a thread, on top of those its show has."""

    topics: Annotated[list[str], Field(default_factory=list, max_length=len(GRAVITY))]
    reason: Annotated[str, StringConstraints(strip_whitespace=True, min_length=3, max_length=300)]

    @field_validator("topics", mode="before")
    @classmethod
    def _listed(cls, value: object) -> object:
        return [value] if isinstance(value, str) else value

    @field_validator("topics")
    @classmethod
    def _known(cls, value: list[str]) -> list[str]:
        if not set(value) <= set(GRAVITY):
            raise ValueError("not-a-choice")
        return value
