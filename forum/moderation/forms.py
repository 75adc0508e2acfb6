"""What a person may send to the moderation room: one model for the page's form, the JSON API and its description."""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import Field, StringConstraints, ValidationInfo, field_validator, model_validator

from forum.domain.flags import NEEDS_EPISODE, NEEDS_WORDS, ONE_BY_ONE, CaseOutcome, Extent, FlagReason
from forum.domain.replies import unknown
from forum.domain.sanctions import ENDLESS, FOR_GOOD, SanctionKind, fault
from forum.infra.forms import Form

Scope = Annotated[str, StringConstraints(strip_whitespace=True, max_length=200)]
Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=3, max_length=2_000)]
_THREAD = re.compile(r"/t/(\d{1,10})(?=[-/?#]|$)")
Version = Annotated[int, Field(ge=1, le=1_000_000_000)]


class FlagForm(Form):
    """A report. Shapes: `spoils` as in a spoiler mark, "S02E03" or "Lost S01E02"; asked for spoilers only."""

    reason: FlagReason
    words: Annotated[str, StringConstraints(strip_whitespace=True, max_length=1_000)] = Field("", validate_default=True)
    spoils: Scope = Field("", validate_default=True)

    @field_validator("words")
    @classmethod
    def _said(cls, value: str, info: object) -> str:
        reason = getattr(info, "data", {}).get("reason")
        if not value and reason in NEEDS_WORDS:
            raise ValueError("required")
        return value

    @field_validator("spoils")
    @classmethod
    def _episode(cls, value: str, info: object) -> str:
        reason = getattr(info, "data", {}).get("reason")
        if not value and reason in NEEDS_EPISODE:
            raise ValueError("which-episode")
        return value


class DecideForm(Form):
    """A decision.

    Shapes: `version` is that of the case as it was read; `rule` is the number of a rule of the group; `scope` for a
    seal, `title` for another title or the thread that is split off, `thread` for a move or the other end of a merge,
    by its number or its address; `hours` of the sanction, 0 = for good; `extent` = how far it reaches; `reason` is read
    by author and flaggers, `note` by moderators. A dismissal ignores `sanction` and `hours`.
    """

    version: Version
    outcome: CaseOutcome
    scope: Scope = ""
    title: Annotated[str, StringConstraints(strip_whitespace=True, max_length=200)] = ""
    thread: Annotated[int, Field(ge=1, le=2**31 - 1)] | None = None
    rule: Annotated[int, Field(ge=1, le=1000)] | None = None
    sanction: SanctionKind = SanctionKind.NONE
    hours: Annotated[int, Field(ge=0, le=720)] | None = None
    extent: Extent = Extent.THIS
    reason: Annotated[str, StringConstraints(strip_whitespace=True, min_length=3, max_length=2_000)]
    note: Annotated[str, StringConstraints(strip_whitespace=True, max_length=2_000)] = ""

    @field_validator("rule", "thread", "hours", mode="before")
    @classmethod
    def _blank(cls, value: object) -> object:
        return None if value == "" else value

    @field_validator("thread", mode="before")
    @classmethod
    def _address(cls, value: object) -> object:
        """A thread is named by its number or by its address, as one copies it."""
        found = _THREAD.search(value) if isinstance(value, str) else None
        return found[1] if found else value

    @field_validator("sanction", "extent", mode="before")
    @classmethod
    def _usual(cls, value: object, info: ValidationInfo) -> object:
        return {"sanction": "none", "extent": "this"}[info.field_name or ""] if value == "" else value

    @model_validator(mode="after")
    def _whole(self) -> DecideForm:
        if self.outcome is CaseOutcome.SEAL and not self.scope:
            raise ValueError("scope-needed")
        return self

    @model_validator(mode="before")
    @classmethod
    def _nothing_wrong(cls, values: object) -> object:
        """A dismissal means nothing for anybody, whatever a form suggested in the fields beside it."""
        if isinstance(values, dict) and values.get("outcome") == CaseOutcome.DISMISS:
            return {**values, "sanction": SanctionKind.NONE.value, "hours": None}
        return values

    def faults(self) -> dict[str, list[str]]:
        """What does not fit together, by field."""
        found: dict[str, list[str]] = {}
        if self.outcome in (CaseOutcome.RETITLE, CaseOutcome.SPLIT) and not self.title:
            found["title"] = ["required"]
        if self.outcome in (CaseOutcome.MOVE, CaseOutcome.MERGE) and self.thread is None:
            found["thread"] = ["required"]
        if self.outcome in ONE_BY_ONE and self.extent is not Extent.THIS:
            found["extent"] = ["one-by-one"]
        return {**found, **fault(self.sanction, self.hours)}

    @property
    def for_good(self) -> bool:
        """Whether it would keep somebody out without an end."""
        return self.sanction in ENDLESS and self.hours == FOR_GOOD


class ReverseForm(Form):
    """Why a decision is taken back. Everybody whom it concerned reads it."""

    reason: Words


class AppealForm(Form):
    """Why a decision should be looked at again."""

    words: Words


class AnswerAppealForm(Form):
    """What came of an appeal, in words."""

    outcome: Literal["upheld", "overturned"]
    answer: Words


class NoteForm(Form):
    """A note about a case, for other moderators."""

    words: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2_000)]


class HandOverForm(Form):
    """To whom a case is handed, by name, with a word for them."""

    to: Annotated[str, StringConstraints(strip_whitespace=True, min_length=3, max_length=30)]
    words: Annotated[str, StringConstraints(strip_whitespace=True, max_length=500)] = ""


class SavedReplyForm(Form):
    """Words to keep. Shapes: `reply_id` None = new ones; `rule` None = for any rule."""

    reply_id: Annotated[int, Field(ge=1, le=2**31 - 1)] | None = None
    rule: Annotated[int, Field(ge=1, le=1000)] | None = None
    language: Literal["en", "de", "fr", "es", "pt"] = "en"
    title: Annotated[str, StringConstraints(strip_whitespace=True, min_length=2, max_length=80)]
    words: Annotated[str, StringConstraints(strip_whitespace=True, min_length=3, max_length=2_000)]

    @field_validator("rule", "reply_id", mode="before")
    @classmethod
    def _blank(cls, value: object) -> object:
        return None if value == "" else value

    @field_validator("words")
    @classmethod
    def _fillable(cls, value: str) -> str:
        if unknown(value):
            raise ValueError("unknown-variable")
        return value
