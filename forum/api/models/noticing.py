"""Notices of people outside."""

from __future__ import annotations

from datetime import datetime

from pydantic import Field

from forum.api.answers import Answer, Page


class OutsideNotice(Answer):
    """A notice by somebody who need not have an account. Their address is in no answer."""

    id: int
    name: str
    language: str = Field(description="In which the answer should be.")
    url: str = Field(description="As its sender wrote it.")
    reason: str
    words: str
    sent_at: datetime
    case_id: int | None = Field(description="Null where nothing was found at the address.")
    outcome: str = Field(description="`kept` or `acted`; empty before the first answer.")
    answer: str = Field(description="Empty before the first answer, and where it was the usual words.")
    contest: str = Field(description="Why its sender thinks that the answer is wrong; empty where they do not.")
    closing: str = Field(description="What another person answered to that.")
    waits: bool
    involved: bool = Field(description="You gave the contested answer, or it is about you: another person answers.")


class OutsideNotices(Page):
    """Notices without a case and contested answers that wait, oldest first. At most 30."""

    notices: list[OutsideNotice]
