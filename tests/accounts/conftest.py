"""The mails of a test, and pages with their form tokens on."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask_mailman import EmailMessage

from forum.infra import clock, jobs


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Flask-Security 5.9 hands tuples to WTForms 3.3, which wants a new class; both work until WTForms 3.4."""
    for item in items:
        item.add_marker(pytest.mark.filterwarnings("ignore:Passing SelectField choices as tuples:DeprecationWarning"))


@pytest.fixture
def mails(app: Flask) -> Callable[[], list[EmailMessage]]:
    """Do the announced work, then take the mails it sent."""
    app.extensions["mailman"].outbox = []

    def take() -> list[EmailMessage]:
        jobs.drain(clock.now())
        sent = list(app.extensions["mailman"].outbox)
        app.extensions["mailman"].outbox = []
        return sent

    return take


@pytest.fixture
def link_in() -> Callable[[EmailMessage], str]:
    """The path of the one link of a mail."""

    def find(message: EmailMessage) -> str:
        found = re.findall(r"http://127\.0\.0\.1:8000(/\S+)", str(message.body))
        assert len(found) == 1, message.body
        return str(found[0])

    return find
