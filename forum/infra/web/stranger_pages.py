"""Whole pages kept for a moment for readers of whom nothing is known: they all get the same ones.

On a premiere night thousands of strangers open one thread in the same second. A page is kept for two seconds, and in
the process that writes not even that long: every committed write empties it. Nor is it kept beyond the instant at which
a release changes what it shows. While one of them makes a page, the others who ask for it wait for theirs: a page that
has just run out is made once and not a thousand times. Members' pages are never kept.
Source: docs/adr/0006-strangers-pages-are-kept-for-two-seconds.md
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from threading import Event, Lock
from typing import NamedTuple

from flask import Response, g, make_response, request, session
from flask.typing import ResponseReturnValue

from forum.infra import clock
from forum.infra.db import writes
from forum.infra.web.reader import current_reader

KEPT_FOR = timedelta(seconds=2)
KEPT = 500
"""Pages in memory, of some tens of kilobytes each."""
PATIENCE_S = 2.0
"""Nobody waits longer than this for a page that somebody else makes."""
TURNS = 3
"""What cannot be kept is waited for so often, and then made by each for themselves."""

View = Callable[..., ResponseReturnValue]


class _Page(NamedTuple):
    body: bytes
    content_type: str
    since: datetime
    until: datetime
    writes: int


_Key = tuple[object, ...]
_pages: OrderedDict[_Key, _Page] = OrderedDict()
_in_the_making: dict[_Key, Event] = {}
_lock = Lock()


def kept_for_strangers(view: View) -> View:
    """Keep what the view answers to strangers without any cookie. Their pages hold no token: see `forgery`."""

    @wraps(view)
    def keeping(**arguments: object) -> ResponseReturnValue:
        reader = current_reader()
        if not reader.is_stranger or request.cookies or "Authorization" in request.headers:
            return view(**arguments)
        key = (request.host, request.full_path, reader.country, reader.language)
        return _shared(key, lambda: view(**arguments))

    return keeping


def good_until(instant: datetime | None) -> None:
    """The page that is being made reads differently from this instant on: no copy outlives it."""
    if instant is not None:
        g.good_until = min(instant, g.get("good_until", instant))


def _shared(key: _Key, make: Callable[[], ResponseReturnValue]) -> ResponseReturnValue:
    """The kept page; else one that somebody is making, begun after the last write that this reader can have seen."""
    asked = writes()
    for _ in range(TURNS):
        page, making, ours = _turn(key, asked)
        if page is not None:
            return _copy(page)
        if ours:
            return _made(key, make, making)
        making.wait(PATIENCE_S)
    return make()


def _turn(key: _Key, asked: int) -> tuple[_Page | None, Event, bool]:
    """The kept page; else the sign that one is made, and whether we are the one to make it."""
    with _lock:
        page = _recall(key, asked)
        making = _in_the_making.get(key)
        ours = page is None and making is None
        if making is None:
            making = Event()
        if ours:
            _in_the_making[key] = making
        return page, making, ours


def _made(key: _Key, make: Callable[[], ResponseReturnValue], making: Event) -> ResponseReturnValue:
    """Make it and keep it, if it may be kept; whatever happens, nobody waits any longer."""
    before = writes()
    try:
        answer = make_response(make())
        if answer.status_code != 200 or answer.is_streamed or session.modified:
            return answer
        return _copy(_keep(key, answer, before))
    finally:
        with _lock:
            del _in_the_making[key]
        making.set()


def _copy(page: _Page) -> Response:
    return Response(page.body, content_type=page.content_type)


def _recall(key: _Key, asked: int) -> _Page | None:
    """Shapes: `asked` = the writes when the reader asked. The lock is held."""
    page = _pages.get(key)
    return page if page is not None and page.since <= clock.now() < page.until and page.writes >= asked else None


def _keep(key: _Key, answer: Response, before: int) -> _Page:
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
