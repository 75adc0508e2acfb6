"""Every schema of the API has its row: a new one, or a new text in one, fails until somebody says what it holds."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, get_args

from pydantic import BaseModel

from forum.api import views
from forum.api.operations import OPERATIONS
from tests.sweep.schema_table import CODES, ONLY_AFTER_ACTS, SCHEMAS
from tests.sweep.test_spoilers import OUTLETS

assert views.bp.name == "api", "its import hangs every operation up"
Model = type[BaseModel]


def types_in(annotation: Any) -> Iterator[type]:
    """Every type that an annotation is made of."""
    if isinstance(annotation, type):
        yield annotation
    for part in get_args(annotation):
        yield from types_in(part)


def reachable(*first: Model) -> set[Model]:
    """These schemas and all that are inside of them."""
    known: set[Model] = set()
    waiting = list(first)
    while waiting:
        model = waiting.pop()
        if model not in known:
            known.add(model)
            parts = (one for field in model.model_fields.values() for one in types_in(field.annotation))
            waiting += [one for one in parts if issubclass(one, BaseModel)]
    return known


def texts_of(model: Model) -> set[str]:
    """The fields that may hold any text. What is limited to certain words (`Literal`, enums) is none."""
    loose = (str, object)
    return {name for name, field in model.model_fields.items() if {*types_in(field.annotation)} & {*loose}}


ANSWERED = reachable(*(known.answer for known in OPERATIONS.values() if known.answer is not None))


def test_every_schema_has_its_row_and_every_text_in_it() -> None:
    found = {model.__name__: texts_of(model) for model in ANSWERED}
    assert len(found) == len(ANSWERED), "two schemas have one name"
    assert found == {name: set(texts) for name, texts in SCHEMAS.items()}, "say in schema_table.py what it holds"
    assert {code for texts in SCHEMAS.values() for code in texts.values()} <= CODES


def test_every_schema_is_asked_for_by_the_sweep() -> None:
    """A row says what should be there; the canary sweep looks at what is."""
    rows = {f"/api/v1{known.path}" for known in OPERATIONS.values() if known.is_safe}
    assert rows <= set(OUTLETS)
    read = reachable(*(known.answer for known in OPERATIONS.values() if known.answer is not None and known.is_safe))
    assert {model.__name__ for model in ANSWERED - read} == set(ONLY_AFTER_ACTS)
