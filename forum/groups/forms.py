"""What a person may send to the groups room: one model for the page's form, the JSON API and its description."""

from __future__ import annotations

import re
import unicodedata
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints, model_validator

from forum.domain.people import GroupRole
from forum.domain.permissions import Joining
from forum.domain.policies import LONGEST_DAYS, SHORTEST_DAYS, USUAL, OpensOn
from forum.infra.forms import Form

QUESTIONS = 3
RULES = 20
RESERVED_SLUGS = frozenset({"new", "join", "all", "mine", "search", "api", "settings"})

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def one_line(value: str) -> str:
    """A single line without signs that turn the reading direction or cannot be seen at all."""
    if any(unicodedata.category(c) in ("Cc", "Zl", "Zp") or c in "\u202a\u202b\u202c\u202d\u202e" for c in value):
        raise ValueError("one-line")
    if not any(unicodedata.category(c)[0] in "LNPS" for c in value):
        raise ValueError("required")
    return value


def _slug(value: str) -> str:
    if value and not _SLUG.fullmatch(value):
        raise ValueError("bad-slug")
    if value in RESERVED_SLUGS:
        raise ValueError("reserved")
    return value


Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=2, max_length=80), AfterValidator(one_line)]
Slug = Annotated[str, StringConstraints(strip_whitespace=True, to_lower=True, max_length=40), AfterValidator(_slug)]
Description = Annotated[str, StringConstraints(strip_whitespace=True, max_length=5_000)]
Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300), AfterValidator(one_line)]
Answer = Annotated[str, StringConstraints(strip_whitespace=True, max_length=1_000)]
Reason = Annotated[str, StringConstraints(strip_whitespace=True, min_length=3, max_length=500)]


def _lines(value: object) -> object:
    """A text area sends one text with a line for each; the API sends a list."""
    given = [value] if isinstance(value, str) else value
    if not isinstance(given, (list, tuple)):
        return value
    lines = [line for text in given for line in (text.splitlines() if isinstance(text, str) else [text])]
    return [line for line in lines if not isinstance(line, str) or line.strip()]


def slug_from(name: str) -> str:
    """An address made from a name; "" when nothing of it can be written in plain letters."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return "-".join(re.findall(r"[a-z0-9]+", plain.replace("'", "")))[:40].strip("-")


class AboutForm(Form):
    """What a group is and who may come in. Shapes: `questions` are asked of those who want to join by request."""

    name: Name
    description: Description = ""
    visibility: Literal["listed", "hidden"] = "listed"
    joining: Joining = Joining.OPEN
    questions: Annotated[list[Line], BeforeValidator(_lines), Field(default_factory=list, max_length=QUESTIONS)]

    @model_validator(mode="after")
    def _reachable(self) -> Self:
        """Nobody outside can find a hidden group, so only an invitation leads there."""
        if self.visibility == "hidden" and self.joining is not Joining.INVITATION:
            raise ValueError("hidden-needs-invitation")
        return self


class RulesForm(Form):
    """A group's rules, one a line, in order."""

    rules: Annotated[list[Line], BeforeValidator(_lines), Field(default_factory=list, max_length=RULES)]


class GroupForm(AboutForm, RulesForm):
    """A new group. Shapes: an empty `slug` is made from the name."""

    slug: Slug = ""

    @model_validator(mode="after")
    def _addressed(self) -> Self:
        if not self.address or self.address in RESERVED_SLUGS:
            raise ValueError("slug-needed")
        return self

    @property
    def address(self) -> str:
        """The slug as typed, else made from the name."""
        return self.slug or slug_from(self.name)


class JoinForm(Form):
    """Joining, or asking to. Shapes: `rules_version` is the version that was shown; `answers` in order of questions."""

    accept: bool = False
    rules_version: Annotated[int, Field(ge=0, le=2**31 - 1)] = 0
    answers: Annotated[list[Answer], Field(default_factory=list, max_length=QUESTIONS)]


class DecideRequestForm(Form):
    """A moderator's answer to a request. A refusal needs its reason: the person will read it."""

    outcome: Literal["approved", "declined"]
    reason: Annotated[str, StringConstraints(strip_whitespace=True, max_length=500)] = ""

    @model_validator(mode="after")
    def _explained(self) -> Self:
        if self.outcome == "declined" and not self.reason:
            raise ValueError("reason-needed")
        return self


class PolicyForm(Form):
    """What a group asks for on top of the law of spoilers. Shapes: `region` a country, for threads that wait for it."""

    opens_on: OpensOn = OpensOn.EARLIEST
    region: Annotated[str, StringConstraints(strip_whitespace=True, to_upper=True, pattern=r"^([A-Za-z]{2})?$")] = ""
    tag_days: Annotated[int, Field(ge=SHORTEST_DAYS, le=LONGEST_DAYS)] = USUAL.tag_days
    tag_days_drop: Annotated[int, Field(ge=SHORTEST_DAYS, le=LONGEST_DAYS)] = USUAL.tag_days_drop
    regional_hides: bool = False
    titles_hidden: bool = False
    leaks: bool = False

    @model_validator(mode="after")
    def _named(self) -> Self:
        if self.opens_on is OpensOn.REGION and not self.region:
            raise ValueError("region-needed")
        return self


class InvitationForm(Form):
    """A new invitation link."""

    places: Annotated[int, Field(ge=1, le=500)] = 10
    days: Annotated[int, Field(ge=1, le=90)] = 7


class RoleForm(Form):
    """Another role for a member."""

    role: GroupRole


class BanForm(Form):
    """Showing somebody out for so many days."""

    days: Annotated[int, Field(ge=1, le=365)]
    reason: Reason


class FollowForm(Form):
    """A show to follow. Shapes: its slug."""

    show: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)]
