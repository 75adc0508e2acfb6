"""Who handed a case to whom, and to whom it may be handed."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Select, or_, select

from forum.accounts import queries as accounts
from forum.accounts.models import Person
from forum.domain.people import GroupRole, Reader, SiteRole
from forum.groups.models import Membership
from forum.infra.db import db
from forum.moderation.desk_models import HandOver
from forum.moderation.models import Case
from forum.presenting.moderation import HandedCard

KEEPERS = (GroupRole.MODERATOR.value, GroupRole.OWNER.value)
STAFF = (SiteRole.MODERATOR.value, SiteRole.ADMINISTRATOR.value)
MOST = 50


def handed_cards(reader: Reader, case: Case, *, hidden: bool) -> tuple[HandedCard, ...]:
    """The hand-overs of this round, oldest first."""
    here = HandOver.case_id == case.id, HandOver.opened_at == case.opened_at
    rows = db.session.scalars(select(HandOver).where(*here).order_by(HandOver.id).limit(MOST)).all()
    people = accounts.people_cards([one for row in rows for one in (row.from_id, row.to_id)])
    return tuple(
        HandedCard(
            giver=people.get(row.from_id),
            receiver=people.get(row.to_id),
            words=None if hidden and row.from_id != reader.id else row.words,
            handed_at=row.handed_at,
            to_me=row.to_id == reader.id,
        )
        for row in rows
    )


def colleagues_of(reader: Reader, case: Case, group_id: int) -> tuple[str, ...]:
    """Names of the others who moderate the group, without whom the case is about."""
    others = Membership.person_id.not_in([one for one in (reader.id, case.author_id) if one])
    return _names(
        select(Person.handle)
        .join(Membership, Membership.person_id == Person.id)
        .where(Membership.group_id == group_id, Membership.role.in_(KEEPERS), others)
    )


def staff_beside(reader: Reader, case: Case, now: datetime) -> tuple[str, ...]:
    """Names of the others who look after profiles, without whom the case is about."""
    others = Person.id.not_in([one for one in (reader.id, case.author_id) if one])
    free = or_(Person.suspended_until.is_(None), Person.suspended_until <= now)
    return _names(select(Person.handle).where(Person.site_role.in_(STAFF), others, free))


def _names(wanted: Select[str]) -> tuple[str, ...]:
    return tuple(db.session.scalars(wanted.where(Person.active).order_by(Person.handle_folded).limit(MOST)))
