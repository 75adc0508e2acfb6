"""Notifications."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import Field

from forum.api.answers import Answer, Page
from forum.api.models.people import Person


class Note(Answer):
    """Something that concerns you. `url` is the address of its page; it holds no word of any post.

    `by` wrote, or asks to join; `outcome` of a decision or of a request to join; `reason` of the answer to a request or
    of a ban, and `until` the end of the ban.
    """

    id: int
    about: Literal[
        "reply",
        "mention",
        "thread",
        "slipped",
        "decision",
        "asked",
        "answered",
        "ban",
        "dated",
        "titled",
        "waited",
        "matched",
        "covered",
        "called",
        "handed",
        "burial",
        "gone",
        "kept-out",
    ] = Field(
        description="`thread` opened, `slipped` = closed again; `asked` to join a group of yours, `answered` = to "
        "your request; `dated` = an answer to your report of a date; `titled` = a title of yours was covered or given "
        "back; `waited` = an answer to a post of yours that waited, `matched` = what an if-then rule met, `covered` = "
        "readers drew a curtain over a post of yours; `called` in a note among moderators, `handed` = a case was left "
        "to you; `burial` = an administrator proposes to take the words of a ledger line out; "
        "`gone` = no longer there for you; `kept-out` = its thread touches what you keep out of your lists."
    )
    told_at: datetime
    is_new: bool
    url: str
    title: str
    group_name: str
    by: Person | None
    outcome: str
    role: str
    sensitive: bool
    reason: str
    until: datetime | None


class Notes(Page):
    """Your notifications, newest first."""

    notes: list[Note]
    unread: int


class Settled(Answer):
    """How many were new."""

    marked: int
