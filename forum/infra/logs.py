"""Structured logs with a request id: who did what when, never bodies, names of people or addresses."""

from __future__ import annotations

import logging
import secrets
import sys
import time
import traceback
from collections.abc import MutableMapping
from contextlib import suppress
from typing import Any

import structlog
from flask import Flask, Response, g, request

from forum.infra.settings import Settings
from forum.infra.web.reader import current_reader

log = structlog.get_logger("forum.request")

_CAUSES = 5
_PLACES = 12


class _Unharming(structlog.PrintLogger):
    """Where nobody reads the log any more, or the disk is full, a line is lost and no answer with it."""

    def msg(self, message: str) -> None:
        with suppress(OSError):
            super().msg(message)

    info = warning = error = critical = msg


def configure(settings: Settings) -> None:
    """Lines for people or JSON for machines."""
    last = (
        structlog.processors.JSONRenderer()
        if settings.log_format == "json"
        else structlog.dev.ConsoleRenderer(colors=sys.stdout.isatty())
    )
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            without_words,
            last,
        ],
        logger_factory=lambda *_names: _Unharming(),
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        cache_logger_on_first_use=False,
    )


def without_words(_logger: object, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Of a crash write down its kind, its causes' kinds and the places, innermost last.

    Never its words: they may hold what a person typed, a database's faults even whole rows.
    """
    fault = event.pop("exc_info", None)
    if fault is True:
        fault = sys.exc_info()[1]
    if isinstance(fault, BaseException):
        kinds = _kinds(fault)
        frames = traceback.extract_tb(fault.__traceback__)[-_PLACES:]
        event.update(kind=kinds[0], causes=kinds[1:], where=[f"{f.filename}:{f.lineno} {f.name}" for f in frames])
    return event


def _kinds(fault: BaseException) -> list[str]:
    kinds: list[str] = []
    one: BaseException | None = fault
    while one is not None and len(kinds) < _CAUSES:
        kinds.append(type(one).__name__)
        one = one.__cause__ or one.__context__
    return kinds


def init_app(app: Flask, settings: Settings) -> None:
    """One line a request: endpoint, status, milliseconds, person id."""
    if settings.mode != "test":
        configure(settings)

    @app.before_request
    def _begin() -> None:
        g.started = time.perf_counter()
        g.request_id = secrets.token_hex(8)
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=g.request_id)

    @app.after_request
    def _end(response: Response) -> Response:
        if "request_id" not in g:  # refused before any function of ours ran; the last request's number is not its own
            _begin()
        response.headers["X-Request-Id"] = g.get("request_id", "")
        if settings.mode != "test" and request.endpoint not in ("static", "pages.healthz"):
            took_ms = round((time.perf_counter() - g.get("started", time.perf_counter())) * 1000, 1)
            log.info(
                "request",
                method=request.method,
                endpoint=request.endpoint or "none",
                status=response.status_code,
                ms=took_ms,
                person=current_reader().id,
            )
        return response
