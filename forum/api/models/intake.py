"""What waits before anybody reads it, and the rules that make it wait."""

from __future__ import annotations

from datetime import datetime

from pydantic import Field

from forum.api.answers import Answer, Page
from forum.api.models.care import WithNotice
from forum.api.models.people import Person


class Because(Answer):
    """Why: a code, and a word of the rule, a number or nothing."""

    code: str
    value: str


class Waiting(Answer):
    """A post that waits, or waited. `closed` pieces of it are about what you have not seen, and not in `body_html`."""

    id: int
    group_slug: str
    group_name: str
    thread_id: int | None = Field(description="Null = it begins a thread.")
    title: str
    author: Person | None
    sent_at: datetime
    body_html: str
    closed: int
    why: list[Because]
    outcome: str = Field(description="Empty while it waits.")
    reason: str
    post_id: int | None
    mine: bool


class WaitingPosts(WithNotice):
    """Posts that wait in a group, oldest first; or your own, newest first. At most 20."""

    posts: list[Waiting]


class WaitingOne(WithNotice):
    """One of them."""

    post: Waiting


class IfThenRule(Answer):
    """An if-then rule. `met` = how often; `on_since` is null while it is off."""

    id: int
    version: int
    name: str
    words: list[str]
    sites: list[str]
    any_link: bool
    newcomer: bool
    pace: int
    deed: str
    reason: str
    scope: str
    note: str
    author: Person | None
    written_at: datetime
    on_since: datetime | None
    met: int


class IfThenRules(Answer):
    """The if-then rules of a group, oldest first."""

    rules: list[IfThenRule]


class Tried(Answer):
    """A post of the past that a rule would have met."""

    post_id: int
    position: int
    thread_title: str
    author: Person | None
    created_at: datetime
    excerpt: str
    because: list[Because]


class Trial(Page, WithNotice):
    """What a rule would have met in the past thirty days. Nothing happened to anybody."""

    rule: IfThenRule
    found: list[Tried]
    looked_at: int = Field(description="Posts that were looked at for this page.")
    tries: bool = Field(description="False: it asks only about its author, which nobody can try on the past.")


class Pace(Answer):
    """What a group asks of newcomers and of everybody's pace. Pauses in seconds."""

    first_posts: int
    hold_first: bool
    newcomer_links: int | None
    premiere_seconds: int
    later_seconds: int
