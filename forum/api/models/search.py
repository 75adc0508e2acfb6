"""What was found."""

from __future__ import annotations

from datetime import datetime

from pydantic import Field

from forum.api.answers import Answer, Page
from forum.api.models.care import WithNotice
from forum.api.models.people import Person
from forum.api.models.threads import Thread


class Hit(Answer):
    """A post in which the words stand, as far as you may read it."""

    post_id: int
    thread_id: int
    position: int
    thread_title: str
    group_slug: str
    group_name: str
    author: Person | None
    created_at: datetime
    text: str = Field(description="The stretch around the first of the words.")
    sensitive: bool


class FoundShow(Answer):
    """A show of such a name."""

    slug: str
    name: str


class FoundEpisode(Answer):
    """An episode of such a name."""

    id: int
    show_name: str
    code: str
    title: str | None = Field(description="Null while it may spoil.")


class FoundGroup(Answer):
    """A group of such a name."""

    slug: str
    name: str


class Found(Page, WithNotice):
    """An answer. Names are on its first part alone."""

    posts: list[Hit]
    count: int = Field(description="Posts from here on, at most 100.")
    is_counted: bool = Field(description="False when there are more than `count`.")
    threads: list[Thread]
    shows: list[FoundShow]
    episodes: list[FoundEpisode]
    groups: list[FoundGroup]
    people: list[Person]


class Suggestion(Answer):
    """Something one may have meant, by the address of its page."""

    kind: str
    title: str
    url: str


class Suggestions(Answer):
    """What one may have meant."""

    suggestions: list[Suggestion]
