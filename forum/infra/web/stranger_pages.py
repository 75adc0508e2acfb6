"""Whole pages kept for a moment for readers of whom nothing is known: they all get the same ones.

On a premiere night thousands of strangers open one thread in the same second. A page is kept for two seconds, and in
the process that writes not even that long: every committed write empties it. Nor is it kept beyond the instant at which
a release changes what it shows. Members' pages are never kept.
Source: docs/adr/0006-strangers-pages-are-kept-for-two-seconds.md
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from threading import Lock
from typing import NamedTuple

from flask import Response, g, make_response, request, session
from flask.typing import ResponseReturnValue

from forum.infra import clock
from forum.infra.db import writes
from forum.infra.web.reader import current_reader

KEPT_FOR = timedelta(seconds=2)
KEPT = 500
"""Pages in memory, of some tens of kilobytes each."""

View = Callable[..., ResponseReturnValue]


class _Page(NamedTuple):
    body: bytes
    content_type: str
    since: datetime
    until: datetime
    writes: int


_pages: OrderedDict[tuple[object, ...], _Page] = OrderedDict()
_lock = Lock()


def kept_for_strangers(view: View) -> View:
    """Keep what the view answers to strangers without any cookie. Their pages hold no token: see `forgery`."""

    @wraps(view)
    def keeping(**arguments: object) -> ResponseReturnValue:
        reader = current_reader()
        if not reader.is_stranger or request.cookies or "Authorization" in request.headers:
            return view(**arguments)
        key = (request.host, request.full_path, reader.country, reader.language)
        page = _recall(key)
        if page is None:
            before = writes()
            answer = make_response(view(**arguments))
            if answer.status_code != 200 or answer.is_streamed or session.modified:
                return answer
            page = _keep(key, answer, before)
        return Response(page.body, content_type=page.content_type)

    return keeping


def good_until(instant: datetime | None) -> None:
    """The page that is being made reads differently from this instant on: no copy outlives it."""
    if instant is not None:
        g.good_until = min(instant, g.get("good_until", instant))


def _recall(key: tuple[object, ...]) -> _Page | None:
    with _lock:
        page = _pages.get(key)
        return page if page is not None and page.since <= clock.now() < page.until and page.writes == writes() else None


def _keep(key: tuple[object, ...], answer: Response, before: int) -> _Page:
    """`before` = the writes when the page was begun: it may lack those that came while it was made."""
    page = _Page(answer.get_data(), answer.content_type or "text/html", clock.now(), _until(), before)
    with _lock:
        _pages[key] = page
        _pages.move_to_end(key)
        while len(_pages) > KEPT:
            _pages.popitem(last=False)
    return page


def _until() -> datetime:
    until = clock.now() + KEPT_FOR
    good_until: datetime = g.get("good_until", until)
    return min(until, good_until)
