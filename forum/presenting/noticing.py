"""Cards of notices by people outside."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class NoticeCard:
    """A notice that staff answers. Its sender's address is not on it.

    Shapes: `case_id` None where nothing of ours was found; `contest` "" for a first answer, else what the sender says
    against it; `answer` "" = the usual words for `outcome`, `closing` what another person said after a contest;
    `waits` = somebody has to answer it; `involved` = this reader must leave it to others,
    `alone` = of whom there are none.
    """

    id: int
    name: str
    language: str
    url: str
    reason: str
    words: str
    sent_at: datetime
    case_id: int | None
    contest: str
    answer: str
    outcome: str
    closing: str
    waits: bool
    involved: bool
    alone: bool = False


@dataclass(frozen=True, slots=True)
class NoticesPage:
    """Notices that wait, oldest first. Shapes: `next` None on the last page."""

    rows: tuple[NoticeCard, ...]
    next: int | None


@dataclass(frozen=True, slots=True)
class AnswerCard:
    """What became of a notice, for its sender.

    Shapes: `until` None when it can not be contested (any more); `alone` = nobody but who answered could answer.
    """

    id: int
    outcome: str
    answer: str
    contest: str
    closing: str
    closed: bool
    until: datetime | None
    alone: bool = False
