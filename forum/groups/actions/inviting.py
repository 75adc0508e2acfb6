"""Invitation links: making them, taking them back, using them."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from sqlalchemy import select, update

from forum.domain.errors import Conflict, Missing
from forum.domain.people import Reader
from forum.domain.permissions import Action, require
from forum.groups.actions.joining import accept_shown, let_in
from forum.groups.actions.standing import allowed, note, signed_in
from forum.groups.forms import InvitationForm, JoinForm
from forum.groups.models import Group, Invitation
from forum.groups.queries.facts import invited_facts, known_id
from forum.infra.db import db, transaction

TOKEN_BYTES = 18


def invite(actor: Reader, group_id: int, form: InvitationForm, now: datetime) -> str:
    """A new link. Returns its token.

    Raises: `Missing`; `Denied`.
    """
    with transaction():
        moderator_id, _ = allowed(actor, Action.GROUP_INVITE, group_id, now)
        made = Invitation(
            group_id=group_id,
            token=secrets.token_urlsafe(TOKEN_BYTES),
            places=form.places,
            used=0,
            expires_at=now + timedelta(days=form.days),
            made_at=now,
            made_by_id=moderator_id,
        )
        db.session.add(made)
        note(group_id, moderator_id, "invited", now)
        return made.token


def revoke_invitation(actor: Reader, group_id: int, invitation_id: int, now: datetime) -> None:
    """Take a link back. Doing it twice is doing it once.

    Raises: `Missing`; `Denied`.
    """
    with transaction():
        moderator_id, _ = allowed(actor, Action.GROUP_INVITE, group_id, now)
        made = db.session.scalar(
            select(Invitation).where(Invitation.id == known_id(invitation_id), Invitation.group_id == group_id)
        )
        if made is None:
            raise Missing
        if made.revoked_at is None:
            made.revoked_at, made.revoked_by_id = now, moderator_id
            note(group_id, moderator_id, "revoked", now)


def join_by_invitation(actor: Reader, token: str, form: JoinForm, now: datetime) -> int:
    """Come in with a link. Returns the group's id. Who is a member already takes no place.

    Raises: `Missing` for an unknown link; `Conflict` for one that has expired, is used up or was taken back; `Denied`
    to people who are shown out; `Invalid` when the rules are not accepted.
    """
    with transaction():
        invitation, facts = invited_facts(actor, token, now)
        if facts.role is not None:
            return facts.id
        require(actor, Action.GROUP_USE_INVITATION, facts)
        person_id = signed_in(actor)
        accept_shown(person_id, db.session.get_one(Group, facts.id), form, now)
        _take_place(invitation.id, now)
        if not let_in(person_id, facts.id, now, invitation.id):
            raise Conflict("already-member")
        return facts.id


def _take_place(invitation_id: int, now: datetime) -> None:
    """One statement checks and counts, so the last place is given once."""
    taken = db.session.execute(
        update(Invitation)
        .where(
            Invitation.id == invitation_id,
            Invitation.used < Invitation.places,
            Invitation.expires_at > now,
            Invitation.revoked_at.is_(None),
        )
        .values(used=Invitation.used + 1)
        .returning(Invitation.id)
    ).first()
    if taken is None:
        raise Conflict("invitation-used")
