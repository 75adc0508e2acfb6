"""The OpenAPI document as people read it: chapters, entries, and every name in words."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from forum.api.document import TAGS, document, operations_of


@dataclass(frozen=True, slots=True)
class Field:
    """A parameter or a field of a body. Shapes: `place` is "path", "query", "header" or "body"."""

    name: str
    place: str
    kind: str
    required: bool
    words: str


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer: its code, what it means, and the name of its shape, "" for none."""

    code: str
    words: str
    shape: str


@dataclass(frozen=True, slots=True)
class Entry:
    """An operation. Shapes: `scope` of the key; `open` = also without a key; `example` = a body, "" for none."""

    name: str
    method: str
    path: str
    summary: str
    words: str
    scope: str
    open: bool
    fields: tuple[Field, ...]
    example: str
    replies: tuple[Reply, ...]


@dataclass(frozen=True, slots=True)
class Shape:
    """What an answer or a body holds."""

    name: str
    words: str
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Chapter:
    """The operations about one thing, and the shapes that they answer with."""

    name: str
    words: str
    entries: tuple[Entry, ...]


def chapters() -> tuple[Chapter, ...]:
    """The operations, in the order of the document's tags."""
    found = document()
    entries = [(one["tags"][0], _entry(found, path, method, one)) for path, method, one in operations_of(found)]
    return tuple(Chapter(tag, words, tuple(e for own, e in entries if own == tag)) for tag, words in TAGS.items())


def shapes() -> tuple[Shape, ...]:
    """Everything that is sent and answered, by name."""
    found: Mapping[str, Any] = document()["components"]["schemas"]
    return tuple(
        Shape(name, schema.get("description", ""), tuple(_fields_of(schema, "body")))
        for name, schema in sorted(found.items())
        if schema.get("type") == "object"
    )


def refusals() -> tuple[Reply, ...]:
    """What each refusal means, by code."""
    found = document()["components"]["responses"]
    return tuple(_reply(document(), code, one) for code, one in sorted(found.items()))


def _entry(found: Mapping[str, Any], path: str, method: str, described: Mapping[str, Any]) -> Entry:
    needed = described["security"]
    body = described.get("requestBody", {}).get("content", {}).get("application/json", {})
    fields = [_parameter(one) for one in described["parameters"]]
    if "$ref" in body.get("schema", {}):
        fields += _fields_of(found["components"]["schemas"][_name_of(body["schema"])], "body")
    return Entry(
        name=described["operationId"],
        method=method.upper(),
        path=path,
        summary=described["summary"],
        words=described["description"],
        scope=needed[-1]["bearer"][0],
        open={} in needed,
        fields=tuple(fields),
        example=json.dumps(body["example"], indent=2, ensure_ascii=False) if "example" in body else "",
        replies=tuple(_reply(found, code, one) for code, one in sorted(described["responses"].items())),
    )


def _reply(found: Mapping[str, Any], code: str, described: Mapping[str, Any]) -> Reply:
    if "$ref" in described:
        described = found["components"]["responses"][_name_of(described)]
    content = next(iter(described.get("content", {}).values()), None)
    return Reply(code, described["description"], _name_of(content["schema"]) if content else "")


def _parameter(described: Mapping[str, Any]) -> Field:
    words = described.get("description", "")
    return Field(described["name"], described["in"], _kind(described["schema"]), described["required"], words)


def _fields_of(schema: Mapping[str, Any], place: str) -> Iterator[Field]:
    needed = schema.get("required", ())
    for name, one in schema.get("properties", {}).items():
        yield Field(name, place, _kind(one), name in needed, one.get("description", ""))


def _kind(schema: Mapping[str, Any]) -> str:
    """A schema in a few signs: "text", "number", "Post", "list of Post", "instant or null"."""
    if "$ref" in schema:
        return _name_of(schema)
    if "anyOf" in schema:
        return " or ".join(_kind(one) for one in schema["anyOf"])
    if "enum" in schema:
        return ", ".join(str(one) for one in schema["enum"])
    if schema.get("type") == "array":
        return f"list of {_kind(schema.get('items', {}))}"
    if schema.get("format") in ("date", "date-time"):
        return "day" if schema["format"] == "date" else "instant"
    plain = {"string": "text", "integer": "number", "boolean": "yes or no", "null": "null"}
    return plain.get(str(schema.get("type")), "object")


def _name_of(schema: Mapping[str, Any]) -> str:
    return str(schema.get("$ref", "")).rpartition("/")[2]
