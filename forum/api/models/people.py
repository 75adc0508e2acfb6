"""People in answers."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import Field

from forum.api.answers import Answer
from forum.domain.people import SiteRole
from forum.notifications.forms import When


class Person(Answer):
    """A person as everybody sees them."""

    id: int
    handle: str
    role: SiteRole


class Profile(Answer):
    """What everybody may know of a person: never what they watch."""

    person: Person
    member_since: datetime
    suspended: bool
    aside: Literal["", "blocked", "muted"] = Field(description="How you have put them aside.")


class PutAside(Answer):
    """Somebody whom you have put aside; they are not told."""

    person: Person
    kind: Literal["block", "mute"]
    since: datetime


class Relations(Answer):
    """Everybody whom you have put aside, by name."""

    people: list[PutAside]


class Preferences(Answer):
    """What you prefer. `country` is an ISO code, or "" for not said."""

    country: str
    timezone: str
    language: str
    theme: Literal["auto", "light", "dark"]
    strict: bool = Field(description="Hide spoilers of released episodes too, without a way to click them open.")
    mail_on: bool


class Me(Answer):
    """Whose key this is, and what it opens."""

    id: int
    handle: str
    role: SiteRole
    scopes: list[str]
    preferences: Preferences


class FeedAddress(Answer):
    """One of your own feeds. Whoever has the address reads it."""

    purpose: Literal["threads", "calendar"] = Field(description="An Atom feed of your groups' threads, or iCalendar.")
    url: str = Field(description='"" while there is none.')


class FeedAddresses(Answer):
    """The addresses of your own feeds."""

    feeds: list[FeedAddress]


class Mails(Answer):
    """A cadence for each kind of news: "now", "daily", "weekly" or "never"."""

    reply: When
    mention: When
    thread: When = Field(description="The thread of your next episode opens, or closes again.")
    decision: When
    group: When
