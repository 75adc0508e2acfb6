"""Home, about, health, and what crawlers are told."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify, render_template, request
from flask.typing import ResponseReturnValue

from forum.domain.errors import Missing
from forum.infra import clock, metrics
from forum.infra.settings import current_settings
from forum.infra.web.locale import base_url
from forum.infra.web.reader import current_reader
from forum.infra.web.stranger_pages import kept_for_strangers
from forum.pages.health import faults
from forum.pages.home import home_page
from forum.threads.words import current_title_words

NOT_FOR_CRAWLERS = ("/account/", "/settings", "/mod", "/feeds/", "/mail/", "/join/")

bp = Blueprint("pages", __name__)


@bp.get("/")
@kept_for_strangers
def home() -> ResponseReturnValue:
    """What this is, or where my groups are."""
    return render_template(
        "pages/home.html", page=home_page(current_reader(), clock.now(), words=current_title_words())
    )


@bp.get("/about")
def about() -> ResponseReturnValue:
    """How spoilers are kept, how moderation works, what happens when somebody is at risk."""
    return render_template("pages/about.html")


@bp.get("/healthz")
def healthz() -> ResponseReturnValue:
    """The process answers. Touches nothing else, so that a slow database does not get it killed."""
    return jsonify(status="ok")


@bp.get("/readyz")
def readyz() -> ResponseReturnValue:
    """Everything a request needs is there."""
    found = faults(clock.now())
    ready = not any(found.values())
    answer = jsonify(status="ready" if ready else "not ready", checks={n: f or "ok" for n, f in found.items()})
    answer.status_code = 200 if ready else 503
    return answer


@bp.get("/metrics")
def figures() -> ResponseReturnValue:
    """How often and how long, by endpoint: for the operator's own machines. To all others there is nothing here."""
    if not metrics.may_be_read(request, current_settings()):
        raise Missing
    return Response(metrics.figures(), content_type="text/plain; version=0.0.4; charset=utf-8")


@bp.get("/robots.txt")
def robots() -> ResponseReturnValue:
    """Crawlers may read what strangers may read; pages for one person are not for them."""
    closed = "".join(f"Disallow: {path}\n" for path in NOT_FOR_CRAWLERS)
    return Response(f"User-agent: *\n{closed}Sitemap: {base_url()}/sitemap.xml\n", mimetype="text/plain")
