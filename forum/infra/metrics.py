"""Figures for machines: how often each endpoint was asked, how long it took, how often it failed. Nothing else.

The one label is the endpoint's name in the code. Paths, titles, ids, handles, addresses and words are no labels: a
label is kept for ever and read by people who read no posts.
"""

from __future__ import annotations

import os
import secrets
import time
from ipaddress import ip_address

from flask import Flask, Request, Response, g, request
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

from forum.infra.settings import Settings

FOLDER = "PROMETHEUS_MULTIPROC_DIR"
"""Set by `gunicorn.conf.py`: where several processes put their figures together."""
_BUCKETS_S = (0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5)
_FORWARDED = ("Forwarded", "X-Forwarded-For", "X-Real-Ip")

_own = CollectorRegistry()
_took = Histogram(
    "forum_request_seconds", "Time to answer, by endpoint.", ["endpoint"], registry=_own, buckets=_BUCKETS_S
)
_failed = Counter("forum_faults", "Answers of 500 and above, by endpoint.", ["endpoint"], registry=_own)


def init_app(app: Flask) -> None:
    """Measure every request."""

    @app.before_request
    def _begin() -> None:
        g.measured_from = time.perf_counter()

    @app.after_request
    def _end(response: Response) -> Response:
        endpoint = request.endpoint or "none"
        _took.labels(endpoint).observe(time.perf_counter() - g.get("measured_from", time.perf_counter()))
        if response.status_code >= 500:
            _failed.labels(endpoint).inc()
        return response


def figures() -> bytes:
    """All figures in Prometheus's text format, of all processes where they share a folder."""
    if not os.environ.get(FOLDER):
        return generate_latest(_own)
    together = CollectorRegistry()
    MultiProcessCollector(together)  # type: ignore[no-untyped-call]  # the library's own class has no types
    return generate_latest(together)


def may_be_read(asked: Request, settings: Settings) -> bool:
    """For a program on this machine that came by no proxy, or one that has the token of the settings."""
    token = settings.metrics_token.get_secret_value()
    given = asked.headers.get("Authorization", "").removeprefix("Bearer ")
    if token and secrets.compare_digest(given.encode(), token.encode()):
        return True
    came_by_proxy = any(name in asked.headers for name in _FORWARDED)
    return not came_by_proxy and _is_loopback(asked.remote_addr or "")


def _is_loopback(address: str) -> bool:
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return False
