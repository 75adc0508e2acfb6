"""A running site in the hands of a test, and its front door."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from flask import Flask
from playwright.sync_api import Page

from forum.infra import clock as clocks
from forum.infra import jobs
from forum.infra.db import db
from tests.factories.accounts import PASSWORD


@dataclass
class Site:
    """A running site."""

    url: str
    app: Flask
    clock: clocks.SetClock

    @contextmanager
    def inside(self) -> Iterator[None]:
        """Work on the site's own data, without a browser."""
        with self.app.app_context():
            yield
            db.session.remove()

    def drain(self) -> None:
        """Do the worker's work."""
        with self.inside():
            jobs.run_regular(self.clock.instant)
            jobs.drain(self.clock.instant)

    def mailed_link(self) -> str:
        """The path of the latest link that confirms an address or sets a password, once the worker has sent it."""
        self.drain()
        bodies = "\n".join(str(mail.body) for mail in self.app.extensions["mailman"].outbox)
        return str(re.findall(re.escape(self.url) + r"(/account/(?:confirm|recover)/\S+)", bodies)[-1])

    def at(self, instant: datetime) -> None:
        """Set the site's clock."""
        self.clock.set(instant)


def sign_in(page: Page, handle: str, password: str = PASSWORD) -> None:
    """Through the form, as people do."""
    page.goto("/account/login")
    page.get_by_label("E-mail address or name").fill(handle)
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("main").get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(lambda url: "/account/login" not in url)
