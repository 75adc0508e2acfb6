"""A server on loopback with its own SQLite file, and Chromium. Both stop by themselves."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, Playwright, sync_playwright
from werkzeug.serving import make_server

from forum.app import create_app
from forum.infra import clock as clocks
from forum.infra import jobs
from forum.infra.db import db
from tests.conftest import NOW, make_settings

_FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
_NAMES = ("chromium", "chromium-browser", "google-chrome")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Without a browser these tests are skipped on a laptop; in CI they fail when they cannot start."""
    found = any(shutil.which(name) for name in _NAMES)
    for item in items:
        if "tests/browser" in str(item.path):
            item.add_marker(pytest.mark.browser)
            if not found and not os.environ.get("CI"):
                item.add_marker(pytest.mark.skip(reason="needs Chromium: apt install chromium"))


@dataclass
class Site:
    """A running site. `act` runs something in its application context."""

    url: str
    app: Flask
    clock: clocks.SetClock

    def drain(self) -> None:
        """Do the worker's work."""
        with self.app.app_context():
            jobs.run_regular(self.clock.instant)
            jobs.drain(self.clock.instant)
            db.session.remove()

    def at(self, instant: datetime) -> None:
        """Set the site's clock."""
        self.clock.set(instant)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("site")
    shutil.copy(sqlite_template, folder / "forum.sqlite3")
    with ExitStack() as stack:
        clock = stack.enter_context(clocks.SetClock(NOW))
        app = create_app(make_settings(folder))
        server = make_server("127.0.0.1", 0, app, threaded=True)
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
            context = chromium.new_context(base_url=site.url, locale="en-GB", **options)
            stack.callback(context.close)
            context.set_default_timeout(10_000)
            page = context.new_page()
            page.on("pageerror", lambda error: faults.append(str(error)))
            page.on("console", lambda m: faults.append(m.text) if "Content Security Policy" in m.text else None)
            page.on("response", lambda r: faults.append(f"{r.status} {r.url}") if r.status >= 500 else None)
            return page

        yield visitor
    assert faults == []
