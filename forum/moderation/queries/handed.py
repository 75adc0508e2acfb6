"""Who handed a case to whom, and to whom it may be handed."""

from __future__ import annotations

from sqlalchemy import select

from forum.accounts import queries as accounts
from forum.accounts.models import Person
from forum.domain.people import GroupRole, Reader
from forum.groups.models import Membership
from forum.infra.db import db
from forum.moderation.desk_models import HandOver
from forum.moderation.models import Case
from forum.presenting.moderation import HandedCard

KEEPERS = (GroupRole.MODERATOR.value, GroupRole.OWNER.value)
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
    rows = db.session.scalars(
        select(Person.handle)
        .join(Membership, Membership.person_id == Person.id)
        .where(Membership.group_id == group_id, Membership.role.in_(KEEPERS), others, Person.active)
        .order_by(Person.handle_folded)
        .limit(MOST)
    )
    return tuple(rows)
