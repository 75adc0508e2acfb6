"""Cards of the notifications room, and what a mail may say: what a stranger may know, and no word of any post."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from forum.domain.crisis import Notice
from forum.presenting.accounts import PersonCard


@dataclass(frozen=True, slots=True)
class NoteCard:
    """One line of the list.

    Shapes: `about` "reply", "mention", "thread", "slipped", "decision", "asked", "answered" or "ban", "gone" when it is
    no longer there for this reader, "kept-out" when they keep its thread out of their lists; `title` of the thread,
    which passed the door; `outcome` of a decision or a request; `reason` and `until` of an answer or a ban.
    """

    id: int
    about: str
    told_at: datetime
    is_new: bool
    url: str = ""
    title: str = ""
    group_name: str = ""
    by: PersonCard | None = None
    outcome: str = ""
    role: str = ""
    sensitive: bool = False
    reason: str = ""
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class NotesPage:
    """A page of the list, newest first. Shapes: `following` = the key after which the next page begins."""

    notes: tuple[NoteCard, ...]
    unread: int
    number: int
    pages: int
    following: str = ""


@dataclass(frozen=True, slots=True)
class MailItem:
    """A mail about something. `notice` has no default, so that no mail is made without deciding it.

    Shapes: `title` is what a stranger may know of the thread, "" when strangers may not know of its group.
    """

    to: str
    language: str
    handle: str
    path: str
    notice: Notice | None
    title: str = ""
    by: str = ""
    role: str = ""


@dataclass(frozen=True, slots=True)
class DigestLine:
    """One piece of news in a digest. Shapes: as in `MailItem`; `about` as in `NoteCard`."""

    about: str
    path: str
    title: str = ""
    by: str = ""
    role: str = ""


@dataclass(frozen=True, slots=True)
class LivelyThread:
    """A thread in which somebody wrote.

    Shapes: `title` as a stranger may know it; `count` of new posts that whoever gets the mail may read, `more` when
    there are older ones as well.
    """

    path: str
    title: str
    group_name: str
    count: int = 0
    more: bool = False


@dataclass(frozen=True, slots=True)
class DigestItem:
    """A mail with everything that waited. `notice` is for the hard topics of all threads in it, and has no default.

    Shapes: `cadence` "daily" or "weekly"; `more` = how many waited beyond those listed; `lively` = where somebody wrote
    in the reader's groups.
    """

    to: str
    language: str
    handle: str
    cadence: str
    lines: tuple[DigestLine, ...]
    more: int
    notice: Notice | None
    lively: tuple[LivelyThread, ...] = ()
