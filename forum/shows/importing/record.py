"""The audit row of an import, and its announcement."""

from __future__ import annotations

import hashlib
from datetime import datetime

from sqlalchemy import select

from forum.domain.people import Reader
from forum.infra.db import db
from forum.infra.jobs import announce
from forum.shows.importing.report import Report
from forum.shows.models import ImportRecord, Show


def record(actor: Reader, kind: str, report: Report, data: bytes, now: datetime) -> None:
    """Write down who changed what, inside the running transaction, and announce it.

    Shapes: `kind` is "show" or "windows".
    """
    show_id = db.session.scalar(select(Show.id).where(Show.slug == report.slug))
    db.session.add(
        ImportRecord(
            show_id=show_id,
            kind=kind,
            file_name=report.file[:200],
            sha256=hashlib.sha256(data).hexdigest(),
            counts=report.counts,
            imported_by_id=actor.id or None,
            imported_at=now,
        )
    )
    announce("episode.changed", show_id=show_id)
