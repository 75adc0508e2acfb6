"""What every answer of the API has in common: allow-listed fields, a mark of its version, a link to what follows."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any, Self
from urllib.parse import urlencode

from flask import Response, request
from pydantic import BaseModel, ConfigDict, Field

from forum.infra.web.reader import current_reader

KEPT = "private, no-cache"
"""A client may keep its own copy, and must ask each time whether it is still the right one."""


class Answer(BaseModel):
    """Ground of all answers. A field that is not declared is never sent, whatever a card may learn to hold."""

    model_config = ConfigDict(frozen=True, from_attributes=True, extra="ignore")

    @classmethod
    def of(cls, card: Any, **more: Any) -> Self:
        """The declared fields of a card, and what it does not know itself."""
        known = {name: getattr(card, name) for name in cls.model_fields if name not in more}
        return cls.model_validate({**known, **more})


class Page(Answer):
    """One part of a list."""

    next_cursor: str | None = Field(description="Send it as `cursor` to go on; null at the end.")


class Problem(BaseModel):
    """A refusal (RFC 9457)."""

    type: str = Field(description="A stable name of the kind of refusal.", examples=["urn:watercooler:missing"])
    title: str
    status: int
    detail: str = Field(description="The same in a sentence for people, in the language of the request.")
    errors: dict[str, list[str]] | None = Field(
        None, description='Codes by field, "" for the whole body. Only with 422.'
    )
    faults: list[dict[str, str]] | None = Field(
        None,
        description="What is wrong with a file: `place`, `code`, `reason` and `value` of each fault. Only with 422.",
    )
    scope: str | None = Field(None, description="The scope that the key lacks.")
    facts: dict[str, str] | None = Field(None, description="Who was faster, and with what. Only with 409.")


@dataclass(frozen=True, slots=True)
class Made:
    """An answer about something new, and where it is."""

    answer: Answer
    location: str


def respond(given: Answer | Made | None, status: int) -> Response:
    """The response of a view."""
    if given is None:
        return Response(status=204)
    answer = given.answer if isinstance(given, Made) else given
    response = Response(answer.model_dump_json(), status=status, mimetype="application/json")
    if isinstance(given, Made):
        response.headers["Location"] = given.location
    if isinstance(answer, Page) and answer.next_cursor is not None:
        following = {**request.args.to_dict(), "cursor": answer.next_cursor}
        response.headers["Link"] = f'<{request.path}?{urlencode(following)}>; rel="next"'
    return response


def kept(response: Response) -> Response:
    """Let the reader's own client ask whether anything changed: 304 when nothing did.

    The mark is made of what this reader gets, and of who reads: it tells nothing that the answer does not.
    """
    mark = hashlib.sha256(f"{current_reader().id}\n".encode() + response.get_data()).hexdigest()[:32]
    response.set_etag(mark, weak=True)
    response.headers["Cache-Control"] = KEPT
    return response.make_conditional(request)  # type: ignore[return-value]  # it returns the response it was called on
