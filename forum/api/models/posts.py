"""Posts: finished for one reader. There is no field for the source here but in `Source`, for its author."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import Field

from forum.api.answers import Answer, Page
from forum.api.models.care import WithNotice
from forum.api.models.people import Person
from forum.posts.forms import Nod


class MayPost(Answer):
    """What you may do with a post."""

    react: bool
    reply: bool
    quote: bool
    edit: bool
    withdraw: bool
    flag: bool
    seal: bool
    unseal: bool
    remove: bool
    move: bool
    restore: bool
    answer: bool
    history: bool


class Reaction(Answer):
    """One kind of nod."""

    code: Nod
    count: int
    mine: bool


class ReplyTo(Answer):
    """The post that is answered: where it stands and whose it is; `elsewhere` = in another thread by now."""

    id: int
    position: int
    author: Person | None
    elsewhere: bool


class Post(Answer):
    """A post as you get it: closed spoilers are not in the texts."""

    id: int
    thread_id: int
    position: int
    author: Person | None
    created_at: datetime
    edited_at: datetime | None
    version: int
    body_html: str
    body_text: str
    excerpt: str
    valid_until: datetime | None = Field(description="The next instant at which the texts may change by time alone.")
    state: Literal["open", "sealed", "removed", "withdrawn", "held", "broken"]
    closed: int = Field(description="How many spoilers you do not get.")
    openable: list[str] = Field(description="Keys of the closed spoilers that `POST /reveals` would open.")
    reason: str | None = Field(description="Rule and reason of a removal.")
    purged_at: datetime | None = Field(description="Since when the text of a removed post is no longer kept.")
    seal_label: str | None
    reply_to: ReplyTo | None
    is_answer: bool
    is_new: bool
    mine: bool
    aside: Literal["", "blocked", "muted"] = Field(description="How you have put its author aside: fold the post.")
    reactions: list[Reaction]
    may: MayPost


class PostWhole(WithNotice):
    """A post with the name of its thread."""

    post: Post
    thread_id: int
    thread_title: str
    group_slug: str
    group_name: str
    valid_until: datetime | None


class Written(Answer):
    """A post of somebody, with the name of its thread."""

    post: Post
    thread_title: str
    group_slug: str
    group_name: str


class WrittenPosts(Page, WithNotice):
    """Posts of one person that you may read, newest first. The notice is for all of them."""

    posts: list[Written]
    valid_until: datetime | None


class Revealed(Answer):
    """The posts whose spoilers were opened or closed, as you get them now."""

    posts: list[PostWhole]


class Change(Answer):
    """A stretch of words between two versions: `same`, `gone` or `new`."""

    kind: str
    words: str


class Revision(Answer):
    """A version of a post as you get it; null when it cannot be shown.

    `changes` from the version before; empty when either of both holds anything that you do not get.
    """

    version: int
    written_at: datetime
    body_html: str | None
    changes: list[Change]


class History(WithNotice):
    """All versions of a post, newest first."""

    post_id: int
    thread_id: int
    thread_title: str
    position: int
    author: Person | None
    revisions: list[Revision]
    valid_until: datetime | None


class Source(Answer):
    """Your own words as you typed them, to be edited. Send `version` back with the new text."""

    id: int
    thread_id: int
    source: str
    version: int


class Quote(Answer):
    """What answers a post with its words, every spoiler in its mark. Made of what you get of the post."""

    reply_to: int
    body: str


class Fault(Answer):
    """Why a text is refused, and where. `line` and `column` count from 1."""

    code: str
    line: int
    column: int
    excerpt: str


class Reveal(Answer):
    """A spoiler that you opened. `key` under `hide` of `POST /reveals` covers it again.

    `revealed`: you asked for it; `covered`: you have seen it since; `hidden`: it is covered again for now.
    """

    key: str
    thread_id: int
    thread_title: str
    post_id: int
    position: int
    revealed_at: datetime
    label: str
    why: Literal["revealed", "covered", "hidden"]


class OpenedThread(Answer):
    """A thread that you entered although behind, or in which you opened all that was out."""

    thread_id: int
    thread_title: str
    label: str
    opened_at: datetime
    why: Literal["entered", "all"]


class Reveals(Page, WithNotice):
    """What you have opened, newest first. For your eyes alone."""

    reveals: list[Reveal]
    threads: list[OpenedThread] = Field(description="On the first page alone.")


class Preview(Answer):
    """Your text as three readers would get it: a stranger, one who is where the thread is, one who is caught up."""

    stranger: str
    behind: str
    caught_up: str
    behind_label: str
    cover_label: str = Field(description="What all of it gives away, where that is more than its thread does.")
    problems: list[Fault]


class Reported(Answer):
    """Your report is taken."""

    post_id: int
    reason: str
