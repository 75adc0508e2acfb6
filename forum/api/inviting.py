"""Invitation links, and the rules that one accepts on the way in."""

from __future__ import annotations

from forum.api.answers import Answer, Made
from forum.api.door import PREFIX
from forum.api.groups import get_group
from forum.api.models.groups import GroupWhole
from forum.api.models.tending import Invitation, Invitations, Invited
from forum.api.operations import operation
from forum.api.people import member
from forum.api.tending import TAG, own_group
from forum.groups import actions, queries
from forum.groups.forms import InvitationForm, JoinForm
from forum.infra import clock
from forum.infra.web.reader import current_reader
from forum.presenting.groups import InvitationCard

_KEY = "moderate"
_YES = {"accept": True, "rules_version": 1}


@operation("GET", "/groups/<slug>/invitations", tag=TAG, answer=Invitations, scope=_KEY, signed_in=True)
def list_invitations(slug: str) -> Answer:
    """The links of a group, the newest 50; for moderators."""
    return Invitations(invitations=[_invitation(card) for card in _links(slug)])


@operation(
    "POST",
    "/groups/<slug>/invitations",
    tag=TAG,
    answer=Invitation,
    scope=_KEY,
    body=InvitationForm,
    status=201,
    limits=("change",),
    example={"places": 10, "days": 7},
    once=True,
)
def invite(slug: str, form: InvitationForm) -> Made:
    """Make a link that lets so many people in, for so many days."""
    token = actions.invite(member(), own_group(slug), form, clock.now())
    made = next(card for card in _links(slug) if card.token == token)
    return Made(_invitation(made), f"{PREFIX}/groups/{slug}/invitations")


@operation(
    "DELETE",
    "/groups/<slug>/invitations/<int:invitation_id>",
    tag=TAG,
    answer=None,
    scope=_KEY,
    limits=("change",),
)
def revoke_invitation(slug: str, invitation_id: int) -> None:
    """Take a link back: it opens nothing any more. Who came in with it stays."""
    actions.revoke_invitation(member(), own_group(slug), invitation_id, clock.now())


@operation("GET", "/invitations/<token>", tag="groups", answer=Invited)
def get_invitation(token: str) -> Answer:
    """Where an invitation leads: the group's name, words and rules, even when it is hidden. 409 when it has ended."""
    page = queries.invited_page(current_reader(), token, clock.now())
    return Invited.of(page, may_join=page.verdict.allowed, why_not=page.verdict.reason)


@operation(
    "PUT",
    "/invitations/<token>/membership",
    tag="groups",
    answer=GroupWhole,
    scope="write",
    body=JoinForm,
    limits=("join",),
    example=_YES,
)
def join_by_invitation(token: str, form: JoinForm) -> Answer:
    """Come in with an invitation. Who is a member already takes no place."""
    reader, now = member(), clock.now()
    page = queries.invited_page(reader, token, now)
    actions.join_by_invitation(reader, token, form, now)
    return get_group(page.slug)


@operation(
    "PUT",
    "/groups/<slug>/rules/acceptance",
    tag="groups",
    answer=GroupWhole,
    scope="write",
    body=JoinForm,
    limits=("join",),
    example=_YES,
)
def accept_rules(slug: str, form: JoinForm) -> Answer:
    """Accept the newest rules of a group of yours. `rules_version` is the version that you read."""
    actions.accept_rules(member(), own_group(slug), form, clock.now())
    return get_group(slug)


def _links(slug: str) -> tuple[InvitationCard, ...]:
    return queries.invitations(member(), own_group(slug), clock.now())


def _invitation(card: InvitationCard) -> Invitation:
    return Invitation.of(card, path=f"/join/{card.token}")
