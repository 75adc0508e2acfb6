"""Hanging a view on the API: its scope, its form, its limits and its description, stated in one place."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from flask import Response, request

from forum.api.answers import Answer, Page, kept, respond
from forum.api.bodies import idempotency_key, read_file, read_object
from forum.api.describing import describe
from forum.api.door import bp, refusal
from forum.api.once import View, done_once
from forum.domain.people import Reader
from forum.infra.forms import Form
from forum.infra.web.limits import limited
from forum.infra.web.reader import current_reader

V = TypeVar("V", bound=View)


@dataclass(frozen=True, slots=True)
class Operation:
    """What is known of an operation before it runs.

    Shapes: `status` of success; `limits` = rows of the limits' table on top of the API's own, the same as the page's,
    so that nobody gets around one by the other door; `example` = a body as one would send it; `key_field` = the
    form's field that an `Idempotency-Key` fills; `once` = the key is looked at here, True when a repetition gets the
    first answer itself, a view when it gets that one's; `signed_in` = strangers get 401; `upload` = the body is a file,
    and this refuses who may not send one, before a byte of it is read.
    """

    method: str
    path: str
    tag: str
    answer: type[Answer] | None
    scope: str = "read"
    query: type[Form] | None = None
    body: type[Form] | None = None
    status: int = 200
    limits: tuple[str, ...] = ()
    example: Mapping[str, object] = field(default_factory=dict)
    key_field: str = ""
    once: View | bool = False
    signed_in: bool = False
    upload: Callable[[Reader], None] | None = None

    @property
    def is_safe(self) -> bool:
        """It only reads."""
        return self.method == "GET"

    @property
    def is_list(self) -> bool:
        """Its answers may go on."""
        return self.answer is not None and issubclass(self.answer, Page)

    @property
    def takes_key(self) -> bool:
        """It may be sent again with an `Idempotency-Key`."""
        return bool(self.once or self.key_field)


OPERATIONS: dict[str, Operation] = {}
"""By the name of the view."""


def operation(method: str, path: str, **facts: Any) -> Callable[[V], V]:
    """Register a view. It gets the path's values, `query` and `form` when these are declared, and returns an answer."""
    known = Operation(method, path, **facts)

    def hang(view: V) -> V:
        OPERATIONS[view.__name__] = known
        described = describe(known, view)

        @functools.wraps(described)
        def run(**values: Any) -> Response:
            return _run(known, view, values)

        guarded = run
        for name in (*known.limits, *_common(known)):
            guarded = limited(name)(guarded)
        bp.add_url_rule(path, endpoint=view.__name__, view_func=guarded, methods=[method])
        return view

    return hang


def _common(known: Operation) -> tuple[str, ...]:
    """The API's own limit. Not for files, which have a stricter one: it would read them to look for words of need."""
    if known.upload is not None:
        return ()
    return ("api-read",) if known.is_safe else ("api-write",)


def _run(known: Operation, view: View, values: dict[str, Any]) -> Response:
    refused = refusal(known.scope)
    if refused is not None:
        return refused
    if known.query is not None:
        values["query"] = known.query.read(request.args.to_dict())
    key = idempotency_key() if known.takes_key else ""
    if known.upload is not None:
        known.upload(current_reader())
        values["data"] = read_file()
    if known.body is not None:
        typed = read_object()
        values["form"] = known.body.read({**typed, known.key_field: key} if key and known.key_field else typed)
    if key and known.once:
        return done_once(view, values, key, known.status, known.once if callable(known.once) else None)
    response = respond(view(**values), known.status)
    return kept(response) if known.is_safe else response
