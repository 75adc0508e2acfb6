"""Shows of which somebody wants to hear nothing for now."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from forum.domain.people import Reader
from forum.infra.db import db
from forum.presenting.shows import MutedShow
from forum.shows.models import ProgressMark, Show


def muted_shows(reader: Reader, now: datetime) -> tuple[MutedShow, ...]:
    """The shows that the reader hides just now, by name. One statement."""
    rows = db.session.execute(
        select(Show.id, Show.slug, Show.name, ProgressMark.muted_until)
        .join(ProgressMark, ProgressMark.show_id == Show.id)
        .where(ProgressMark.person_id == reader.id, ProgressMark.muted_until > now)
        .order_by(Show.name_folded, Show.id)
    )
    return tuple(MutedShow(row.id, row.slug, row.name, row.muted_until) for row in rows)
