"""What a decision means for a person: imposed with it, lifted with it, never by an equal."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from forum.domain.errors import Denied
from forum.domain.flags import ADVICE_LASTS
from forum.groups.models import GroupBan, GroupRestraint, Membership
from forum.infra.db import db
from forum.moderation import actions
from forum.moderation.actions.sanctioning import strikes
from forum.moderation.models import CaseDecision
from forum.moderation.records import Sanction
from tests.factories import accounts, posts
from tests.moderation.conftest import Court
from tests.moderation.hearing import SORRY, again


def test_advice_is_no_strike_and_is_forgotten(court: Court) -> None:
    decision = court.decide(court.mona, court.flag(court.ben), "advise")
    assert db.session.get_one(CaseDecision, decision).expires_at == court.now + ADVICE_LASTS
    assert strikes(court.ann.id, court.group_id, court.now) == 0


@pytest.mark.parametrize(("kind", "hours"), [("warn", None), ("slow", 24), ("mute", 72), ("ban", 168)])
def test_a_sanction_is_carried_out_and_lifted(court: Court, kind: str, hours: int | None) -> None:
    more = {"sanction": kind, "hours": hours, "rule": 1}
    decision = court.decide(court.mona, court.flag(court.ben), "advise", **more)
    row = db.session.scalars(select(Sanction)).one()
    assert (row.kind, row.person_id, row.hours, row.decision_id) == (kind, court.ann.id, hours, decision)
    assert strikes(court.ann.id, court.group_id, court.now) == 1
    refused = {"warn": "", "slow": "slow-down", "mute": "muted", "ban": "banned"}[kind]
    if refused:
        posts.post(court.ben, court.thread_id, "A word.")
        with pytest.raises(Denied) as fault:
            posts.post(court.ann, court.thread_id, "But.")
        assert fault.value.reason == refused
    actions.reverse_decision(court.max, decision, SORRY, court.now)
    assert strikes(court.ann.id, court.group_id, court.now) == 0
    posts.post(court.ann, court.thread_id, "Thank you.")
    restraints = [one.lifted_at for one in db.session.scalars(select(GroupRestraint))]
    bans = [one.lifted_at for one in db.session.scalars(select(GroupBan))]
    assert all(at == court.now for at in restraints + bans)
    role = select(Membership.role).where(Membership.group_id == court.group_id, Membership.person_id == court.ann.id)
    assert db.session.scalar(role) == "member"


def test_a_suspension_is_for_staff_of_the_site(court: Court) -> None:
    number = court.flag(court.ben)
    more = {"sanction": "suspend", "hours": 24, "rule": 1}
    with pytest.raises(Denied) as fault:
        court.decide(court.mona, number, "advise", **more)
    assert fault.value.reason == "staff-only"
    staff = accounts.moderator("site-mod")
    decision = court.decide(staff, number, "advise", **more)
    assert again(court).suspended is True
    actions.reverse_decision(staff, decision, SORRY, court.now)
    assert again(court).suspended is False


def test_nobody_is_sanctioned_by_an_equal_or_in_a_dismissal(court: Court) -> None:
    own = posts.post(court.max, court.thread_id, "Mine.")
    number = court.flag(court.ben, post_id=own)
    for kind, hours in (("warn", None), ("mute", 24), ("ban", 24)):
        with pytest.raises(Denied) as fault:
            court.decide(court.mona, number, "advise", sanction=kind, hours=hours, rule=1)
        assert fault.value.reason == "outranked"
    assert db.session.scalars(select(Sanction)).all() == []
