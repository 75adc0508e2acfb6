"""Looking after a group: its people, who asks to come in, who is out, what was done."""

from __future__ import annotations

from forum.api.answers import Answer, Made
from forum.api.door import PREFIX
from forum.api.models.groups import Member
from forum.api.models.tending import (
    Ban,
    Bans,
    DecidedRequest,
    GroupEvent,
    GroupEvents,
    GroupSettings,
    Reply,
    WaitingRequest,
    WaitingRequests,
)
from forum.api.operations import operation
from forum.api.people import member
from forum.domain.people import GroupRole
from forum.domain.permissions import Action, require
from forum.groups import actions, queries
from forum.groups.forms import BanForm, DecideRequestForm, RoleForm
from forum.infra import clock
from forum.infra.web.reader import current_reader

TAG = "looking after groups"
_KEY = "moderate"


def own_group(slug: str) -> int:
    """The id of a group that the reader may know."""
    return queries.group_facts(member(), slug, clock.now()).id


@operation("GET", "/groups/<slug>/requests", tag=TAG, answer=WaitingRequests, scope=_KEY, signed_in=True)
def list_requests(slug: str) -> Answer:
    """Who asks to come in, with their answers to the group's questions; for moderators. At most 100."""
    waiting = queries.requests(member(), own_group(slug), clock.now())
    return WaitingRequests(
        requests=[
            WaitingRequest.of(card, answers=[Reply(question=asked, answer=said) for asked, said in card.answers])
            for card in waiting
        ]
    )


@operation(
    "POST",
    "/groups/<slug>/requests/<int:request_id>/decision",
    tag=TAG,
    answer=DecidedRequest,
    scope=_KEY,
    body=DecideRequestForm,
    limits=("decide",),
    example={"outcome": "declined", "reason": "We read the book together first; ask again in March."},
    once=True,
)
def decide_request(slug: str, request_id: int, form: DecideRequestForm) -> Answer:
    """Let somebody in, or say why not. 409 when somebody was faster."""
    actions.decide_request(member(), own_group(slug), request_id, form, clock.now())
    return DecidedRequest(id=request_id, outcome=form.outcome, reason=form.reason)


@operation("GET", "/groups/<slug>/members/<handle>", tag=TAG, answer=Member)
def get_member(slug: str, handle: str) -> Answer:
    """One member and their role."""
    return _member(slug, handle)


@operation(
    "PUT",
    "/groups/<slug>/members/<handle>/role",
    tag=TAG,
    answer=Member,
    scope=_KEY,
    body=RoleForm,
    limits=("decide",),
    example={"role": "steward"},
)
def assign_role(slug: str, handle: str, form: RoleForm) -> Answer:
    """Make a member a `steward`, `moderator`, `owner` or plain `member`; for owners. 409 for the last owner."""
    _rank(slug, handle, form.role)
    return _member(slug, handle)


@operation("DELETE", "/groups/<slug>/members/<handle>/role", tag=TAG, answer=None, scope=_KEY, limits=("decide",))
def take_role(slug: str, handle: str) -> None:
    """Make somebody a plain member again. 409 for the last owner."""
    _rank(slug, handle, GroupRole.MEMBER)


def _rank(slug: str, handle: str, role: GroupRole) -> None:
    person_id = _person_for(slug, handle, Action.GROUP_ASSIGN_ROLE)
    actions.assign_role(member(), own_group(slug), person_id, role, clock.now())


def _person_for(slug: str, handle: str, action: Action) -> int:
    """The member's id, for those who may do this: others learn nothing of who is a member."""
    reader, now = member(), clock.now()
    facts = queries.group_facts(reader, slug, now)
    require(reader, action, facts)
    return queries.member_handle(reader, facts.id, handle, now)


def _member(slug: str, handle: str) -> Member:
    reader, now = current_reader(), clock.now()
    return Member.of(queries.member(reader, queries.group_facts(reader, slug, now).id, handle, now))


@operation("GET", "/groups/<slug>/bans", tag=TAG, answer=Bans, scope=_KEY, signed_in=True)
def list_bans(slug: str) -> Answer:
    """Who is shown out now, and until when; for moderators. At most 200."""
    return Bans(bans=[Ban.of(card) for card in queries.bans(member(), own_group(slug), clock.now())])


@operation(
    "POST",
    "/groups/<slug>/members/<handle>/ban",
    tag=TAG,
    answer=Ban,
    scope=_KEY,
    body=BanForm,
    status=201,
    limits=("decide",),
    example={"days": 7, "reason": "Told three people to leave."},
    once=True,
)
def ban_member(slug: str, handle: str, form: BanForm) -> Made:
    """Show a member out for so many days. They read the reason, and may come back after it."""
    person_id, group_id, now = _person_for(slug, handle, Action.GROUP_BAN), own_group(slug), clock.now()
    ban_id = actions.ban_member(member(), group_id, person_id, form, now)
    return Made(Ban.of(queries.ban(member(), group_id, ban_id, now)), f"{PREFIX}/groups/{slug}/bans")


@operation("DELETE", "/groups/<slug>/bans/<int:ban_id>", tag=TAG, answer=None, scope=_KEY, limits=("decide",))
def lift_ban(slug: str, ban_id: int) -> None:
    """Let somebody come back early. Lifted twice is lifted once."""
    actions.lift_ban(member(), own_group(slug), ban_id, clock.now())


@operation("GET", "/groups/<slug>/settings", tag=TAG, answer=GroupSettings, scope="write", signed_in=True)
def get_group_settings(slug: str) -> Answer:
    """What the group says of itself, as it was typed; for owners."""
    reader, now = member(), clock.now()
    head = queries.group_head(reader, slug, now)
    require(reader, Action.GROUP_EDIT, head.facts)
    return GroupSettings(
        name=head.name,
        description=queries.source(reader, slug, now),
        visibility="listed" if head.card.listed else "hidden",
        joining=head.facts.joining,
        questions=list(head.questions),
    )


@operation("GET", "/groups/<slug>/events", tag=TAG, answer=GroupEvents, scope=_KEY, signed_in=True)
def list_group_events(slug: str) -> Answer:
    """What was done to the group and its members, the newest 50; for moderators."""
    return GroupEvents(events=[GroupEvent.of(card) for card in queries.events(member(), own_group(slug), clock.now())])
