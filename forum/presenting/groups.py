"""Groups as their readers see them: frozen cards, and what this reader may do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from markupsafe import Markup

from forum.domain.people import GroupRole, Reader
from forum.domain.permissions import Action, GroupFacts, Verdict, judge, may_read
from forum.domain.policies import USUAL, SpoilerPolicy
from forum.domain.spoilers import Clearance
from forum.rendering.document import Document
from forum.rendering.outputs import excerpt, html
from forum.rendering.redact import Redacted, redact
from forum.rendering.words import ENGLISH

_ACTIONS: Mapping[str, Action] = {
    "join": Action.GROUP_JOIN,
    "ask": Action.GROUP_ASK,
    "leave": Action.GROUP_LEAVE,
    "edit": Action.GROUP_EDIT,
    "invite": Action.GROUP_INVITE,
    "decide": Action.GROUP_DECIDE_REQUEST,
    "rank": Action.GROUP_ASSIGN_ROLE,
    "follow": Action.GROUP_FOLLOW_SHOW,
    "start": Action.THREAD_START,
}


@dataclass(frozen=True, slots=True)
class GroupCard:
    """A group in a list. Shapes: `role` is the reader's own, None for outsiders; `about` one plain line."""

    id: int
    slug: str
    name: str
    about: str
    listed: bool
    joining: str
    members: int
    role: str | None


@dataclass(frozen=True, slots=True)
class GroupHead:
    """The head of every page of a group.

    Shapes: `may` by verb: read, join, ask, leave, edit, invite, decide, rank, follow, start, moderate; `asked` = the
    reader's own request waits; `requests` waiting ones, None for those who do not decide; `accepted_version` = the
    newest version of the rules that the reader accepted, 0 for none; `following` = ids of the shows it follows.
    """

    card: GroupCard
    facts: GroupFacts
    about_html: Markup
    rules_version: int
    accepted_version: int
    asked: bool
    requests: int | None
    questions: tuple[str, ...]
    following: tuple[int, ...]
    may: Mapping[str, bool]
    policy: SpoilerPolicy = USUAL

    @property
    def id(self) -> int:
        """The group's id."""
        return self.card.id

    @property
    def slug(self) -> str:
        """The group's address."""
        return self.card.slug

    @property
    def name(self) -> str:
        """The group's name."""
        return self.card.name

    @property
    def rules_changed(self) -> bool:
        """A member has yet to accept the newest rules."""
        return self.facts.role is not None and self.accepted_version < self.rules_version


def group_may(reader: Reader, facts: GroupFacts) -> Mapping[str, bool]:
    """What this reader may do in this group, by verb."""
    rights = {verb: judge(reader, action, facts).allowed for verb, action in _ACTIONS.items()}
    rights["read"] = may_read(reader, facts)
    rights["moderate"] = judge(reader, Action.THREAD_LOCK, facts).allowed
    return rights


def about_html(document: Mapping[str, Any] | None, now: datetime) -> Markup:
    """The group's description. It has no spoilers, so every reader gets the same."""
    return html(_redacted(document, now) if document else Redacted(()), {}, ENGLISH)


def about_line(document: Mapping[str, Any] | None, now: datetime, length: int = 160) -> str:
    """The beginning of the description as plain text."""
    return excerpt(_redacted(document, now), {}, ENGLISH, length) if document else ""


def _redacted(document: Mapping[str, Any], now: datetime) -> Redacted:
    return redact(Document.from_json(document), Clearance.stranger({}), now, post_id=0, author_id=None)


@dataclass(frozen=True, slots=True)
class MemberCard:
    """A member. Shapes: `roles` = those this reader may give them; `may_ban` = may show them out."""

    person_id: int
    handle: str
    role: GroupRole
    joined_at: datetime
    roles: Sequence[GroupRole]
    may_ban: bool


@dataclass(frozen=True, slots=True)
class BanCard:
    """Somebody who is shown out for now."""

    id: int
    handle: str
    reason: str
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class RequestCard:
    """Somebody who asks to come in. Shapes: `answers` = (question, answer) in order."""

    id: int
    handle: str
    asked_at: datetime
    answers: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class InvitationCard:
    """An invitation link. Shapes: `state` is open, used, expired or revoked."""

    id: int
    token: str
    places: int
    used: int
    made_by: str
    made_at: datetime
    expires_at: datetime
    state: str


@dataclass(frozen=True, slots=True)
class RulesCard:
    """One version of the rules. Shapes: `lines` in order, rule 1 first; version 0 = none yet."""

    version: int
    lines: tuple[str, ...]
    written_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class InvitedPage:
    """What the holder of an invitation sees. Shapes: `verdict` says whether they may use it, or why not."""

    slug: str
    name: str
    about_html: Markup
    rules: RulesCard
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class EventCard:
    """What was done to the group, by whom, and to whom. Shapes: handles; None = somebody who left."""

    what: str
    actor: str | None
    person: str | None
    detail: str
    reason: str
    happened_at: datetime
