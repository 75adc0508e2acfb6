"""How many are in a group: kept in its row, and the same as the number of memberships after whatever happens."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from forum.belongings.actions import leave as leave_the_site
from forum.belongings.forms import LeaveForm
from forum.domain.errors import Denied
from forum.domain.people import Reader
from forum.groups import actions
from forum.groups.forms import BanForm
from forum.groups.models import Group, Membership
from forum.groups.queries import group_head, groups_index
from forum.infra.clock import SetClock
from forum.infra.db import db
from tests.factories.accounts import person
from tests.factories.groups import group, joining


def size(group_id: int) -> int:
    """The count, which must be that of the rows."""
    rows = db.session.scalar(select(func.count()).select_from(Membership).where(Membership.group_id == group_id))
    kept = db.session.scalar(select(Group.member_count).where(Group.id == group_id))
    assert kept == rows
    return kept or 0


@pytest.mark.usefixtures("app")
def test_it_follows_every_coming_and_going(clock: SetClock) -> None:
    now, ann = clock.instant, person("ann")
    one, other = group(ann), group(ann, "attic-two")
    guests = [person(f"guest-{n}") for n in range(4)]
    for guest in guests:
        actions.join(guest, one, joining(), now)
    with pytest.raises(Denied):
        actions.join(guests[0], one, joining(), now)
    actions.join(guests[3], other, joining(), now)
    assert (size(one), size(other)) == (5, 2)
    actions.leave(guests[0], one, now)
    actions.ban_member(ann, one, guests[1].id or 0, BanForm(days=3, reason="Rude."), now)
    assert size(one) == 3
    leave_the_site(guests[3], LeaveForm.read({"handle": "guest-3", "posts": "stay"}), now + timedelta(hours=1))
    assert (size(one), size(other)) == (2, 1)
    assert group_head(ann, "binge-club", now).card.members == 2
    assert [card.members for card in groups_index(Reader.stranger(), 1, now).others] == [2, 1]
