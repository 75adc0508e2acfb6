"""Cases that wait too long are called out by mail, once a day; they never end by themselves."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy import func, or_, select

from forum.accounts.models import Person
from forum.domain.people import GroupRole, SiteRole
from forum.groups.models import Membership
from forum.infra import mail
from forum.infra.db import db, transaction
from forum.infra.jobs import announce
from forum.infra.once import insert_once
from forum.infra.web.locale import base_url
from forum.moderation.desk_models import CaseRound, StaleCall
from forum.moderation.queries.figures import waiting_since

LEVELS = {1: timedelta(hours=24), 2: timedelta(hours=72)}
"""When the group's own moderators are written to, and when the staff of the site are as well."""

_KEEPERS = (GroupRole.MODERATOR.value, GroupRole.OWNER.value)
_STAFF = (SiteRole.MODERATOR.value, SiteRole.ADMINISTRATOR.value)


def call_out(now: datetime) -> None:
    """Announce groups in which something waits too long. Running twice on a day announces once."""
    oldest = func.min(CaseRound.opened_at).label("oldest")
    waiting = CaseRound.decided_at.is_(None), CaseRound.group_id.is_not(None)
    rows = db.session.execute(
        select(CaseRound.group_id, oldest)
        .where(*waiting, CaseRound.opened_at <= now - LEVELS[1])
        .group_by(CaseRound.group_id)
    ).all()
    for group_id, since in rows:
        with transaction():
            for level, least in LEVELS.items():
                call = StaleCall(group_id=group_id, level=level, day=now.astimezone(UTC).date(), called_at=now)
                if since <= now - least and insert_once(call):
                    announce("cases.wait", group_id=group_id, level=level)


def mail_that_cases_wait(group_id: int, level: int, now: datetime) -> None:
    """Write to those who can decide, if it is still so: level 1 the group's moderators, level 2 the site's staff."""
    number, oldest_at = waiting_since(group_id, now)
    if oldest_at is None or oldest_at > now - LEVELS[level]:
        return
    here = select(Membership.person_id).where(Membership.group_id == group_id, Membership.role.in_(_KEEPERS))
    wanted = Person.id.in_(here) if level == 1 else Person.site_role.in_(_STAFF)
    free = or_(Person.suspended_until.is_(None), Person.suspended_until <= now)
    rows = db.session.execute(
        select(Person.email, Person.language).where(wanted, free, Person.active).order_by(Person.id)
    ).all()
    for row in rows:
        mail.send(row.email, "cases_wait", row.language, link=f"{base_url()}/mod", number=number, oldest_at=oldest_at)
