"""Which shows a reader's groups follow."""

from __future__ import annotations

from sqlalchemy import select

from forum.domain.people import Reader
from forum.groups.models import FollowedShow, Membership
from forum.infra.db import db


def shows_followed(reader: Reader) -> frozenset[int]:
    """Ids of the shows that the reader's groups follow. One statement, none for strangers."""
    if reader.id is None:
        return frozenset()
    return frozenset(
        db.session.scalars(
            select(FollowedShow.show_id)
            .join(Membership, Membership.group_id == FollowedShow.group_id)
            .where(Membership.person_id == reader.id)
        )
    )
