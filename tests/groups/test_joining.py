"""Coming into groups and leaving them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from forum.domain.errors import Conflict, Denied, Invalid, Missing
from forum.domain.people import GroupRole, Reader
from forum.groups import actions, queries
from forum.groups.forms import DecideRequestForm, InvitationForm, JoinForm, RulesForm
from forum.groups.models import GroupEvent, JoinRequest, Membership, RuleAcceptance
from forum.infra import jobs
from forum.infra.clock import SetClock
from forum.infra.db import db
from tests.factories.accounts import administrator, person
from tests.factories.groups import group, hidden_group, joining, member

pytestmark = pytest.mark.usefixtures("app")


def role_of(reader: Reader, group_id: int, clock: SetClock) -> str | None:
    return queries.group_facts(reader, group_id, clock.instant).role


def test_whoever_starts_a_group_owns_it(clock: SetClock) -> None:
    ann = person("ann")
    group_id = group(ann, rules="Be kind\nNo spoilers in titles")
    facts = queries.group_facts(ann, "binge-club", clock.instant)
    assert (facts.id, facts.role, facts.sole_owner) == (group_id, GroupRole.OWNER, True)
    assert queries.rules(ann, group_id, clock.instant).lines == ("Be kind", "No spoilers in titles")


def test_an_address_is_given_once(clock: SetClock) -> None:
    ann, ben = person("ann"), person("ben")
    group(ann)
    with pytest.raises(Invalid) as refused:
        group(ben)
    assert refused.value.errors == {"slug": ("taken",)}


def test_a_description_with_spoilers_is_refused(clock: SetClock) -> None:
    ann = person("ann")
    with pytest.raises(Invalid) as refused:
        group(ann, description="We know that >!she did it!<")
    assert list(refused.value.errors) == ["description"]


def test_joining_accepts_the_rules_that_were_read(clock: SetClock) -> None:
    ann, ben = person("ann"), person("ben")
    group_id = group(ann, rules="Be kind")
    with pytest.raises(Invalid) as refused:
        actions.join(ben, group_id, JoinForm(rules_version=1), clock.instant)
    assert refused.value.errors == {"accept": ("rules-not-accepted",)}
    actions.write_rules(ann, group_id, RulesForm(rules=["Be kind", "Be brief"]), clock.instant)
    with pytest.raises(Invalid) as refused:
        actions.join(ben, group_id, joining(1), clock.instant)
    assert refused.value.errors == {"accept": ("rules-changed",)}
    assert role_of(ben, group_id, clock) is None
    actions.join(ben, group_id, joining(2), clock.instant)
    assert role_of(ben, group_id, clock) == GroupRole.MEMBER
    accepted = select(RuleAcceptance.version).where(RuleAcceptance.person_id == ben.id)
    assert db.session.scalars(accepted).all() == [2]


def test_the_same_rules_make_no_new_version(clock: SetClock) -> None:
    ann = person("ann")
    group_id = group(ann, rules="Be kind")
    assert actions.write_rules(ann, group_id, RulesForm(rules=["Be kind"]), clock.instant) == 1
    assert actions.write_rules(ann, group_id, RulesForm(rules=["Be bold"]), clock.instant) == 2
    assert queries.rules(ann, group_id, clock.instant, 1).lines == ("Be kind",)


def test_a_group_by_request_is_not_simply_joined(clock: SetClock) -> None:
    ann, ben = person("ann"), person("ben")
    group_id = group(ann, joining="request", questions=["Why?", "Where are you?"])
    with pytest.raises(Denied) as refused:
        actions.join(ben, group_id, joining(), clock.instant)
    assert refused.value.reason == "not-open"
    with pytest.raises(Invalid) as incomplete:
        actions.request_to_join(ben, group_id, joining(0, "Because"), clock.instant)
    assert incomplete.value.errors == {"answers": ("answers-missing",)}


def test_asking_twice_is_asking_once(clock: SetClock) -> None:
    ann, ben = person("ann"), person("ben")
    group_id = group(ann, joining="request", questions=["Why?"])
    first = actions.request_to_join(ben, group_id, joining(0, "Because"), clock.instant)
    assert actions.request_to_join(ben, group_id, joining(0, "Again"), clock.instant) == first
    waiting = queries.requests(ann, group_id, clock.instant)
    assert [(one.handle, one.answers) for one in waiting] == [("ben", (("Why?", "Because"),))]
    announced = select(func.count()).select_from(jobs.Outbox).where(jobs.Outbox.name == "request.asked")
    assert db.session.scalar(announced) == 1


def test_a_request_is_decided_once(clock: SetClock) -> None:
    ann, ben = person("ann"), person("ben")
    group_id = group(ann, joining="request")
    asked = actions.request_to_join(ben, group_id, joining(), clock.instant)
    actions.decide_request(ann, group_id, asked, DecideRequestForm(outcome="approved"), clock.instant)
    assert role_of(ben, group_id, clock) == GroupRole.MEMBER
    with pytest.raises(Conflict) as late:
        actions.decide_request(ann, group_id, asked, DecideRequestForm(outcome="declined", reason="No"), clock.instant)
    assert (late.value.code, late.value.facts) == ("already-decided", {"outcome": "approved"})


def test_a_refusal_says_why_and_one_may_ask_again(clock: SetClock) -> None:
    ann, ben = person("ann"), person("ben")
    group_id = group(ann, joining="request")
    asked = actions.request_to_join(ben, group_id, joining(), clock.instant)
    actions.decide_request(
        ann, group_id, asked, DecideRequestForm(outcome="declined", reason="We are full"), clock.instant
    )
    row = db.session.get_one(JoinRequest, asked)
    assert (row.outcome, row.reason, row.decided_by_id) == ("declined", "We are full", ann.id)
    assert actions.request_to_join(ben, group_id, joining(), clock.instant) != asked


def test_a_request_is_not_decided_from_another_group(clock: SetClock) -> None:
    ann, ben, eve = person("ann"), person("ben"), person("eve")
    group_id = group(ann, joining="request")
    other = group(eve, "evil-group")
    asked = actions.request_to_join(ben, group_id, joining(), clock.instant)
    with pytest.raises(Missing):
        actions.decide_request(eve, other, asked, DecideRequestForm(outcome="approved"), clock.instant)
    assert role_of(ben, group_id, clock) is None


def test_a_request_can_be_taken_back(clock: SetClock) -> None:
    ann, ben = person("ann"), person("ben")
    group_id = group(ann, joining="request")
    actions.request_to_join(ben, group_id, joining(), clock.instant)
    actions.withdraw_request(ben, group_id, clock.instant)
    assert queries.requests(ann, group_id, clock.instant) == ()
    with pytest.raises(Missing):
        actions.withdraw_request(ben, group_id, clock.instant)


def test_the_last_owner_stays(clock: SetClock) -> None:
    ann, ben = person("ann"), person("ben")
    group_id = group(ann)
    member(group_id, ben)
    with pytest.raises(Denied) as refused:
        actions.leave(ann, group_id, clock.instant)
    assert refused.value.reason == "last-owner"
    actions.assign_role(ann, group_id, ben.id or 0, GroupRole.OWNER, clock.instant)
    actions.leave(ann, group_id, clock.instant)
    assert role_of(ann, group_id, clock) is None
    with pytest.raises(Conflict):
        actions.assign_role(ben, group_id, ben.id or 0, GroupRole.MEMBER, clock.instant)


def test_an_invitation_opens_a_hidden_group(clock: SetClock) -> None:
    ann, ben, eve = person("ann"), person("ben"), person("eve")
    group_id = hidden_group(ann)
    with pytest.raises(Missing):
        queries.group_facts(ben, group_id, clock.instant)
    token = actions.invite(ann, group_id, InvitationForm(places=1), clock.instant)
    assert queries.invited_page(ben, token, clock.instant).name == "Attic"
    assert actions.join_by_invitation(ben, token, joining(), clock.instant) == group_id
    assert role_of(ben, group_id, clock) == GroupRole.MEMBER
    assert actions.join_by_invitation(ben, token, joining(), clock.instant) == group_id
    with pytest.raises(Conflict) as used:
        actions.join_by_invitation(eve, token, joining(), clock.instant)
    assert used.value.code == "invitation-used"


def test_an_invitation_ends(clock: SetClock) -> None:
    ann, ben = person("ann"), person("ben")
    group_id = hidden_group(ann)
    token = actions.invite(ann, group_id, InvitationForm(days=1), clock.instant)
    with pytest.raises(Conflict) as late:
        actions.join_by_invitation(ben, token, joining(), clock.instant + timedelta(days=1))
    assert late.value.code == "invitation-expired"
    (card,) = queries.invitations(ann, group_id, clock.instant)
    assert (card.state, card.used) == ("open", 0)
    actions.revoke_invitation(ann, group_id, card.id, clock.instant)
    with pytest.raises(Conflict) as revoked:
        queries.invited_page(ben, token, clock.instant)
    assert revoked.value.code == "invitation-revoked"
    with pytest.raises(Missing):
        queries.invited_page(ben, "x" * 24, clock.instant)


def test_an_invitation_does_not_overrule_a_ban(clock: SetClock) -> None:
    ann, ben = person("ann"), person("ben")
    group_id = hidden_group(ann)
    member(group_id, ben)
    ban(ann, group_id, ben, clock)
    token = actions.invite(ann, group_id, InvitationForm(), clock.instant)
    with pytest.raises(Denied) as refused:
        actions.join_by_invitation(ben, token, joining(), clock.instant)
    assert refused.value.reason == "banned"


def ban(actor: Reader, group_id: int, reader: Reader, clock: SetClock, days: int = 7) -> int:
    from forum.groups.forms import BanForm

    return actions.ban_member(actor, group_id, reader.id or 0, BanForm(days=days, reason="Shouting"), clock.instant)


def test_a_ban_ends_by_itself(clock: SetClock) -> None:
    ann, ben = person("ann"), person("ben")
    group_id = group(ann)
    member(group_id, ben)
    ban(ann, group_id, ben, clock)
    facts = queries.group_facts(ben, group_id, clock.instant)
    assert (facts.role, facts.banned) == (None, True)
    with pytest.raises(Denied) as refused:
        actions.join(ben, group_id, joining(), clock.instant)
    assert refused.value.reason == "banned"
    later = clock.instant + timedelta(days=7)
    actions.join(ben, group_id, joining(), later)
    assert queries.group_facts(ben, group_id, later).role == GroupRole.MEMBER


def test_a_ban_can_be_lifted(clock: SetClock) -> None:
    ann, ben = person("ann"), person("ben")
    group_id = group(ann)
    member(group_id, ben)
    ban_id = ban(ann, group_id, ben, clock)
    assert [one.handle for one in queries.bans(ann, group_id, clock.instant)] == ["ben"]
    actions.lift_ban(ann, group_id, ban_id, clock.instant)
    assert queries.bans(ann, group_id, clock.instant) == ()
    assert not queries.group_facts(ben, group_id, clock.instant).banned
    what = [row.what for row in db.session.scalars(select(GroupEvent).order_by(GroupEvent.id))]
    assert what == ["started", "banned", "unbanned"]


def test_nobody_shows_out_an_equal(clock: SetClock) -> None:
    ann, mo, max_ = person("ann"), person("mo-1"), person("max")
    group_id = group(ann)
    member(group_id, mo, GroupRole.MODERATOR)
    member(group_id, max_, GroupRole.MODERATOR)
    for target in (max_, ann, mo):
        with pytest.raises(Denied) as refused:
            ban(mo, group_id, target, clock)
        assert refused.value.reason == "outranked"
    ban(ann, group_id, mo, clock)
    assert role_of(mo, group_id, clock) is None


def test_a_group_keeps_an_owner_even_against_the_site(clock: SetClock) -> None:
    ann, root = person("ann"), administrator()
    group_id = group(ann)
    with pytest.raises(Conflict) as refused:
        ban(root, group_id, ann, clock)
    assert refused.value.code == "last-owner"


def test_joining_twice_is_joining_once(clock: SetClock) -> None:
    ann, ben = person("ann"), person("ben")
    group_id = group(ann)
    actions.join(ben, group_id, joining(), clock.instant)
    with pytest.raises(Denied) as refused:
        actions.join(ben, group_id, joining(), clock.instant)
    assert refused.value.reason == "already-member"
    assert db.session.scalar(select(func.count()).select_from(Membership)) == 2


def test_strangers_sign_in_first(app: Flask, clock: SetClock) -> None:
    group_id = group(person("ann"))
    with pytest.raises(Denied) as refused:
        actions.join(Reader.stranger(), group_id, joining(), clock.instant)
    assert refused.value.reason == "sign-in"
