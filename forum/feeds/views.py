"""Feeds, calendars, and what crawlers and link cards are told: all of it what a stranger may know.

Who asks makes no difference to the public ones, so a hidden group's never exist; personal ones carry their own key.
"""

from __future__ import annotations

import json
import re

from flask import Blueprint, Response, render_template, request
from flask_babel import get_locale
from flask_babel import gettext as _

from forum.accounts.feed_keys import Purpose
from forum.accounts.queries import feed_reader
from forum.domain.errors import Missing
from forum.domain.people import Reader
from forum.feeds.answering import answer
from forum.feeds.ical import calendar_of
from forum.groups.queries import group_head, shows_followed
from forum.infra import clock
from forum.infra.directory import directory
from forum.infra.web.limits import limited
from forum.infra.web.locale import LANGUAGES, base_url, own_host, speaking
from forum.posts import queries as posts
from forum.posts.words import current_page_words
from forum.presenting.feeds import Feed
from forum.shows import queries as shows

ATOM = "application/atom+xml; charset=utf-8"
ICAL = "text/calendar; charset=utf-8"
XML = "application/xml; charset=utf-8"
A_SITEMAP = 10_000
"""Ids on one sitemap; the protocol allows 50,000 addresses."""
LARGEST_SITEMAP = 2**31 // A_SITEMAP
_ADDRESS = re.compile(r"/t/([1-9][0-9]{0,9})(?:[?#].*)?")

bp = Blueprint("feeds", __name__)


@bp.get("/g/<slug>/feed.atom")
@limited("feed")
def group(slug: str) -> Response:
    """The threads of a group."""
    with speaking(LANGUAGES[0]):
        return _atom(
            posts.group_feed(slug, directory(), clock.now(), words=current_page_words()), f"/g/{slug}/feed.atom"
        )


@bp.get("/t/<int:thread_id>/feed.atom")
@limited("feed")
def thread(thread_id: int) -> Response:
    """The posts of a thread."""
    with speaking(LANGUAGES[0]):
        found = posts.thread_feed(thread_id, directory(), clock.now(), words=current_page_words())
        return _atom(found, f"/t/{thread_id}/feed.atom")


@bp.get("/feeds/<key>/threads.atom")
@limited("feed")
def personal(key: str) -> Response:
    """The threads of all my groups."""
    now = clock.now()
    reader = feed_reader(key, Purpose.THREADS, now)
    with speaking(reader.language):
        found = posts.personal_feed(reader, directory(), now, words=current_page_words())
        return _atom(found, f"/feeds/{key}/threads.atom", is_private=True)


def _atom(feed: Feed, path: str, *, is_private: bool = False) -> Response:
    body = render_template(
        "feeds/atom.xml", feed=feed, path=path, base=base_url(), host=own_host(), language=str(get_locale())
    )
    return answer(body, ATOM, is_private=is_private, changed_at=feed.updated_at)


@bp.get("/shows/<slug>/calendar.ics")
@limited("feed")
def show_calendar(slug: str) -> Response:
    """Releases of a show."""
    name, entries = shows.openings_of_show(slug, clock.now())
    return answer(calendar_of(entries, name, base_url(), own_host()), ICAL)


@bp.get("/g/<slug>/calendar.ics")
@limited("feed")
def group_calendar(slug: str) -> Response:
    """Releases of the shows that a group follows."""
    now = clock.now()
    head = group_head(Reader.stranger(), slug, now)
    if not head.may["read"]:
        raise Missing
    entries = shows.openings_of_shows(head.following, now)
    return answer(calendar_of(entries, head.card.name, base_url(), own_host()), ICAL)


@bp.get("/feeds/<key>/calendar.ics")
@limited("feed")
def personal_calendar(key: str) -> Response:
    """Releases of my shows and of those my groups follow, on my clock."""
    now = clock.now()
    reader = feed_reader(key, Purpose.CALENDAR, now)
    with speaking(reader.language):
        entries = shows.openings_for(reader, shows_followed(reader), now)
        made = calendar_of(entries, _("My openings"), base_url(), own_host(), reader.timezone)
        return answer(made, ICAL, is_private=True)


@bp.get("/sitemap.xml")
@limited("feed")
def sitemaps() -> Response:
    """Where the sitemaps are: each holds the threads of a stretch of ids."""
    numbers = range(1, -(-posts.newest_thread_id() // A_SITEMAP) + 1)
    return answer(render_template("feeds/sitemaps.xml", numbers=numbers, base=base_url()), XML)


@bp.get("/sitemaps/<int:number>.xml")
@limited("feed")
def sitemap(number: int) -> Response:
    """Threads that everybody may read: addresses, which hold no title, and when each one began."""
    if not 0 < number <= LARGEST_SITEMAP:
        raise Missing
    threads = posts.listed_threads((number - 1) * A_SITEMAP, number * A_SITEMAP, clock.now())
    return answer(render_template("feeds/sitemap.xml", threads=threads, base=base_url()), XML)


@bp.get("/oembed")
@limited("feed")
def oembed() -> Response:
    """What a thread's address says of itself, for sites that ask (oembed.com): a neutral title and no word more."""
    asked = _ADDRESS.fullmatch(request.args.get("url", "").removeprefix(base_url())[:200])
    if asked is None or request.args.get("format", "json") != "json":
        raise Missing
    with speaking(LANGUAGES[0]):
        card = posts.public_preview(int(asked[1]), clock.now(), words=current_page_words())
    told = {"version": "1.0", "type": "link", "title": card.title, "provider_name": "Watercooler"}
    return answer(json.dumps({**told, "provider_url": base_url()}), "application/json")
