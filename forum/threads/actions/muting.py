"""Hard topics that somebody keeps out of their lists, for a time or until they change it."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete

from forum.domain.errors import Denied
from forum.domain.people import Reader
from forum.infra.db import db, transaction
from forum.threads.forms import TopicMutesForm
from forum.threads.models import TopicMute


def mute_topics(actor: Reader, form: TopicMutesForm, now: datetime) -> None:
    """Keep threads about these topics out of my lists, and no others.

    Raises: `Denied` for strangers.
    """
    if actor.id is None:
        raise Denied("sign-in")
    until = now + timedelta(days=form.days) if form.days is not None else None
    with transaction():
        db.session.execute(delete(TopicMute).where(TopicMute.person_id == actor.id))
        for topic in dict.fromkeys(form.topics):
            db.session.add(TopicMute(person_id=actor.id, topic=topic, since=now, until=until))
