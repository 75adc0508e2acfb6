"""Headers that every answer carries, and who may keep a copy."""

from __future__ import annotations

from flask import Flask, Response, request

from forum.infra.settings import Settings
from forum.infra.web.reader import current_reader

_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "object-src 'none'",
        "frame-ancestors 'none'",
        "manifest-src 'self'",
    )
)


def init_app(app: Flask, settings: Settings) -> None:
    """Add the security headers, and keep personal answers out of every cache."""

    @app.after_request
    def _guard(response: Response) -> Response:
        response.headers.setdefault("Content-Security-Policy", _POLICY)
        response.headers.setdefault("X-Content-Type-Options", "nosniff")
        response.headers.setdefault("Referrer-Policy", "same-origin")
        response.headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
        response.headers.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
        if settings.is_production:
            response.headers.setdefault("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
        if request.endpoint != "static":
            _keep_private(response)
        return response


def _keep_private(response: Response) -> None:
    # What one reader may see, the next may not: without a view's own word, nobody keeps a copy.
    # A reader's own client may keep one that it asks about each time.
    kept = response.headers.get("Cache-Control")
    if kept != "private, no-cache" and (kept is None or not current_reader().is_stranger):
        response.headers["Cache-Control"] = "private, no-store"
    response.vary.update(("Cookie", "Accept", "Accept-Language", "Authorization"))
