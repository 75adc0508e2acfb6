"""A post, its versions and its previews, finished for one reader."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup

from forum.presenting.accounts import PersonCard
from forum.presenting.posts.rights import MayPost


@dataclass(frozen=True, slots=True)
class ReactionCard:
    """One kind of nod under a post. Shapes: `mine` = this reader gave it."""

    code: str
    count: int
    mine: bool


@dataclass(frozen=True, slots=True)
class ReplyToCard:
    """The post that is answered: where it stands and whose it is, never its words.

    Shapes: `elsewhere` = one of the two was moved to another thread.
    """

    id: int
    position: int
    author: PersonCard | None
    elsewhere: bool = False


@dataclass(frozen=True, slots=True)
class Body:
    """The words of a text for one reader at one instant.

    Shapes: `valid_until` = the next instant at which a gate may open or close by time alone, None for never; `closed`
    counts what this reader does not get; `openable` are the keys of the veils a click would open; `readable` = they get
    any word of it without a click.
    """

    html: Markup
    text: str
    excerpt: str
    valid_until: datetime | None
    closed: int = 0
    openable: tuple[str, ...] = ()
    readable: bool = False


@dataclass(frozen=True, slots=True)
class PostCard:
    """A post as one reader gets it.

    Shapes: `state` "open", "sealed", "removed", "withdrawn", "held" (a person looks at it first, its author reads it)
    or "broken" (its stored form cannot be read); removed, withdrawn, broken, and others' held posts have empty bodies.
    `reason` = rule and reason of a removal, `purged_at` = since when its words are kept no longer; `aside` = the reader
    has its author "blocked" or "muted": it is folded.
    """

    id: int
    thread_id: int
    position: int
    author: PersonCard | None
    created_at: datetime
    edited_at: datetime | None
    version: int
    body_html: Markup
    body_text: str
    excerpt: str
    valid_until: datetime | None
    state: str
    may: MayPost
    closed: int = 0
    openable: tuple[str, ...] = ()
    reason: str | None = None
    purged_at: datetime | None = None
    seal_label: str | None = None
    reply_to: ReplyToCard | None = None
    is_answer: bool = False
    is_new: bool = False
    mine: bool = False
    aside: str = ""
    reactions: tuple[ReactionCard, ...] = ()


@dataclass(frozen=True, slots=True)
class ChangeCard:
    """A stretch of words between two versions. Shapes: `kind` "same", "gone" or "new"; `words` plain text."""

    kind: str
    words: str


@dataclass(frozen=True, slots=True)
class RevisionCard:
    """One version of a post as one reader gets it.

    Shapes: `body_html` None when it cannot be printed; `changes` from the version before, empty for the first one, and
    where either of both holds anything that this reader does not get.
    """

    version: int
    written_at: datetime
    body_html: Markup | None
    changes: tuple[ChangeCard, ...] = ()


@dataclass(frozen=True, slots=True)
class ProblemCard:
    """Why a text was refused, and where. Shapes: `line` and `column` from 1; `excerpt` is the author's own line."""

    code: str
    line: int
    column: int
    excerpt: str
    start: int


@dataclass(frozen=True, slots=True)
class PreviewCard:
    """A text as three readers would get it.

    Shapes: `behind_label` = what the second one has seen, "" for nothing; `cover_label` = what covers the whole of it.
    """

    stranger: Markup
    behind: Markup
    caught_up: Markup
    problems: tuple[ProblemCard, ...]
    behind_label: str
    cover_label: str = ""


@dataclass(frozen=True, slots=True)
class SourceCard:
    """The words of a post as they were typed: for its author and the group's moderators, and no page else."""

    id: int
    thread_id: int
    position: int
    source: str
    version: int


@dataclass(frozen=True, slots=True)
class WrittenCard:
    """A post in a list of what a person wrote. Shapes: `thread_title` went through the reader's door."""

    post: PostCard
    thread_title: str
    group_slug: str
    group_name: str
