"""What comes in: marks, notes, windows, uploads."""

from __future__ import annotations

from datetime import date, time
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints, field_validator, model_validator

from forum.domain.crisis import GRAVITY
from forum.domain.releases import zone_named
from forum.infra.forms import Form
from forum.infra.rows import LARGEST_ID

Id = Annotated[int, Field(ge=1, le=LARGEST_ID)]
Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
Optin = Annotated[str, StringConstraints(strip_whitespace=True, max_length=120, pattern=r"^(promo|leak|book|book:.+)$")]

Territory = Annotated[str, StringConstraints(strip_whitespace=True, to_upper=True, pattern=r"^(\*|[A-Za-z]{2})$")]
Verb = Literal[
    "seen",
    "unseen",
    "through",
    "finished",
    "follow",
    "unfollow",
    "forget",
    "rewatch",
    "end-rewatch",
    "optins",
    "mute",
    "unmute",
    "undo",
]
OF_EPISODES = frozenset({"seen", "unseen", "through", "rewatch"})


def blank_is_none(value: object) -> object:
    """A field that a page sent empty."""
    return None if value == "" else value


class ProgressForm(Form):
    """One step of a reader's place. `seen` is short for the verbs "seen" (yes) and "unseen" (no).

    Shapes: `until` = the first day on which a muted show is there again, on the reader's calendar, in place of `days`.
    """

    verb: Verb = "seen"
    seen: Literal["yes", "no"] | None = None
    episode_id: Id | None = None
    show_id: Id | None = None
    order: Annotated[str, StringConstraints(max_length=40)] = "aired"
    delay_days: Annotated[int, Field(ge=0, le=365)] = 0
    days: Annotated[int, Field(ge=1, le=3650)] = 30
    until: date | None = None
    as_new: bool = False
    optins: Annotated[tuple[Optin, ...], Field(max_length=50)] = ()

    @field_validator("episode_id", "show_id", "seen", "until", mode="before")
    @classmethod
    def _none(cls, value: object) -> object:
        return blank_is_none(value)

    @property
    def step(self) -> Verb:
        """The verb that is meant."""
        return "unseen" if self.seen == "no" else "seen" if self.seen == "yes" else self.verb

    @model_validator(mode="after")
    def _target(self) -> Self:
        if self.step in OF_EPISODES and self.episode_id is None:
            raise ValueError("episode-needed")
        if self.step not in OF_EPISODES and self.show_id is None:
            raise ValueError("show-needed")
        return self


class NoteForm(Form):
    """A topic of a show, a season or an episode."""

    topic: str
    why: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=1000)]
    season: Annotated[int, Field(ge=0, le=9999)] | None = None
    episode_id: Id | None = None

    @field_validator("season", "episode_id", mode="before")
    @classmethod
    def _none(cls, value: object) -> object:
        return blank_is_none(value)

    @field_validator("topic")
    @classmethod
    def _known(cls, value: str) -> str:
        if value not in GRAVITY:
            raise ValueError("not-a-choice")
        return value


def _year(value: date) -> date:
    if not 1900 <= value.year <= 2200:
        raise ValueError("bad-date")
    return value


def _wall_clock(value: time | None) -> time | None:
    return value.replace(tzinfo=None, second=0, microsecond=0) if value else None


def _zone(value: str) -> str:
    if zone_named(value) is None:
        raise ValueError("unknown-timezone")
    return value


Year = Annotated[date, AfterValidator(_year)]
WallClock = Annotated[time | None, BeforeValidator(blank_is_none), AfterValidator(_wall_clock)]
Zone = Annotated[str, AfterValidator(_zone)]
"""A date of television's time, a time on somebody's wall, and the clock that hangs there."""


class WindowForm(Form):
    """When the episodes of a scope are out in a territory."""

    scope: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60)]
    territory: Territory = "*"
    on: Year
    at: WallClock = None
    zone: Zone = "UTC"
    service: Annotated[str, StringConstraints(strip_whitespace=True, max_length=100)] = ""
    why: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=1000)]
    confirm: bool = False


class WorkForm(Form):
    """A book that a show is made from, by the name that labels give it. What would break a tag is refused."""

    name: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=80)]

    @field_validator("name")
    @classmethod
    def _plain(cls, value: str) -> str:
        if any(not sign.isprintable() or sign in "[]<>" for sign in value) or " + " in value:
            raise ValueError("one-line")
        return " ".join(value.split())


class PullForm(Form):
    """Episodes whose date was taken back, and why."""

    scope: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60)]
    why: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=1000)]


class UploadForm(Form):
    """What goes with an uploaded file. Shapes: `what` says what it holds."""

    what: Literal["show", "windows"] = "show"
    into: Annotated[str, StringConstraints(strip_whitespace=True, max_length=120)] = ""
    skip_bad: bool = False
    allow_unrelease: bool = False

    def options(self) -> dict[str, Any]:
        """As `import_show` and `import_windows` take them."""
        shared = {"skip_bad": self.skip_bad, "allow_unrelease": self.allow_unrelease}
        return shared if self.what == "windows" else {"into": self.into or None, **shared}
