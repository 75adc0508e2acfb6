"""What comes in about dates: one model for the page and the API."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import AfterValidator, BeforeValidator, StringConstraints, model_validator

from forum.infra.forms import Form
from forum.releases.models import Outcome, What
from forum.shows.forms import Territory, WallClock, Year, Zone, blank_is_none

Source = Annotated[str, StringConstraints(strip_whitespace=True, max_length=500)]


def _address(value: str) -> str:
    if value and (not value.startswith(("https://", "http://")) or any(not sign.isprintable() for sign in value)):
        raise ValueError("bad-url")
    return value


class _Dated(Form):
    """A date, and a time where one is known, on the clock of a zone."""

    on: Annotated[Year | None, BeforeValidator(blank_is_none)] = None
    at: WallClock = None
    zone: Zone = "UTC"


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
