"""What a request may look like at all: size, paths, query strings."""

from __future__ import annotations

from flask import Flask, request
from werkzeug.exceptions import BadRequest, RequestEntityTooLarge

from forum.infra.paging import Key, read_key
from forum.infra.rows import LARGEST_ID
from forum.infra.settings import Settings

REQUEST_BYTES = 1024 * 1024
UPLOAD_BYTES = 20 * 1024 * 1024
FORM_BYTES = 64 * 1024
"""What a form may need around the file that it carries."""

LARGEST_PAGE = 10_000


def _refuse_unreadable() -> None:
    """NUL and broken bytes reach no database: PostgreSQL refuses them, SQLite would keep them."""
    for text in (request.path, request.query_string.decode("latin-1")):
        if "\x00" in text or "%00" in text:
            raise BadRequest
    if any("\udc80" <= c <= "\udcff" or c == "\ufffd" for c in request.path):
        raise BadRequest
    if any(isinstance(value, int) and value > LARGEST_ID for value in (request.view_args or {}).values()):
        from werkzeug.exceptions import NotFound

        raise NotFound


def page_number(name: str = "page") -> int:
    """The page asked for, from 1 to `LARGEST_PAGE`; whatever else was typed is page 1 or the last possible one."""
    text = request.args.get(name, "1")
    if not text.isascii() or not text.isdigit():
        return 1
    return max(1, min(int(text[:9]), LARGEST_PAGE))


def after_key(size: int) -> Key:
    """The key, of so many numbers, after which the page asked for begins; empty when there is none that can be one."""
    return read_key(request.args.get("after", "")[:80], size)


def init_app(app: Flask, settings: Settings) -> None:
    """Bound every request, and answer only to our own host names."""
    app.config.update(MAX_CONTENT_LENGTH=REQUEST_BYTES, MAX_FORM_MEMORY_SIZE=REQUEST_BYTES, MAX_FORM_PARTS=200)
    app.config["TRUSTED_HOSTS"] = (
        settings.hosts if settings.is_production else [*settings.hosts, "localhost", "127.0.0.1"]
    )
    app.before_request(_refuse_unreadable)


def allow_upload(around: int = 0) -> None:
    """Let this one request be as large as an upload may be. Units: bytes `around` the file."""
    request.max_content_length = UPLOAD_BYTES + around
    if (request.content_length or 0) > UPLOAD_BYTES + around:
        raise RequestEntityTooLarge
