"""Groups and their members."""

from __future__ import annotations

from datetime import datetime

from pydantic import Field

from forum.api.answers import Answer, Page
from forum.domain.people import GroupRole
from forum.domain.permissions import Joining
from forum.domain.policies import OpensOn


class Group(Answer):
    """A group in a list. `role` is your own, null for outsiders; `about` is one plain line."""

    id: int
    slug: str
    name: str
    about: str
    listed: bool
    joining: Joining
    members: int
    role: GroupRole | None


class Groups(Page):
    """Groups. `mine` come with the first page."""

    mine: list[Group]
    groups: list[Group]


class MayGroup(Answer):
    """What you may do in a group."""

    read: bool
    join: bool
    ask: bool
    leave: bool
    start: bool
    moderate: bool
    edit: bool
    invite: bool
    decide: bool = Field(description="Answer requests to join.")
    rank: bool = Field(description="Change roles.")
    follow: bool


class Rules(Answer):
    """The rules, numbered from 1. Version 0 = there are none."""

    version: int
    lines: list[str]
    written_at: datetime | None


class GroupWhole(Answer):
    """A group. `following` are the ids of the shows it follows; `accepted_version` of the rules is yours."""

    group: Group
    about_html: str
    rules: Rules
    accepted_version: int
    asked: bool = Field(description="Your request to join waits for an answer.")
    questions: list[str]
    following: list[int]
    may: MayGroup


class Tagged(Answer):
    """An episode whose talk needs a tag outside of its thread. `until` null = no end is known."""

    episode_id: int
    show_name: str
    code: str
    until: datetime | None


class SpoilerPolicy(Answer):
    """What a group asks for on top of the law of spoilers: it may open later and hide more."""

    opens_on: OpensOn = Field(description="Which release opens an episode's thread; `held` = a moderator does.")
    region: str | None = Field(description="The country whose release opens threads, for `region`.")
    tag_days: int = Field(description="Talk outside the episode's thread is tagged so long after it is out.")
    tag_days_drop: int = Field(description="The same after a whole season came out at once.")
    regional_hides: bool
    titles_hidden: bool
    leaks: bool
    tagged: list[Tagged] = Field(description="What needs a tag just now.")


class Member(Answer):
    """A member."""

    person_id: int
    handle: str
    role: GroupRole
    joined_at: datetime


class Members(Page):
    """Members, highest role first."""

    members: list[Member]
    total: int


class Request(Answer):
    """A request to join, waiting."""

    id: int
