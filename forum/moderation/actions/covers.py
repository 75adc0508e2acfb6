"""Opening what is covered because it distresses: a choice each time, written down, and not without end."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import func, select

from forum.domain.errors import Conflict
from forum.domain.people import Reader
from forum.domain.queueing import COVERS_AN_HOUR
from forum.infra.db import db, transaction
from forum.infra.once import insert_once
from forum.moderation.desk_models import CoverOpening
from forum.moderation.locking import facts_of, locked_case


def open_cover(actor: Reader, case_id: int, now: datetime) -> None:
    """Let this moderator read a distressing text. Opening it twice is opening it once.

    Raises: `Missing`; `Conflict` when they opened `COVERS_AN_HOUR` of them in the last hour.
    """
    with transaction():
        case = locked_case(case_id)
        facts_of(actor, case, now)
        lately = CoverOpening.person_id == actor.id, CoverOpening.opened_at > now - timedelta(hours=1)
        opened = select(func.count(CoverOpening.id), func.min(CoverOpening.opened_at)).where(*lately)
        count, first_at = db.session.execute(opened).one()
        if count >= COVERS_AN_HOUR and not _has_opened(actor, case_id):
            raise Conflict("covers-spent", until=first_at + timedelta(hours=1))
        insert_once(CoverOpening(case_id=case.id, person_id=actor.id or 0, opened_at=now))


def _has_opened(actor: Reader, case_id: int) -> bool:
    own = CoverOpening.case_id == case_id, CoverOpening.person_id == actor.id
    return db.session.scalar(select(CoverOpening.id).where(*own)) is not None
