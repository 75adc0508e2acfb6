"""Forms as views see them: read the request, and keep what was typed when it is refused."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar, get_origin

from flask import request

from forum.domain.errors import Invalid
from forum.infra.forms import Form

F = TypeVar("F", bound=Form)


def read_form(form: type[F]) -> F:
    """The form of this request, from form fields or from JSON.

    Raises: `Invalid`, with what was given.
    """
    return form.read(given(form))


def given(form: type[Form]) -> dict[str, Any]:
    """What the request holds for the fields of `form`: lists where the form has lists, else the last value."""
    if request.is_json:
        body = _json()
        if not isinstance(body, dict):
            raise Invalid({"": ["not-an-object"]})
        return body
    values: dict[str, Any] = {}
    for name, info in form.model_fields.items():
        key = info.alias or name
        if key in request.form:
            listed = get_origin(info.annotation) in (list, tuple, set, frozenset)
            values[key] = request.form.getlist(key) if listed else request.form.getlist(key)[-1]
    return values


def _json() -> Any:
    try:
        return request.get_json(silent=True)
    except RecursionError:  # ten thousand brackets are no form either
        return None


@dataclass(frozen=True, slots=True)
class FormState:
    """What a template needs to show a form (again). Shapes: `errors` maps a field to codes, "" to the whole form."""

    values: Mapping[str, Any] = field(default_factory=dict)
    errors: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    facts: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def of(cls, fault: Invalid) -> FormState:
        """The form as it was typed, with what is wrong."""
        typed = fault.values or request.form.to_dict()
        return cls({name: _showable(value) for name, value in typed.items()}, fault.errors, fault.facts)

    @classmethod
    def filled(cls, **values: Any) -> FormState:
        """A fresh form with these values."""
        return cls(values)


def _showable(value: Any) -> Any:
    """What was typed, without halves of characters, which no answer could carry."""
    return value.encode("utf-8", "replace").decode("utf-8") if isinstance(value, str) else value
