"""What is not kept for ever."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete, update

from forum.infra.db import db, transaction
from forum.intake.models import TextPrint, WaitingPost
from forum.posts.actions.holding import EMPTY

PRINTS = timedelta(days=30)
DECIDED = timedelta(days=90)
"""For so long a declined text stays for its author; then only that there was one."""


def forget_prints(now: datetime) -> None:
    """Drop prints of texts that nobody copies any more."""
    with transaction():
        db.session.execute(delete(TextPrint).where(TextPrint.written_at < now - PRINTS))


def forget_waiting(now: datetime) -> None:
    """Take the words out of what was decided long ago."""
    old = (WaitingPost.decided_at < now - DECIDED, WaitingPost.form != {})
    with transaction():
        db.session.execute(update(WaitingPost).where(*old).values(form={}, document=EMPTY))
