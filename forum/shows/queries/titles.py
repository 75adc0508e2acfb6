"""All titles of the catalogue, for whoever must tell a title from a person's words."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select

from forum.infra.db import db
from forum.infra.titles import tells_titles
from forum.shows.models import Episode, Show


@tells_titles
def titles() -> Iterable[str]:
    """Names of shows and episodes. Two statements; kept for minutes by who asks."""
    yield from db.session.scalars(select(Show.name))
    yield from db.session.scalars(select(Episode.name).distinct())
