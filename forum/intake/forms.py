"""What a person may send to the intake room: one model for page and API."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from email_validator import EmailNotValidError, validate_email
from pydantic import Field, StringConstraints, field_validator, model_validator

from forum.domain.automation import LONGEST_WORD, MOST_SITES, MOST_WORDS, Deed, Terms, folded, host_of
from forum.domain.flags import FlagReason
from forum.infra.forms import Form

Line = Annotated[str, StringConstraints(strip_whitespace=True, max_length=4_000)]
Count = Annotated[int, Field(ge=0, le=20)]
Pause = Literal[0, 15, 30, 60, 120, 300, 900, 3600]


class PaceForm(Form):
    """What a group asks of newcomers and of everybody's pace. Shapes: `newcomer_links` None = any; pauses: seconds."""

    first_posts: Count = 0
    hold_first: bool = False
    newcomer_links: Count | None = None
    premiere_seconds: Pause = 0
    later_seconds: Pause = 0

    @field_validator("newcomer_links", mode="before")
    @classmethod
    def _blank(cls, value: object) -> object:
        return None if value == "" else value

    @field_validator("premiere_seconds", "later_seconds", mode="before")
    @classmethod
    def _number(cls, value: object) -> object:
        return int(value) if isinstance(value, str) and value.isascii() and value.isdigit() else value


class AutomationForm(Form):
    """An if-then rule. Shapes: `words` and `sites` one a line; `scope` of its curtains, as in a spoiler mark."""

    name: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=80)]
    words: Line = ""
    sites: Line = ""
    any_link: bool = False
    newcomer: bool = False
    pace: Annotated[int, Field(ge=0, le=50)] = 0
    deed: Deed
    reason: FlagReason = FlagReason.OTHER
    scope: Annotated[str, StringConstraints(strip_whitespace=True, max_length=200)] = ""
    note: Annotated[str, StringConstraints(strip_whitespace=True, max_length=500)] = ""

    @field_validator("words", "sites")
    @classmethod
    def _lines(cls, value: str, info: Any) -> str:
        lines = [" ".join(line.split()) for line in value.split("\n") if line.strip()]
        if len(lines) > (MOST_WORDS if info.field_name == "words" else MOST_SITES):
            raise ValueError("too-many")
        if info.field_name == "words" and any(len(line) > LONGEST_WORD for line in lines):
            raise ValueError("too-long")
        if info.field_name == "words" and any(sum(map(str.isalnum, line)) < 2 for line in lines):
            raise ValueError("too-short")
        return "\n".join(lines)

    @field_validator("reason")
    @classmethod
    def _not_care(cls, value: FlagReason) -> FlagReason:
        """People in need are never the business of a rule."""
        if value in (FlagReason.CONCERN, FlagReason.ILLEGAL):
            raise ValueError("not-a-choice")
        return value

    @model_validator(mode="after")
    def _whole(self) -> AutomationForm:
        if not self.terms().asks:
            raise ValueError("asks-nothing")
        if self.deed is Deed.SEAL and not self.scope:
            raise ValueError("scope-needed")
        return self

    def terms(self) -> Terms:
        """What it asks, as the law reads it."""
        sites = (folded(line).removeprefix("https://").removeprefix("http://") for line in self.sites.splitlines())
        hosts = (host_of(site.partition("/")[0]).removeprefix("www.") for site in sites)
        return Terms(
            tuple(dict.fromkeys(self.words.splitlines())),
            tuple(dict.fromkeys(host for host in hosts if host)),
            self.any_link,
            self.newcomer,
            self.pace,
        )


class WaitingForm(Form):
    """What a moderator says to a post that waits."""

    outcome: Literal["approved", "declined"]
    reason: Annotated[str, StringConstraints(strip_whitespace=True, max_length=500)] = Field("", validate_default=True)

    @field_validator("reason")
    @classmethod
    def _said(cls, value: str, info: Any) -> str:
        if info.data.get("outcome") == "declined" and len(value) < 3:
            raise ValueError("required")
        return value


class SwitchForm(Form):
    """A rule on, off, or away."""

    to: Literal["on", "off", "away"]


class NoticeAnswerForm(Form):
    """What staff answers to a notice. `again` brings its case, if it has one, before moderators once more."""

    outcome: Literal["acted", "kept"]
    words: Annotated[str, StringConstraints(strip_whitespace=True, min_length=10, max_length=2_000)]
    again: bool = False


class ContestForm(Form):
    """Why an answer is wrong, by whoever sent the notice."""

    words: Annotated[str, StringConstraints(strip_whitespace=True, min_length=20, max_length=4_000)]


class NoticeForm(Form):
    """A notice about something on this site, by anybody.

    Source: Regulation (EU) 2022/2065, Article 16(2): reasons, exact address, name and e-mail, good faith.
    """

    name: Annotated[str, StringConstraints(strip_whitespace=True, min_length=2, max_length=120)]
    email: Annotated[str, StringConstraints(strip_whitespace=True, min_length=3, max_length=254)]
    url: Annotated[str, StringConstraints(strip_whitespace=True, min_length=8, max_length=500)]
    reason: Literal["illegal", "hate", "harassment", "other"] = "illegal"
    words: Annotated[str, StringConstraints(strip_whitespace=True, min_length=20, max_length=4_000)]
    good_faith: bool = Field(False, validate_default=True)

    @field_validator("email")
    @classmethod
    def _address(cls, value: str) -> str:
        try:
            return str(validate_email(value, check_deliverability=False).normalized)
        except EmailNotValidError:
            raise ValueError("bad-address") from None

    @field_validator("url")
    @classmethod
    def _exact(cls, value: str) -> str:
        if not value.lower().startswith(("http://", "https://")) or any(c.isspace() for c in value):
            raise ValueError("bad-url")
        return value

    @field_validator("good_faith")
    @classmethod
    def _meant(cls, value: bool) -> bool:
        if not value:
            raise ValueError("required")
        return value
