"""Static files by content: a name changes when its file does, so browsers may keep it for ever."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path

from flask import Flask, Response, request, url_for


@lru_cache(maxsize=256)
def _mark(path: Path, _changed_ns: int) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12]


def init_app(app: Flask) -> None:
    """Offer `asset(name)` to templates and let marked files be kept for a year."""
    folder = Path(app.static_folder or "")

    @app.template_global()
    def asset(name: str) -> str:
        path = folder / name
        return url_for("static", filename=name, v=_mark(path, path.stat().st_mtime_ns))

    @app.after_request
    def _keep(response: Response) -> Response:
        if request.endpoint == "static" and response.status_code in (200, 304):
            lasting = "public, max-age=31536000, immutable" if "v" in request.args else "public, max-age=300"
            response.headers["Cache-Control"] = lasting
        return response
