"""Sent once, done once, for every operation that would otherwise do it twice: the key is taken in the transaction in
which it is done, so that what failed may be sent again with the same key.

Texts of members are never kept with a key: such an answer is made anew, for what its reader may read by then.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from flask import Response, current_app, request

from forum.api.answers import Answer, Made, respond
from forum.api.people import member
from forum.infra import clock
from forum.infra.db import transaction
from forum.posts.actions.submitting import claim_answer, fingerprint

View = Callable[..., Answer | Made | None]


def done_once(view: View, values: Mapping[str, Any], key: str, status: int, again: View | None) -> Response:
    """The answer of a view that runs at most once for one person and key.

    Shapes: `values` = what the view takes; `again` = the reading view whose answer a repetition gets, for the same
    place or for the one that was made; None = the first answer itself.
    Raises: as the view; `Conflict` when the key was used for something else.
    """
    now, form = clock.now(), values.get("form")
    said = form.model_dump(mode="json") if form is not None else {}
    with transaction():
        claimed = claim_answer(member().id or 0, key, fingerprint(request.path, said), now)
        if claimed.answer is None:
            first = respond(view(**values), status)
            claimed.answer = {
                "status": first.status_code,
                "location": first.headers.get("Location"),
                "body": None if again is not None else first.get_data(as_text=True),
            }
            return first
        kept = dict(claimed.answer)
    return _repeated(kept, values, again)


def _repeated(kept: Mapping[str, Any], values: Mapping[str, Any], again: View | None) -> Response:
    location: str | None = kept["location"]
    if again is None:
        response = Response(kept["body"], status=kept["status"], mimetype="application/json")
    else:
        there = {name: value for name, value in values.items() if name != "form"}
        response = respond(again(**(_at(location) if location is not None else there)), kept["status"])
    if location is not None:
        response.headers["Location"] = location
    return response


def _at(location: str) -> Mapping[str, Any]:
    """The values in an address of ours."""
    _, values = current_app.url_map.bind(request.host).match(location, method="GET")
    return values
