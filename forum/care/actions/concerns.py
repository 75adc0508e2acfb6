"""Somebody worries about the author of a post. Nothing is sent to anybody: people read it and decide."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select

from forum.care.forms import ConcernForm
from forum.care.models import Concern
from forum.care.opening import note_event, open_case
from forum.domain.caring import Priority, Sign
from forum.domain.errors import Denied, Invalid
from forum.domain.people import Reader
from forum.infra.db import db, transaction
from forum.posts.finding import post_and_facts

ONE_EACH = timedelta(hours=24)
MOST_A_DAY = 5
"""So many people one account may worry about in a day; what comes beyond is thanked for and goes no further."""


def worry_about(actor: Reader, post_id: int, form: ConcernForm, now: datetime) -> None:
    """Tell the care team. The author of the post is told nothing, now or later.

    About one person an account is heard once a day, and about few people: more is quietly left out.
    Raises: `Missing`; `Denied` for strangers and suspended people; `Invalid` for one's own post.
    """
    with transaction():
        if actor.id is None:
            raise Denied("sign-in")
        if actor.suspended:
            raise Denied("suspended")
        post, _ = post_and_facts(actor, post_id, now)
        if post.author_id == actor.id:
            raise Invalid({"": ["own-post"]}, form.model_dump())
        if not _is_heard(actor.id, post.author_id, now):
            return
        case = open_case(post.id, post.author_id, Sign.CONCERN, Priority.P1, now)
        concern = Concern(
            case_id=case.id,
            person_id=actor.id,
            about_id=post.author_id,
            worry=form.worry or None,
            when_where=form.when_where or None,
            told_at=now,
        )
        db.session.add(concern)
        note_event(case, "worried", now)


def _is_heard(person_id: int, about_id: int | None, now: datetime) -> bool:
    lately = select(Concern.about_id).where(Concern.person_id == person_id, Concern.told_at > now - ONE_EACH)
    told = list(db.session.scalars(lately))
    return len(told) < MOST_A_DAY and (about_id is None or about_id not in told)
