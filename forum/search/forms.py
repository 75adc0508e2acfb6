"""What somebody may look for. Too much of it is cut, never refused: a question is no fault."""

from __future__ import annotations

from enum import StrEnum

from pydantic import field_validator

from forum.infra.forms import Form
from forum.search.words import QUESTION_CHARACTERS


class Order(StrEnum):
    """What comes first."""

    NEWEST = "newest"
    CLOSEST = "closest"


class SearchForm(Form):
    """A question.

    Shapes: `group`, `show` = slugs; `kind` of the thread; `author` = handle; "" = any.
    """

    q: str = ""
    group: str = ""
    show: str = ""
    kind: str = ""
    author: str = ""
    order: Order = Order.NEWEST

    @field_validator("*", mode="before")
    @classmethod
    def _storable(cls, value: object) -> str:
        return " ".join("".join(c if c.isprintable() else " " for c in str(value)[:QUESTION_CHARACTERS]).split())

    @field_validator("order", mode="before")
    @classmethod
    def _known(cls, value: object) -> object:
        return value if value in set(Order) else Order.NEWEST
