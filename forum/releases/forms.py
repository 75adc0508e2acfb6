"""What comes in about dates: one model for the page and the API."""

from __future__ import annotations

from datetime import date, time
from typing import Annotated, Self

from pydantic import AfterValidator, StringConstraints, field_validator, model_validator

from forum.domain.releases import zone_named
from forum.infra.forms import Form
from forum.releases.models import Outcome, What
from forum.shows.forms import Territory

Source = Annotated[str, StringConstraints(strip_whitespace=True, max_length=500)]


def _address(value: str) -> str:
    if value and (not value.startswith(("https://", "http://")) or any(not sign.isprintable() for sign in value)):
        raise ValueError("bad-url")
    return value


class _Dated(Form):
    """A date, and a time where one is known, on the clock of a zone."""

    on: date | None = None
    at: time | None = None
    zone: str = "UTC"

    @field_validator("on", "at", mode="before")
    @classmethod
    def _none(cls, value: object) -> object:
        return None if value == "" else value

    @field_validator("on")
    @classmethod
    def _year(cls, value: date | None) -> date | None:
        if value is not None and not 1900 <= value.year <= 2200:
            raise ValueError("bad-date")
        return value

    @field_validator("at")
    @classmethod
    def _wall_clock(cls, value: time | None) -> time | None:
        return value.replace(tzinfo=None, second=0, microsecond=0) if value else None

    @field_validator("zone")
    @classmethod
    def _zone(cls, value: str) -> str:
        if zone_named(value) is None:
            raise ValueError("unknown-timezone")
        return value


class DateReportForm(_Dated):
    """A wrong air time. There is no room for words in it: a report cannot spoil its reader."""

    what: What = What.DATED
    territory: Territory = "*"
    source: Annotated[Source, AfterValidator(_address)] = ""

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if self.what is What.DATED and self.on is None:
            raise ValueError("date-needed")
        return self


class DateDecisionForm(_Dated):
    """A steward's answer. Shapes: a date here takes the place of the reported one."""

    outcome: Outcome
    answer: Annotated[str, StringConstraints(strip_whitespace=True, max_length=300)] = ""
    confirm: bool = False


class StewardForm(Form):
    """Somebody who is to look after a show. Shapes: their handle."""

    handle: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=31)]
