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
from forum.moderation.queries.answerers import waiting_appeals

CALLED_AFTER = timedelta(hours=24)


def mail_that_appeals_wait(now: datetime) -> None:
    """Write to whoever may answer what waits for more than a day: how many. Nothing is answered by itself.

    Those that nobody may answer, because whoever could took part, are told to administrators.
    """
    waiting, stuck = waiting_appeals(now - CALLED_AFTER, now)
    if waiting or stuck:
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
