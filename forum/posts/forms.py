"""What a person may send to this room: one model for the page's form, the JSON API and its description."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Annotated

from pydantic import Field, StringConstraints, field_validator, model_validator

from forum.infra.forms import Form
from forum.posts.models import VEIL_KEY

POST_CHARACTERS = 20_000
TITLE_CHARACTERS = 200
REASON_CHARACTERS = 2_000

Body = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=POST_CHARACTERS)]
"""The text of a post: Markdown with spoiler marks."""
Title = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=TITLE_CHARACTERS)]
Reason = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=REASON_CHARACTERS)]
Scope = Annotated[str, StringConstraints(strip_whitespace=True, max_length=200)]
_THREAD_ADDRESS = re.compile(r"(?:[^\s?#]*/t/)?([0-9]{1,10})(?:[?#]\S*)?")
NO_COVER = "thread"
"""In place of a cover: the text gives away no more than its thread."""
Cover = Annotated[str, StringConstraints(strip_whitespace=True, max_length=200)]
"""What a whole post gives away: a scope, "thread" for no more than its thread, "" to leave it as it would be."""
Key = Annotated[str, StringConstraints(strip_whitespace=True, max_length=64)]
"""A submission key: the same key sent again gets the first answer; empty means that there is none."""
VeilKeys = Annotated[list[Annotated[str, StringConstraints(max_length=VEIL_KEY)]], Field(max_length=200)]
Id = Annotated[int, Field(ge=1, le=2**31 - 1)]


class Nod(StrEnum):
    """The reactions there are: few, and none that gives anything away."""

    HEART = "heart"
    LAUGH = "laugh"
    GASP = "gasp"
    SAD = "sad"
    THINK = "think"
    THANKS = "thanks"


class ThreadKind(StrEnum):
    """What a member may start; episode and season threads open by themselves."""

    ARTICLE = "article"
    QUESTION = "question"
    THEORY = "theory"
    RECAP = "recap"
    OPEN = "open"


def _one_line(value: str) -> str:
    if any(ord(c) < 32 or c in "\u2028\u2029\x7f" for c in value):
        raise ValueError("one-line")
    return value


class ReplyForm(Form):
    """A reply in a thread. Shapes: `cover` "" = as much as the post that is answered hides."""

    body: Body
    reply_to: Id | None = None
    cover: Cover = ""
    submission_key: Key = ""

    @field_validator("reply_to", mode="before")
    @classmethod
    def _blank(cls, value: object) -> object:
        return None if value == "" else value


class ThreadForm(Form):
    """A thread with its first post.

    Shapes: `show` = slug or "" for none; `scope` = what everything in the thread may spoil, like "S02E03", or "";
    `link` = an http(s) address, for an article alone.
    """

    kind: ThreadKind
    title: Title
    body: Body
    show: Annotated[str, StringConstraints(strip_whitespace=True, max_length=100)] = ""
    scope: Scope = ""
    link: Annotated[str, StringConstraints(strip_whitespace=True, max_length=2000)] = ""
    submission_key: Key = ""

    @field_validator("title")
    @classmethod
    def _title(cls, value: str) -> str:
        return _one_line(value)

    @model_validator(mode="after")
    def _whole(self) -> ThreadForm:
        if self.scope and not self.show:
            raise ValueError("show-needed")
        return self

    @field_validator("link")
    @classmethod
    def _address(cls, value: str) -> str:
        if value and (not value.lower().startswith(("http://", "https://")) or any(c.isspace() for c in value)):
            raise ValueError("bad-url")
        return value


class AmendForm(Form):
    """A new version of a post.

    Shapes: `version` = the one that was edited, so that nobody overwrites another edit; `cover` "" = as before;
    `lower` = its author means to hide less than before.
    """

    body: Body
    cover: Cover = ""
    lower: bool = False
    version: Annotated[int, Field(ge=1, le=1_000_000)]


class RevealForm(Form):
    """Veils to lift, and veils to let down again. Shapes: keys as they stand in the page; at least one."""

    veil: VeilKeys = Field(default_factory=list)
    hide: VeilKeys = Field(default_factory=list)

    @field_validator("veil", "hide", mode="before")
    @classmethod
    def _listed(cls, value: object) -> object:
        return [value] if isinstance(value, str) else value

    @model_validator(mode="after")
    def _something(self) -> RevealForm:
        if not self.veil and not self.hide:
            raise ValueError("required")
        return self


class SealForm(Form):
    """A curtain over a whole post. Shapes: `scope` as in a spoiler mark; outside episode threads it names its show."""

    scope: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
    reason: Reason


class ReasonForm(Form):
    """Why something is undone."""

    reason: Reason


class MovePostForm(ReasonForm):
    """To another thread. Shapes: its number; its address is understood too."""

    thread: Id

    @field_validator("thread", mode="before")
    @classmethod
    def _addressed(cls, value: object) -> object:
        found = _THREAD_ADDRESS.fullmatch(value.strip()) if isinstance(value, str) else None
        return found[1] if found else value


class RemoveForm(Form):
    """A removal. Shapes: `rule` = number or words of the group's rule that was broken."""

    rule: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
    reason: Reason


class PreviewForm(Form):
    """A text to be shown as readers would see it. Shapes: in a thread, or (with `show` and `scope`) in a new one."""

    body: Annotated[str, StringConstraints(max_length=POST_CHARACTERS)]
    thread_id: Id | None = None
    show: Annotated[str, StringConstraints(strip_whitespace=True, max_length=100)] = ""
    scope: Scope = ""
    cover: Cover = ""
    reply_to: Id | None = None

    @field_validator("thread_id", "reply_to", mode="before")
    @classmethod
    def _blank(cls, value: object) -> object:
        return None if value == "" else value


class DraftForm(Form):
    """What has been typed so far."""

    body: Annotated[str, StringConstraints(max_length=POST_CHARACTERS)] = ""
    title: Annotated[str, StringConstraints(max_length=TITLE_CHARACTERS)] = ""
