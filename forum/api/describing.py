"""What the OpenAPI document is made from: each view with its models, kept by spectree.

Spectree only describes. It never runs in a request: what it would answer to bad input has another shape than ours,
and it would take a body of any content type for JSON (docs/adr/0005).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from spectree import Response, SecurityScheme, SpecTree
from spectree.models import SecureType, SecuritySchemeData

from forum.api.answers import Problem
from forum.infra.forms import Form

if TYPE_CHECKING:
    from forum.api.operations import Operation

ABOUT = """\
Everything that the pages show and do, under the same rules. What a reader may not see is never in an answer:
texts come as `body_html` and `body_text` with closed spoilers left out, until the reader has seen the episode or
reveals them. `valid_until` is the next instant at which a text may change by time alone.

Strangers may read what they may read on the pages. For the rest, make a key in your settings and send it as
`Authorization: Bearer wc_...`. A key has scopes (`read`, `write`, `moderate`) and an end; a new password shuts it.
Cookies count for nothing. Your archive, your keys and the closing of your account are on the pages alone: they want a
sign-in of the last minutes, and a key, which may lie about for months, is none. Nor does a key make anybody staff.

Lists have a `next_cursor` and a `Link` header. `GET` answers carry an `ETag`: send it back as `If-None-Match`, and
what has not changed is a short 304. Every `POST` that would do something twice takes an `Idempotency-Key`: sent again
within two days it gets the first answer, made anew where that holds texts. Refusals are `application/problem+json`.
Limits are told in `X-RateLimit-*` headers and `Retry-After`.
"""


def _name(model: Any) -> str:
    """The public name of a model. A form that has the name of an answer is called one."""
    name = str(model.__name__)
    return f"{name}Form" if issubclass(model, Form) and not name.endswith(("Form", "Query")) else name


spec = SpecTree(
    "flask",
    title="Watercooler API",
    description=ABOUT,
    version="1",
    mode="strict",
    annotations=False,
    openapi_version="3.1.0",
    security_schemes=[
        SecurityScheme(
            name="bearer",
            data=SecuritySchemeData(
                type=SecureType.HTTP,
                scheme="bearer",
                description="A key from your settings, or from `forum token create`.",
            ),
        )
    ],
    validation_error_model=Problem,
    naming_strategy=_name,
    nested_naming_strategy=lambda _parent, child: child,
)


def describe(known: Operation, view: Callable[..., Any]) -> Callable[..., Any]:
    """The view with its description hung on it; to be wrapped, not to be called."""
    answers: dict[str, Any] = {f"HTTP_{code}": Problem for code in refusals_of(known)}
    answers[f"HTTP_{known.status if known.answer else 204}"] = known.answer
    if known.is_safe:
        answers["HTTP_304"] = None
    described: Callable[..., Any] = spec.validate(
        query=known.query,
        json=known.body,
        resp=Response(**answers),
        tags=(known.tag,),
        security=_security(known),
        skip_validation=True,
        operation_id=view.__name__,
    )(view)
    return described


def refusals_of(known: Operation) -> tuple[int, ...]:
    """The refusals that a client of this operation must be ready for."""
    always = (400, 401, 403, 404, 422, 429)
    return always if known.is_safe else (*always, 409, 413, 415)


def _security(known: Operation) -> list[dict[str, list[str]]]:
    """Shapes: `{}` first = also without a key."""
    needed = {"bearer": [known.scope]}
    return [{}, needed] if known.is_safe and not known.signed_in else [needed]
