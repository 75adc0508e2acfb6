"""Looking after a group: who asks, who is out, which links lead in."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import Field

from forum.api.answers import Answer
from forum.api.models.groups import Rules
from forum.domain.permissions import Joining


class Reply(Answer):
    """A question of the group, and what somebody answered."""

    question: str
    answer: str


class WaitingRequest(Answer):
    """Somebody who asks to come in."""

    id: int
    handle: str
    asked_at: datetime
    answers: list[Reply]


class WaitingRequests(Answer):
    """Who asks to come in, the oldest first."""

    requests: list[WaitingRequest]


class DecidedRequest(Answer):
    """What was answered. The person reads the reason."""

    id: int
    outcome: Literal["approved", "declined"]
    reason: str


class Ban(Answer):
    """Somebody who is shown out until `ends_at`."""

    id: int
    handle: str
    reason: str
    ends_at: datetime


class Bans(Answer):
    """Who is shown out now, the first to come back first."""

    bans: list[Ban]


class Invitation(Answer):
    """A link that lets `places` people in until it expires. `path` is its address on this site."""

    id: int
    path: str = Field(description="Whoever holds it can come in: treat it as a secret.")
    places: int
    used: int
    made_by: str
    made_at: datetime
    expires_at: datetime
    state: Literal["open", "used", "expired", "revoked"]


class Invitations(Answer):
    """The links of a group, the newest first."""

    invitations: list[Invitation]


class Invited(Answer):
    """Where an invitation leads. `may_join` = you can use it; otherwise `why_not` says why, a code."""

    slug: str
    name: str
    about_html: str
    rules: Rules
    may_join: bool
    why_not: str


class GroupSettings(Answer):
    """What a group says of itself, as it was typed: to be changed and sent back to `PUT /groups/{slug}`."""

    name: str
    description: str
    visibility: Literal["listed", "hidden"]
    joining: Joining
    questions: list[str]


class GroupEvent(Answer):
    """Something that was done to the group or a member. `person` null = to nobody, or to somebody who left."""

    what: str
    actor: str | None
    person: str | None
    detail: str
    reason: str
    happened_at: datetime


class GroupEvents(Answer):
    """What was done lately, the newest first."""

    events: list[GroupEvent]
