"""Appeals that wait too long are called out by mail; where nobody may answer one, the administrators are told so."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta

from sqlalchemy import or_, select

from forum.accounts.models import Person
from forum.domain.people import SiteRole
from forum.infra import mail
from forum.infra.db import db
from forum.infra.web.locale import base_url
from forum.moderation.models import Case, CaseDecision
from forum.moderation.queries.answerers import answerers, involved
from forum.moderation.records import Appeal
from forum.posts.models import Post
from forum.threads.models import Thread

CALLED_AFTER = timedelta(hours=24)
AT_ONCE = 500


def mail_that_appeals_wait(now: datetime) -> None:
    """Write to whoever may answer what waits for more than a day: how many. Nothing is answered by itself.

    Shapes: the oldest 500. Those that nobody may answer, because whoever could took part, are told to administrators.
    """
    rows = db.session.execute(
        select(Appeal.person_id, CaseDecision.decided_by_id, CaseDecision.proposed_by_id, Case.id, Thread.group_id)
        .join(CaseDecision, CaseDecision.id == Appeal.decision_id)
        .join(Case, Case.id == CaseDecision.case_id)
        .outerjoin(Post, Post.id == Case.post_id)
        .outerjoin(Thread, Thread.id == Post.thread_id)
        .where(Appeal.answered_at.is_(None), Appeal.made_at <= now - CALLED_AFTER)
        .order_by(Appeal.id)
        .limit(AT_ONCE)
    ).all()
    if not rows:
        return
    may = {group_id: answerers(group_id, now) for group_id in {row.group_id for row in rows}}
    out = involved({row.id for row in rows})
    waiting: Counter[int] = Counter()
    stuck = 0
    for row in rows:
        free = may[row.group_id] - out[row.id] - {row.person_id, row.decided_by_id, row.proposed_by_id}
        waiting.update(free)
        stuck += not free
    _write(waiting, stuck, now)


def _write(waiting: Counter[int], stuck: int, now: datetime) -> None:
    administrators = Person.site_role == SiteRole.ADMINISTRATOR.value
    free = or_(Person.suspended_until.is_(None), Person.suspended_until <= now)
    wanted = select(Person.id, Person.email, Person.language, administrators.label("leads"))
    people = db.session.execute(
        wanted.where(or_(Person.id.in_(waiting), administrators), Person.active, free).order_by(Person.id)
    ).all()
    for one in people:
        number, alone = waiting[one.id], stuck if one.leads else 0
        if number or alone:
            link = f"{base_url()}/mod/appeals"
            mail.send(one.email, "appeals_wait", one.language, link=link, number=number, alone=alone)
