"""Coming in and going out."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, select, update

from forum.domain.errors import Conflict, Invalid, Missing
from forum.domain.people import GroupRole, Reader
from forum.domain.permissions import Action, require
from forum.groups.actions.standing import allowed, note, signed_in
from forum.groups.forms import DecideRequestForm, JoinForm
from forum.groups.models import Group, JoinRequest, Membership, RuleAcceptance
from forum.groups.queries.facts import active_ban, group_facts, known_id
from forum.infra.db import db, transaction
from forum.infra.jobs import announce
from forum.infra.once import insert_once
from forum.infra.rows import holding


def join(actor: Reader, group_id: int, form: JoinForm, now: datetime) -> None:
    """Join a group with open doors.

    Raises: `Missing`; `Denied`; `Invalid` when its newest rules are not accepted.
    """
    with transaction():
        person_id, _ = allowed(actor, Action.GROUP_JOIN, group_id, now)
        accept_shown(person_id, db.session.get_one(Group, group_id), form, now)
        let_in(person_id, group_id, now)


def request_to_join(actor: Reader, group_id: int, form: JoinForm, now: datetime) -> int:
    """Ask to join, with answers to the group's questions. Asked twice is asked once. Returns the request's id.

    Raises: `Missing`; `Denied`; `Invalid` when an answer is missing or the rules are not accepted.
    """
    with transaction():
        person_id, _ = allowed(actor, Action.GROUP_ASK, group_id, now)
        group = db.session.get_one(Group, group_id)
        answers = [answer for answer in form.answers if answer]
        if len(answers) < len(group.questions):
            raise Invalid({"answers": ["answers-missing"]}, form.model_dump())
        accept_shown(person_id, group, form, now)
        asked = JoinRequest(
            group_id=group_id,
            person_id=person_id,
            answers=[{"question": q, "answer": a} for q, a in zip(group.questions, answers, strict=False)],
            rules_version=group.rules_version,
            asked_at=now,
        )
        if insert_once(asked):
            announce("request.asked", request_id=asked.id, group_id=group_id)
            return asked.id
        return _waiting_request(group_id, person_id).id


def withdraw_request(actor: Reader, group_id: int, now: datetime) -> None:
    """Take one's own request back.

    Raises: `Missing` when there is none waiting.
    """
    with transaction():
        group_facts(actor, group_id, now)
        asked = _waiting_request(group_id, signed_in(actor))
        asked.outcome, asked.decided_at, asked.decided_by_id = "withdrawn", now, actor.id


def decide_request(actor: Reader, group_id: int, request_id: int, form: DecideRequestForm, now: datetime) -> None:
    """Let somebody in, or not.

    Raises: `Missing`; `Denied`; `Conflict` when it was decided already, or when the person was shown out meanwhile.
    """
    with transaction():
        moderator_id, _ = allowed(actor, Action.GROUP_DECIDE_REQUEST, group_id, now)
        asked = db.session.scalar(
            holding(select(JoinRequest).where(JoinRequest.id == known_id(request_id), JoinRequest.group_id == group_id))
        )
        if asked is None:
            raise Missing
        if asked.decided_at is not None:
            raise Conflict("already-decided", outcome=asked.outcome)
        asked.outcome, asked.reason = form.outcome, form.reason or None
        asked.decided_at, asked.decided_by_id = now, moderator_id
        if form.outcome == "approved":
            _refuse_banned(asked.person_id, group_id, now)
            let_in(asked.person_id, group_id, now)
        announce("request.decided", request_id=asked.id, group_id=group_id)


def leave(actor: Reader, group_id: int, now: datetime) -> None:
    """Leave a group. What one wrote stays.

    Raises: `Missing`; `Denied`, also to the last owner.
    """
    with transaction():
        person_id, _ = allowed(actor, Action.GROUP_LEAVE, group_id, now)
        show_out(person_id, group_id)
        note(group_id, person_id, "left", now, person_id=person_id)


def accept_rules(actor: Reader, group_id: int, form: JoinForm, now: datetime) -> None:
    """A member accepts the newest rules.

    Raises: `Missing`; `Denied` to outsiders; `Invalid` when they changed once more meanwhile.
    """
    with transaction():
        require(actor, Action.GROUP_ACCEPT_RULES, group_facts(actor, group_id, now))
        accept_shown(signed_in(actor), db.session.get_one(Group, group_id), form, now)


def let_in(person_id: int, group_id: int, now: datetime, invitation_id: int | None = None) -> bool:
    """Make somebody a member, and close a request of theirs that may wait. Returns whether they were not one."""
    waiting = _waiting(group_id, person_id)
    if waiting is not None:
        waiting.outcome, waiting.decided_at, waiting.decided_by_id = "approved", now, person_id
    fresh = Membership(
        group_id=group_id,
        person_id=person_id,
        role=GroupRole.MEMBER.value,
        joined_at=now,
        invitation_id=invitation_id,
    )
    is_new = insert_once(fresh)
    if is_new:
        count_members(group_id, +1)
    return is_new


def show_out(person_id: int, group_id: int) -> None:
    """End a membership."""
    ended = delete(Membership).where(Membership.group_id == group_id, Membership.person_id == person_id)
    if db.session.scalar(ended.returning(Membership.id)) is not None:
        count_members(group_id, -1)


def show_out_everywhere(person_id: int) -> None:
    """End all memberships of somebody."""
    ended = delete(Membership).where(Membership.person_id == person_id).returning(Membership.group_id)
    for group_id in sorted(db.session.scalars(ended).all()):
        count_members(group_id, -1)


def count_members(group_id: int, change: int) -> None:
    """Keep the count in step. Two at once add up."""
    counted = update(Group).where(Group.id == group_id).values(member_count=Group.member_count + change)
    db.session.execute(counted)


def accept_shown(person_id: int, group: Group, form: JoinForm, now: datetime) -> None:
    """Keep that somebody agreed to the newest rules. Only the version that was read can have been accepted.

    Raises: `Invalid`.
    """
    if not group.rules_version:
        return
    if not form.accept:
        raise Invalid({"accept": ["rules-not-accepted"]}, form.model_dump())
    if form.rules_version != group.rules_version:
        raise Invalid({"accept": ["rules-changed"]}, form.model_dump())
    version = group.rules_version
    insert_once(RuleAcceptance(group_id=group.id, person_id=person_id, version=version, accepted_at=now))


def _refuse_banned(person_id: int, group_id: int, now: datetime) -> None:
    if active_ban(person_id, group_id, now) is not None:
        raise Conflict("banned")


def _waiting(group_id: int, person_id: int) -> JoinRequest | None:
    return db.session.scalar(
        select(JoinRequest).where(
            JoinRequest.group_id == group_id, JoinRequest.person_id == person_id, JoinRequest.decided_at.is_(None)
        )
    )


def _waiting_request(group_id: int, person_id: int) -> JoinRequest:
    asked = _waiting(group_id, person_id)
    if asked is None:
        raise Missing
    return asked
