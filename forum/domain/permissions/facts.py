"""What the rules need to know: small, frozen, without a database."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from forum.domain.people import GroupRole, SiteRole


class Joining(StrEnum):
    """How one becomes a member of a group."""

    OPEN = "open"
    REQUEST = "request"
    INVITATION = "invitation"


@dataclass(frozen=True, slots=True)
class SiteFacts:
    """Nothing in particular: for actions whose target is the site itself."""


@dataclass(frozen=True, slots=True)
class ShowFacts:
    """A show and the actor's place in it. Shapes: `claimant_id` = who made the statement that is to be decided."""

    id: int
    steward: bool = False
    claimant_id: int | None = None


@dataclass(frozen=True, slots=True)
class GroupFacts:
    """What the rules need to know of a group and of the actor's place in it.

    Shapes: `target_role` is the role of the member who is acted upon, where there is one; `restraint` "mute" or "slow"
    while the actor is held back from writing.
    """

    id: int
    listed: bool = True
    joining: Joining = Joining.OPEN
    role: GroupRole | None = None
    banned: bool = False
    sole_owner: bool = False
    target_role: GroupRole | None = None
    restraint: str = ""


@dataclass(frozen=True, slots=True)
class ThreadFacts:
    """A thread as the rules see it.

    Shapes: `open` is False before the opening instant and while a release has slipped; `merged` = all its posts have
    gone into another thread, to which it leads.
    """

    id: int
    group: GroupFacts
    author_id: int | None = None
    kind: str = "talk"
    open: bool = True
    locked: bool = False
    merged: bool = False
    target: GroupFacts | None = None


@dataclass(frozen=True, slots=True)
class PostFacts:
    """A post as the rules see it."""

    id: int
    thread: ThreadFacts
    author_id: int | None = None
    removed: bool = False
    withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """A case of the moderation queue as the rules see it. Shapes: `decider_ids` = who took part in the decision that
    is appealed, or whose appeal was reported."""

    id: int
    group: GroupFacts
    author_id: int | None = None
    flagger_ids: frozenset[int] = frozenset()
    claimed_by_id: int | None = None
    decided: bool = False
    decider_ids: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """Somebody's account as the rules see it."""

    id: int
    role: SiteRole = SiteRole.MEMBER


@dataclass(frozen=True, slots=True)
class CareFacts:
    """The care team and the actor's place in it. Shapes: `role` "carer", "lead", or "" for everybody else."""

    role: str = ""


Facts = SiteFacts | ShowFacts | PersonFacts | GroupFacts | ThreadFacts | PostFacts | CaseFacts | CareFacts
