"""Answers that a shared cache may keep, if it asks each time whether they are still the right ones.

Nothing outlives a release, a removal or a moved date: `no-cache` lets a copy be kept, and never be used unasked. The
mark is made of what everybody gets, so it tells nothing that the answer does not. Feeds behind a key are private.
"""

from __future__ import annotations

import hashlib
from datetime import datetime

from flask import Response, request

PUBLIC = "public, no-cache"
PRIVATE = "private, no-cache"


def answer(
    body: str | bytes, content_type: str, *, is_private: bool = False, changed_at: datetime | None = None
) -> Response:
    """The whole answer, or 304 for whoever has it already.

    `changed_at` is told for people's programmes and not believed when it comes back: what a feed may say changes by
    time alone, so only the mark decides.
    """
    response = Response(body, content_type=content_type)
    response.set_etag(hashlib.sha256(response.get_data()).hexdigest()[:32], weak=True)
    response.headers["Cache-Control"] = PRIVATE if is_private else PUBLIC
    response.make_conditional(request)
    if changed_at is not None:
        response.last_modified = changed_at
    return response
