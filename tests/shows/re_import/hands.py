"""Hands for importing again and again: one made-up show, Harbour Lights."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from forum.domain.catalogue import Catalogue
from forum.domain.episodes import Episode
from forum.infra import clock as clocks
from forum.shows import importing
from forum.shows.importing import Report
from tests.factories.shows import OPERATOR, catalogue, show_file

Rows = list[dict[str, Any]]
PAST = datetime(2026, 10, 5, 20, tzinfo=UTC)
WEEK = timedelta(days=7)


def bring_in(rows: Rows, **options: Any) -> Report:
    data = show_file("Harbour Lights", 9_500_001, rows)
    return importing.import_show(OPERATOR, data, "harbour-lights.json", clocks.now(), **options)


def told(report: Report) -> list[tuple[str, str]]:
    return [(change.what.value, change.code) for change in report.changes]


def harbour() -> Catalogue:
    return catalogue("harbour-lights")


def at(season: int, number: int) -> Episode:
    episode = harbour().find(season, number)
    assert episode is not None
    return episode
