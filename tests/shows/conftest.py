"""What the tests of shows share."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from tests.conftest import NOW
from tests.factories.shows import made_up_show

WEEK = timedelta(days=7)


@pytest.fixture
def running(app: Flask):
    """A show with two episodes out and two to come: S01E03 in two days."""
    return made_up_show(seasons=(4,), starts=NOW + timedelta(days=2) - 2 * WEEK)
