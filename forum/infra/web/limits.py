"""How often things may be tried: one table, shown in docs/operating.md.

Counted per person when signed in, otherwise per address. Kept in Redis when configured; when Redis is gone the
limits go on in the process's own memory, never off.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar, cast

from flask import Flask, Response, g, request
from flask_limiter import Limiter

from forum.infra.hearing import speaks_of_need
from forum.infra.settings import Settings
from forum.infra.web.reader import current_reader

LIMITS: dict[str, str] = {
    "register": "10 per hour",
    "sign-in": "10 per minute; 60 per hour",
    "recover": "5 per 10 minutes; 20 per hour",
    "change": "20 per hour",
    "relate": "60 per hour",
    "start-group": "10 per day",
    "join": "30 per hour",
    "start-thread": "10 per hour",
    "reply": "20 per minute; 200 per hour",
    "amend": "30 per minute",
    "preview": "60 per minute",
    "draft": "60 per minute",
    "react": "60 per minute",
    "reveal": "120 per minute",
    "watch": "120 per minute",
    "flag": "10 per minute; 60 per day",
    "decide": "120 per minute",
    "progress": "120 per minute",
    "import": "30 per hour",
    "search": "60 per minute",
    "suggest": "120 per minute",
    "report-line": "5 per hour",
    "report-release": "10 per hour; 30 per day",
    "notice": "10 per hour; 30 per day",
    "concern": "10 per hour; 20 per day",
    "in-need": "60 per hour",
    "token": "20 per hour",
    "feed": "120 per minute",
    "stop-mails": "60 per hour",
    "api-read": "600 per minute",
    "api-write": "60 per minute",
}


def _who() -> str:
    reader = current_reader()
    return f"person:{reader.id}" if reader.id is not None else f"address:{request.remote_addr}"


_IMPATIENT = {"socket_timeout": 1, "socket_connect_timeout": 1}
"""Seconds. A Redis that hangs must not hang every page: after that the limits go on in memory."""

limiter = Limiter(key_func=_who, strategy="moving-window", headers_enabled=True)

V = TypeVar("V", bound=Callable[..., Any])


SPARED = frozenset({"reply", "start-thread", "amend", "api-write"})
"""Rows that never hold back somebody who says that they are at risk: such words count in the row "in-need"."""


def limited(name: str) -> Callable[[V], V]:
    """Limit a view by the table's row `name`. Different views of one row share its count."""
    if name not in SPARED:
        return cast("Callable[[V], V]", limiter.shared_limit(LIMITS[name], scope=name))
    ordinary = limiter.shared_limit(LIMITS[name], scope=name, exempt_when=_in_need)
    beyond = limiter.shared_limit(LIMITS["in-need"], scope="in-need", exempt_when=lambda: not _in_need())

    def both(view: V) -> V:
        return cast("V", ordinary(beyond(view)))

    return both


def _in_need() -> bool:
    """Whether the request holds words of somebody at risk. Looked at once a request."""
    if "in_need" not in g:
        typed = request.get_json(silent=True) if request.is_json else request.form
        words = [str(typed.get(name, "")) for name in ("title", "body")] if isinstance(typed, Mapping) else []
        g.in_need = any(speaks_of_need(one) for one in words if one)
    return bool(g.in_need)


def _wait_only_when_refused(response: Response) -> Response:
    """The library says `Retry-After` on every answer; after a redirect that would tell a client to wait with following.

    Source: RFC 9110, section 10.2.3.
    """
    if response.status_code not in (429, 503):
        response.headers.remove("Retry-After")
    return response


def init_app(app: Flask, settings: Settings) -> None:
    """Attach the limiter."""
    app.after_request(_wait_only_when_refused)  # before the limiter's own: the last registered runs first
    app.config.update(
        RATELIMIT_ENABLED=settings.rate_limits,
        RATELIMIT_STORAGE_URI=settings.redis_url or "memory://",
        RATELIMIT_STORAGE_OPTIONS=_IMPATIENT if settings.redis_url else {},
        RATELIMIT_IN_MEMORY_FALLBACK_ENABLED=bool(settings.redis_url),
        RATELIMIT_SWALLOW_ERRORS=False,
    )
    limiter.init_app(app)
