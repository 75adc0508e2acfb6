"""Reading what is sent: JSON alone, bounded before anything looks at it."""

from __future__ import annotations

import json
from typing import Any, NoReturn

from flask import request
from werkzeug.exceptions import BadRequest, UnsupportedMediaType

from forum.domain.errors import Invalid
from forum.infra.web.bounds import allow_upload

DEEPEST = 20
LONGEST_KEY = 64


class Unreadable(BadRequest):
    """Not JSON as RFC 8259 has it, or too deep."""


def _refuse(_text: str) -> NoReturn:
    raise ValueError("not a number of JSON")


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Two values of one name are read differently by different programs, so they are refused."""
    made = dict(pairs)
    if len(made) != len(pairs):
        raise ValueError("a name twice")
    return made


def read_object() -> dict[str, Any]:
    """The JSON object of this request.

    Raises: `UnsupportedMediaType` for everything but JSON, so that no plain form of a foreign page is ever read;
    `Unreadable`; `Invalid` for JSON that is no object; `RequestEntityTooLarge`.
    """
    if request.mimetype != "application/json":
        raise UnsupportedMediaType
    data = request.get_data(cache=False)
    try:
        found = json.loads(data.decode("utf-8"), parse_constant=_refuse, object_pairs_hook=_object)
    except (ValueError, RecursionError):
        raise Unreadable from None
    if depth(found) > DEEPEST:
        raise Unreadable
    if not isinstance(found, dict):
        raise Invalid({"": ["not-an-object"]})
    return found


def read_file() -> bytes:
    """The body as it is, of up to 20 MiB; whoever asks has made sure that this caller may send so much.

    Raises: `UnsupportedMediaType`; `RequestEntityTooLarge`, by the header before anything is read, or in the middle of
    a body that tells no length.
    """
    if request.mimetype != "application/json":
        raise UnsupportedMediaType
    allow_upload()
    data = request.get_data(cache=False)
    request.stream.read(1)  # a body that tells no length ends quietly at the bound, and is refused by the next read
    return data


def depth(value: object) -> int:
    """How deep lists and objects stand in each other. No recursion, for it measures hostile input."""
    deepest, waiting = 0, [(value, 1)]
    while waiting:
        found, level = waiting.pop()
        if isinstance(found, dict | list):
            deepest = max(deepest, level)
            inner = found.values() if isinstance(found, dict) else found
            waiting.extend((one, level + 1) for one in inner)
    return deepest


def idempotency_key() -> str:
    """The `Idempotency-Key` of this request, "" without one.

    Raises: `Invalid` for one that is empty, too long, or not plain ASCII.
    """
    key = request.headers.get("Idempotency-Key")
    if key is None:
        return ""
    key = key.strip()
    if not key or len(key) > LONGEST_KEY or not all(33 <= ord(c) < 127 for c in key):
        raise Invalid({"Idempotency-Key": ["unreadable"]})
    return key
