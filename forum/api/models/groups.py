"""Groups and their members."""

from __future__ import annotations

from datetime import datetime

from pydantic import Field

from forum.api.answers import Answer, Page
from forum.domain.people import GroupRole
from forum.domain.permissions import Joining


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
