"""What somebody wants to report, whatever it is."""

from __future__ import annotations

from datetime import datetime

from forum.domain.errors import Missing
from forum.domain.people import Reader
from forum.moderation.messages import reported_message
from forum.moderation.targets import (
    MESSAGES,
    PERSON,
    POST,
    THREAD,
    Target,
    reported_person,
    reported_post,
    reported_title,
)

_FINDERS = {POST: reported_post, THREAD: reported_title, PERSON: reported_person}


def target_of(actor: Reader, kind: str, target_id: int, now: datetime) -> Target:
    """What is reported, if they may read where it stands.

    Raises: `Missing`, also for what cannot be reported.
    """
    if kind in MESSAGES:
        return reported_message(actor, kind, target_id, now)
    finder = _FINDERS.get(kind)
    if finder is None:
        raise Missing
    return finder(actor, target_id, now)
