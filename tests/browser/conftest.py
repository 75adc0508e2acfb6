"""A server on loopback with its own SQLite file, and Chromium. Both stop by themselves."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Browser, Page, Playwright, expect, sync_playwright
from werkzeug.serving import make_server
from werkzeug.test import run_wsgi_app

from forum.app import create_app
from forum.infra import clock as clocks
from forum.infra import jobs
from forum.infra.db import db
from forum.shows.queries import forget_catalogues
from tests.browser.club import Club, found_club
from tests.browser.pages import Kinds, furnished
from tests.browser.site import Site, sign_in
from tests.conftest import NOW, make_settings

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

_FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip  # rows of a table
expect.set_options(timeout=20_000)  # two tests share two cores, and a page may be late without being wrong
_NAMES = ("chromium", "chromium-browser", "google-chrome")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Without a browser these tests are skipped on a laptop; in CI they fail when they cannot start."""
    found = any(shutil.which(name) for name in _NAMES)
    for item in items:
        if "tests/browser" in str(item.path):
            item.add_marker(pytest.mark.browser)
            # Flask-Security 5.9 hands tuples to WTForms 3.3, which wants a new class; both work until WTForms 3.4.
            item.add_marker(
                pytest.mark.filterwarnings("ignore:Passing SelectField choices as tuples:DeprecationWarning")
            )
            if not found and not os.environ.get("CI"):
                item.add_marker(pytest.mark.skip(reason="needs Chromium: apt install chromium"))


@dataclass(frozen=True)
class Founded:
    """A database in which the club was founded, and who is in it."""

    path: Path
    club: Club


@pytest.fixture(scope="session")
def founded(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> Founded:
    """The club, founded once; every module plays in a copy of its own."""
    folder = tmp_path_factory.mktemp("founded")
    shutil.copy(sqlite_template, folder / "forum.sqlite3")
    app = create_app(make_settings(folder))
    with clocks.SetClock(NOW), app.app_context():
        club = found_club(NOW)
        jobs.drain(NOW)
        db.session.remove()
        with db.engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        db.engine.dispose()
    forget_catalogues()
    return Founded(folder / "forum.sqlite3", club)


def closed_at_once(app: WSGIApplication) -> WSGIApplication:
    """`app` with answers that are whole and closed before the server has them.

    Werkzeug's server (3.1, `serving.py`, `execute`) reads what is left of a request before it closes the answer,
    and when the browser has hung up that read raises and the answer's file stays open.
    """

    def call(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        answer, status, headers = run_wsgi_app(app, environ, buffered=True)
        start_response(status, list(headers))
        return answer

    return call


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, founded: Founded) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("site")
    shutil.copy(founded.path, folder / "forum.sqlite3")
    forget_catalogues()
    with ExitStack() as stack:
        stack.callback(forget_catalogues)
        clock = stack.enter_context(clocks.SetClock(NOW))
        app = create_app(make_settings(folder))
        server = make_server("127.0.0.1", 0, closed_at_once(app), threaded=True)
        app.extensions["settings"] = app.extensions["settings"].model_copy(
            update={"base_url": f"http://127.0.0.1:{server.server_port}"}
        )
        app.config["BASE_URL"] = f"http://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield Site(f"http://127.0.0.1:{server.server_port}", app, clock)
        finally:
            server.shutdown()
            thread.join(timeout=10)
            server.server_close()
            with app.app_context():
                db.engine.dispose()


@pytest.fixture(scope="module")
def club(founded: Founded) -> Club:
    """Binge Club with its people, a thread of 13 Reasons Why S02E01 and one of a show that is on just now."""
    return founded.club


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    path = next((found for name in _NAMES if (found := shutil.which(name))), None)
    assert path, "no Chromium found; in CI that is a failure: see .ci/run"
    browser = playwright.chromium.launch(executable_path=path, args=_FLAGS)
    yield browser
    browser.close()


@pytest.fixture
def person(chromium: Browser, site: Site) -> Iterator[Callable[..., Page]]:
    """`person()` is a new visitor with a browser profile of their own.

    A page error, a blocked script or style, or a failed request on our own site fails the test.
    """
    faults: list[str] = []
    with ExitStack() as stack:

        def visitor(**options: object) -> Page:
            context = chromium.new_context(**{"base_url": site.url, "locale": "en-GB", **options})
            stack.callback(context.close)
            context.set_default_timeout(30_000)
            page = context.new_page()
            page.on("pageerror", lambda error: faults.append(str(error)))
            page.on("console", lambda m: faults.append(m.text) if "Content Security Policy" in m.text else None)
            page.on("response", lambda r: faults.append(f"{r.status} {r.url}") if r.status >= 500 else None)
            return page

        yield visitor
    assert faults == []


@pytest.fixture
def member(person: Callable[..., Page]) -> Callable[..., Page]:
    """`member("gwen")` is somebody of the club who has signed in."""

    def enter(handle: str, **options: object) -> Page:
        page = person(**options)
        sign_in(page, handle)
        return page

    return enter


@pytest.fixture(scope="module")
def kinds(site: Site, club: Club) -> Kinds:
    return furnished(site, club)


@pytest.fixture(scope="module")
def looker(chromium: Browser, site: Site) -> Iterator[Callable[[str | None], Page]]:
    """One browser for each person, kept for all pages of the module."""
    with ExitStack() as stack:
        known: dict[str | None, Page] = {}

        def look(handle: str | None) -> Page:
            if handle not in known:
                context = chromium.new_context(base_url=site.url, locale="en-GB", reduced_motion="reduce")
                stack.callback(context.close)
                known[handle] = context.new_page()
                if handle:
                    sign_in(known[handle], handle)
            return known[handle]

        yield look
