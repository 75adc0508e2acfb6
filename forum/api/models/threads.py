"""Threads: titles, counts and posts pass the same door."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import Field

from forum.api.answers import Answer, Page
from forum.api.models.care import WithNotice
from forum.api.models.people import Person
from forum.api.models.posts import Post


class Thread(Answer):
    """A thread in a list. Counts are null and `unread` is 0 for who is behind its episode."""

    id: int
    kind: str
    title: str
    is_title_shown: bool = Field(description="Whether `title` is the written one, or a neutral one in its place.")
    group_slug: str
    group_name: str
    show_name: str | None
    show_slug: str | None
    code: str | None
    outcome: Literal["shown", "click", "hidden"]
    is_open: bool
    opens_at: datetime | None
    post_count: int | None = Field(description="Posts that are not kept from you.")
    unread: int = Field(description="New posts with a word for you, among the newest 200 places.")
    more_unread: bool = Field(description="Older places than those are unread as well.")
    last_post_at: datetime | None
    last_author: Person | None
    pinned: bool
    locked: bool
    answered: bool
    sensitive: bool


class Coming(Answer):
    """An episode whose thread opens soon."""

    episode_id: int
    show_name: str
    code: str
    opens_at: datetime


class Threads(Page):
    """A group's threads: pinned ones first, then by activity."""

    threads: list[Thread]
    coming: list[Coming]


class Link(Answer):
    """Another thread, by the address of its page."""

    url: str
    code: str


class Neighbours(Answer):
    """The threads around an episode's or a season's. `episodes` are a season's own."""

    previous: Link | None
    next: Link | None
    hub: Link | None
    episodes: list[Link]


class Standing(Answer):
    """Where you stand before the thread.

    `free`: it is about nothing that could be spoiled; `shown`: you are far enough; `behind`: all is out, you may enter
    anyway; `waiting`: not yet out everywhere; `closed`: it opens later and has no posts until then.
    """

    place: Literal["free", "shown", "behind", "waiting", "closed"]
    label: str
    reason: str
    opens_at: datetime | None
    missing: list[str]
    missing_count: int
    seen_id: int | None = Field(description="The episode to mark when you have seen it.")
    next: Link | None
    entered: bool
    may_enter: bool


class MayThread(Answer):
    """What you may do with a thread. `why_not` = why you may not reply, a code."""

    reply: bool
    why_not: str


class ThreadEvent(Answer):
    """Something done to a thread. `by` null = the calendar; `reason` and `detail` are "" while you are behind."""

    what: str
    by: Person | None
    happened_at: datetime
    reason: str
    detail: str


class ThreadEvents(WithNotice):
    """What was done to a thread, the newest first."""

    id: int
    title: str
    group_slug: str
    group_name: str
    events: list[ThreadEvent]


class ThreadWhole(Page, WithNotice):
    """A thread with some of its posts, in order. New posts come at the end, so that a walk meets each one once."""

    id: int
    kind: str
    title: str
    group_slug: str
    group_name: str
    standing: Standing
    posts: list[Post]
    post_count: int
    may: MayThread
    valid_until: datetime | None
    show_name: str | None
    show_slug: str | None
    episode_id: int | None
    code: str | None
    link: str | None
    locked: bool
    lock_reason: str | None
    pinned: bool
    is_slipped: bool
    is_held: bool
    leads_to: int | None = Field(description="The thread that all posts of this one went into, if you may know of it.")
    neighbours: Neighbours
    read_to: int
