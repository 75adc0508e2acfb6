"""The OpenAPI 3.1 document: what spectree knows, finished with what it has no words for."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from flask import current_app

from forum.api.describing import spec
from forum.api.operations import OPERATIONS, Operation

_ID = {"type": "integer", "format": "int64", "minimum": 1}
TAGS: Mapping[str, str] = {
    "shows": "The catalogue, the calendar, and how far you are.",
    "groups": "Starting, finding, joining and leaving groups, and what they say of themselves.",
    "looking after groups": "Requests, roles, bans and invitations, for a group's moderators: the scope `moderate`.",
    "threads": "Conversations, and their posts in order.",
    "posts": "Writing, and what stands behind spoilers.",
    "keeping order": "Locks, pins, moves and titles of threads, seals and removals of posts: the scope `moderate`.",
    "moderation": "Reports, the queue, decisions and the ledger. Cases need a key with the scope `moderate`.",
    "releases": "Dates: what was stated, what is reported, what nobody has dated; the books of a show.",
    "care": "Crisis lines, hard topics of threads, what the care team wrote to you. Never its queue.",
    "people": "Who others are, and what they wrote.",
    "search": "Finding what was written, as far as you may read it.",
    "you": "Your preferences and notifications.",
}
_HEADERS: Mapping[str, Mapping[str, Any]] = {
    "ETag": {"description": "The mark of this version.", "schema": {"type": "string"}},
    "Link": {"description": 'Where the list goes on, `rel="next"`.', "schema": {"type": "string"}},
    "Location": {"description": "Where the new thing is.", "schema": {"type": "string"}},
    "Retry-After": {"description": "Seconds to wait.", "schema": {"type": "string"}},
    "X-RateLimit-Limit": {"description": "Requests in the present window.", "schema": {"type": "string"}},
    "X-RateLimit-Remaining": {"description": "What is left of them.", "schema": {"type": "string"}},
    "X-RateLimit-Reset": {"description": "When the window ends, in Unix seconds.", "schema": {"type": "string"}},
    "WWW-Authenticate": {"description": "What key is needed.", "schema": {"type": "string"}},
}
_LIMITS = ("X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset")
_KEY = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": "Up to 64 signs of your choice. Sent again it gets the first answer; with another body, 409.",
    "schema": {"type": "string", "minLength": 1, "maxLength": 64, "pattern": "^[!-~]+$"},
}
_FILE = {
    "description": "The file itself, up to 20 MiB.",
    "required": True,
    "content": {"application/json": {"schema": {"type": ["object", "array"]}}},
}
_MEANINGS: Mapping[str, str] = {
    "304": "Nothing has changed since the version you have",
    "400": "The request cannot be read",
    "401": "A key is needed, or this one opens nothing (any more)",
    "403": "The rules say no, or the key lacks the scope",
    "404": "Nothing there that you may know of",
    "409": "Somebody was faster, or the key of the request was used for something else",
    "413": "More than a megabyte; a file, more than 20",
    "415": "Only `application/json` is read",
    "422": "The input cannot be taken as it is",
    "429": "Too often; see `Retry-After`",
}


def document() -> dict[str, Any]:
    """The whole document. Made once for an application."""
    made: dict[str, Any] | None = current_app.extensions.get("api-document")
    if made is None:
        made = current_app.extensions["api-document"] = _made()
    return made


def _made() -> dict[str, Any]:
    found: dict[str, Any] = copy.deepcopy(spec.spec)
    found["info"]["license"] = {"name": "MIT", "identifier": "MIT"}
    # Query strings are told as parameters; nothing refers to their models.
    found["components"]["schemas"] = {
        name: schema for name, schema in found["components"]["schemas"].items() if not name.endswith("Query")
    }
    found["tags"] = [{"name": name, "description": words} for name, words in TAGS.items()]
    found["components"]["headers"] = copy.deepcopy(dict(_HEADERS))
    found["components"]["responses"] = _refusals()
    for _, _, described in operations_of(found):
        _finish(described, OPERATIONS[described["operationId"]])
    return found


def operations_of(found: Mapping[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Path, method and description of every operation."""
    for path, methods in found["paths"].items():
        for method, described in methods.items():
            yield path, method, described


def _finish(described: dict[str, Any], known: Operation) -> None:
    for parameter in described["parameters"]:
        if parameter["in"] == "path" and parameter["schema"]["type"] == "integer":
            parameter["schema"] = dict(_ID)
    if known.takes_key:
        described["parameters"].append(copy.deepcopy(_KEY))
    if known.upload is not None:
        described["requestBody"] = copy.deepcopy(_FILE)
    if known.example and "requestBody" in described:
        described["requestBody"]["content"]["application/json"]["example"] = dict(known.example)
    for code, response in described["responses"].items():
        if int(code) >= 400:
            described["responses"][code] = {"$ref": f"#/components/responses/{code}"}
            continue
        response["description"] = _MEANINGS.get(code, response["description"])
        response["headers"] = _linked(_headers(code, known))


def _refusals() -> dict[str, Any]:
    """What every refusal looks like, once for all operations."""
    content = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    more: Mapping[str, tuple[str, ...]] = {"401": ("WWW-Authenticate",), "429": ("Retry-After",)}
    return {
        code: {"description": words, "content": content, "headers": _linked((*more.get(code, ()), *_LIMITS))}
        for code, words in _MEANINGS.items()
        if int(code) >= 400
    }


def _linked(names: Iterable[str]) -> dict[str, Any]:
    return {name: {"$ref": f"#/components/headers/{name}"} for name in names}


def _headers(code: str, known: Operation) -> tuple[str, ...]:
    if code == "201":
        return ("Location", *_LIMITS)
    if not known.is_safe:
        return _LIMITS
    return ("ETag", "Link", *_LIMITS) if code == "200" and known.is_list else ("ETag", *_LIMITS)
