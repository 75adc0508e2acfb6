"""Tables of the groups room."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import ForeignKey, Index, Row, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from forum.domain.people import GroupRole
from forum.domain.permissions import GroupFacts, Joining
from forum.domain.policies import USUAL, OpensOn, SpoilerPolicy
from forum.infra.db import JsonValue, UtcDateTime, db


class Group(db.Model):
    """A community.

    Shapes: `rules_version` is the newest version of its rules, 0 while it has none; `member_count` follows each coming
    and going.
    """

    __tablename__ = "groups"
    __table_args__ = (Index("ix_groups_size", "listed", "member_count"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(80))
    name_folded: Mapped[str] = mapped_column(String(240), index=True)
    description: Mapped[str] = mapped_column(Text, deferred=True, deferred_raiseload=True)
    document: Mapped[dict[str, Any] | None] = mapped_column(JsonValue)
    listed: Mapped[bool] = mapped_column(default=True)
    joining: Mapped[str] = mapped_column(String(12), default=Joining.OPEN.value)
    questions: Mapped[list[str]] = mapped_column(JsonValue, default=list)
    rules_version: Mapped[int] = mapped_column(default=0)
    member_count: Mapped[int] = mapped_column(default=0)
    opens_on: Mapped[str] = mapped_column(String(12), default=OpensOn.EARLIEST.value)
    opens_region: Mapped[str | None] = mapped_column(String(2))
    tag_days: Mapped[int] = mapped_column(default=USUAL.tag_days)
    tag_days_drop: Mapped[int] = mapped_column(default=USUAL.tag_days_drop)
    regional_hides: Mapped[bool] = mapped_column(default=False)
    titles_hidden: Mapped[bool] = mapped_column(default=False)
    leaks_allowed: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    created_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))

    def policy(self) -> SpoilerPolicy:
        """What it asks for on top of the law of spoilers."""
        return _policy(*(getattr(self, name) for name in _POLICY))

    def facts(self, role: str | None, *, banned: bool = False, owners: int = 0) -> GroupFacts:
        """What the rules need to know, for somebody with this role in it."""
        return group_facts(self.id, self.listed, self.joining, role, banned=banned, owners=owners)


def group_facts(
    group_id: int, listed: bool, joining: str, role: str | None, *, banned: bool = False, owners: int = 0
) -> GroupFacts:
    """What the rules need to know of a group's values, for somebody with this role in it."""
    return GroupFacts(
        group_id,
        listed,
        Joining(joining),
        GroupRole(role) if role else None,
        banned,
        sole_owner=role == GroupRole.OWNER.value and owners == 1,
    )


_POLICY = ("opens_on", "opens_region", "tag_days", "tag_days_drop", "regional_hides", "titles_hidden", "leaks_allowed")
POLICY = tuple(getattr(Group, name).label(f"policy_{name}") for name in _POLICY)
"""The columns of a group's policy, for statements that read values: `policy_of` understands them."""


def policy_of(row: Row[Any]) -> SpoilerPolicy:
    """The policy of a row that `POLICY` is part of."""
    return _policy(*(getattr(row, f"policy_{name}") for name in _POLICY))


@lru_cache(1024)
def _policy(*values: Any) -> SpoilerPolicy:
    opens_on, *rest = values
    return SpoilerPolicy(OpensOn(opens_on), *rest)


class Membership(db.Model):
    """A person in a group, with what they may do there."""

    __tablename__ = "memberships"
    __table_args__ = (UniqueConstraint("group_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("groups.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    role: Mapped[str] = mapped_column(String(12), default=GroupRole.MEMBER.value)
    joined_at: Mapped[datetime] = mapped_column(UtcDateTime)
    invitation_id: Mapped[int | None] = mapped_column(ForeignKey("invitations.id"))


class JoinRequest(db.Model):
    """Somebody asked to join. Shapes: `answers` = [{"question": ..., "answer": ...}, ...] as they were asked."""

    __tablename__ = "join_requests"
    __table_args__ = (
        Index(
            "uq_join_requests_waiting",
            "group_id",
            "person_id",
            unique=True,
            sqlite_where=text("decided_at IS NULL"),
            postgresql_where=text("decided_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("groups.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    answers: Mapped[list[dict[str, str]]] = mapped_column(JsonValue, default=list)
    rules_version: Mapped[int] = mapped_column(default=0)
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    outcome: Mapped[str | None] = mapped_column(String(12))
    reason: Mapped[str | None] = mapped_column(String(500))
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))


class Invitation(db.Model):
    """A link that lets so many people in until a date, or until somebody takes it back."""

    __tablename__ = "invitations"

    id: Mapped[int] = mapped_column(primary_key=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("groups.id"), index=True)
    token: Mapped[str] = mapped_column(String(43), unique=True)
    places: Mapped[int]
    used: Mapped[int] = mapped_column(default=0)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    made_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    revoked_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))


class GroupRules(db.Model):
    """One version of a group's rules. Shapes: `lines` = the rules in order; rule 1 is the first."""

    __tablename__ = "group_rules"
    __table_args__ = (UniqueConstraint("group_id", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("groups.id"))
    version: Mapped[int]
    lines: Mapped[list[str]] = mapped_column(JsonValue)
    written_at: Mapped[datetime] = mapped_column(UtcDateTime)
    written_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))


class RuleAcceptance(db.Model):
    """Somebody accepted a version of a group's rules."""

    __tablename__ = "rule_acceptances"
    __table_args__ = (UniqueConstraint("group_id", "person_id", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("groups.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    version: Mapped[int]
    accepted_at: Mapped[datetime] = mapped_column(UtcDateTime)


class GroupBan(db.Model):
    """Somebody may not take part in a group until a date. It ends by itself, or when it is lifted."""

    __tablename__ = "group_bans"
    __table_args__ = (Index("ix_group_bans_person", "group_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("groups.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    reason: Mapped[str] = mapped_column(String(500))
    banned_at: Mapped[datetime] = mapped_column(UtcDateTime)
    banned_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime)
    lifted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    lifted_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))


class GroupRestraint(db.Model):
    """A member writes slowly, or not at all, in a group until a date. Shapes: `kind` "slow" or "mute"."""

    __tablename__ = "group_restraints"
    __table_args__ = (Index("ix_group_restraints_person", "group_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("groups.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    kind: Mapped[str] = mapped_column(String(8))
    begins_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime)
    lifted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class FollowedShow(db.Model):
    """A show whose episode threads open by themselves in a group."""

    __tablename__ = "followed_shows"
    __table_args__ = (UniqueConstraint("group_id", "show_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("groups.id"))
    show_id: Mapped[int] = mapped_column(ForeignKey("shows.id"), index=True)
    since: Mapped[datetime] = mapped_column(UtcDateTime)
    followed_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))


class GroupEvent(db.Model):
    """What was done to a group or a member: who, when, what and why. Shapes: `what` is a code."""

    __tablename__ = "group_events"
    __table_args__ = (Index("ix_group_events_newest", "group_id", "happened_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("groups.id"))
    actor_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    what: Mapped[str] = mapped_column(String(24))
    detail: Mapped[str] = mapped_column(String(80), default="")
    reason: Mapped[str] = mapped_column(String(500), default="")
    happened_at: Mapped[datetime] = mapped_column(UtcDateTime)
