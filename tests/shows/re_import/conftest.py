"""What the tests of importing again share."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.factories.shows import made_up_rows
from tests.shows.re_import.hands import PAST, WEEK, Rows, bring_in


@pytest.fixture
def rows(app: Flask) -> Rows:
    """Two seasons of three and two, one a week; the last one is long out at NOW."""
    found = made_up_rows((3, 2), PAST, WEEK)
    bring_in(found)
    return found
