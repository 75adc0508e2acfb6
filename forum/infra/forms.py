"""What comes in from outside: one pydantic model serves the page's form, the JSON API and its description."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, ValidationError, field_validator

from forum.domain.errors import Invalid

_CODES: Mapping[str, str] = {
    "missing": "required",
    "string_too_long": "too-long",
    "string_too_short": "too-short",
    "too_long": "too-many",
    "enum": "not-a-choice",
    "literal_error": "not-a-choice",
}


def _refuse_unstorable(value: Any) -> Any:
    """NUL cannot be stored in PostgreSQL, half a surrogate pair in nothing at all."""
    if isinstance(value, str):
        if "\x00" in value or any(unicodedata.category(c) == "Cs" for c in value):
            raise ValueError("unstorable")
        return value.replace("\r\n", "\n")
    if isinstance(value, list):
        return [_refuse_unstorable(item) for item in value]
    return value


class Form(BaseModel):
    """Ground of all forms. Unknown fields are left out, so nobody can set what a form does not name.

    Validators raise `ValueError("<code>")`; templates turn codes into words.
    """

    model_config = ConfigDict(extra="ignore", frozen=True)

    @field_validator("*", mode="before")
    @classmethod
    def _storable(cls, value: Any) -> Any:
        return _refuse_unstorable(value)

    @classmethod
    def read(cls, values: Mapping[str, Any]) -> Self:
        """The form filled from `values`.

        Raises: `Invalid` with codes per field and everything that was given.
        """
        try:
            return cls.model_validate(dict(values))
        except ValidationError as fault:
            raise Invalid(_errors_of(fault), values) from None


def _errors_of(fault: ValidationError) -> dict[str, list[str]]:
    errors: dict[str, list[str]] = {}
    for error in fault.errors(include_url=False, include_input=False):
        name = str(error["loc"][0]) if error["loc"] else ""
        errors.setdefault(name, []).append(_code_of(dict(error)))
    return errors


def _code_of(error: Mapping[str, Any]) -> str:
    kind = str(error["type"])
    if kind in ("value_error", "assertion_error"):
        return str(error["ctx"]["error"])
    if kind == "string_too_short" and error["ctx"]["min_length"] == 1:
        return "required"
    return _CODES.get(kind, "unreadable")
