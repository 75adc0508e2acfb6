"""What a person may send to the care room: one model for the page's form, the JSON API and its description."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints, ValidationInfo, field_validator

from forum.domain.crisis import GRAVITY
from forum.domain.helpline_checks import CALLING_CODES, digits
from forum.infra.forms import Form
from forum.threads.forms import Topics

Country = Annotated[str, StringConstraints(strip_whitespace=True, to_upper=True, pattern=r"^([A-Za-z]{2})?$")]


class CountryForm(Form):
    """Where I am. Shapes: "" takes it back."""

    country: Country = ""


class WrongNumberForm(Form):
    """A crisis line is wrong. Shapes: `line` is its id, "" for one that is missing or another one."""

    line: Annotated[str, StringConstraints(strip_whitespace=True, max_length=40)] = ""
    country: Country = ""
    words: Annotated[str, StringConstraints(strip_whitespace=True, min_length=3, max_length=1_000)]


class TopicsForm(Form):
    """Hard topics of a thread, on top of those its show has."""

    topics: Topics
    reason: Annotated[str, StringConstraints(strip_whitespace=True, min_length=3, max_length=300)]


Text = Annotated[str, StringConstraints(strip_whitespace=True, max_length=120)]
Reason = Annotated[str, StringConstraints(strip_whitespace=True, min_length=3, max_length=300)]
Address = Annotated[str, StringConstraints(strip_whitespace=True, max_length=300)]


class SwitchForm(Form):
    """Hide lines from every reader, or show them again. Shapes: `target` is "line:<id>", "country:<code>" or "all"."""

    target: Annotated[str, StringConstraints(strip_whitespace=True, max_length=48)]
    to: Literal["off", "on"]
    reason: Reason


class CheckForm(Form):
    """I compared this form of the line with the provider's own page."""

    digest: Annotated[str, StringConstraints(max_length=16)]


class LineForm(Form):
    """A crisis line, as somebody types it.

    Shapes: numbers in the country's own form; `again` is the number once more, because one swapped digit can cost a
    life; `languages` and `sources` one by one, a source as "title | address | date".
    """

    id: Annotated[str, StringConstraints(strip_whitespace=True, to_lower=True, max_length=40)] = ""
    country: Annotated[str, StringConstraints(strip_whitespace=True, to_upper=True, pattern=r"^[A-Za-z]{2}$")]
    region: Text = ""
    name: Annotated[str, StringConstraints(strip_whitespace=True, min_length=2, max_length=120)]
    audience: Annotated[str, StringConstraints(strip_whitespace=True, min_length=2, max_length=120)] = "everyone"
    rank: Annotated[int, Field(ge=1, le=99)] = 5
    kinds: Annotated[list[Literal["call", "text", "chat", "whatsapp", "email"]], Field(min_length=1, max_length=5)]
    number: Text = ""
    again: Annotated[Text, Field(validate_default=True)] = ""
    sms_number: Text = ""
    sms_keyword: Text = ""
    whatsapp: Text = ""
    chat_url: Address = ""
    url: Address = ""
    hours: Text = ""
    languages: Annotated[str, StringConstraints(strip_whitespace=True, min_length=2, max_length=120)]
    topics: Annotated[list[str], Field(min_length=1, max_length=len(GRAVITY))]
    confidence: Literal["high", "medium"] = "medium"
    verified_on: Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$")]
    sources: Annotated[str, StringConstraints(strip_whitespace=True, min_length=3, max_length=4_000)]
    notes: Annotated[str, StringConstraints(strip_whitespace=True, max_length=1_000)] = ""
    reason: Reason

    @field_validator("kinds", "topics", mode="before")
    @classmethod
    def _listed(cls, value: object) -> object:
        return [value] if isinstance(value, str) else value

    @field_validator("again")
    @classmethod
    def _typed_twice(cls, value: str, info: ValidationInfo) -> str:
        if digits(value) != digits(info.data.get("number", value)):
            raise ValueError("numbers-differ")
        return value

    def entry(self, line_id: str, before: Mapping[str, Any] | None, emergency: Sequence[str]) -> dict[str, Any]:
        """The entry in the form of the shipped file. What the form does not ask for stays as it was `before`."""
        same = before is not None and before["number"] == (self.number or None)
        return {
            "id": line_id,
            "country": self.country,
            "region": self.region or None,
            "audience": self.audience,
            "rank": self.rank,
            "name": self.name,
            "kind": list(self.kinds),
            "number": self.number or None,
            "dial": (before["dial"] if same and before else digits(self.number)) if self.number else None,
            "e164": before["e164"] if same and before else None,
            "short_code": bool(same and before and before["short_code"]),
            "alt_numbers": [],
            "sms": self._sms(),
            "whatsapp": self._whatsapp(),
            "chat_url": self.chat_url or None,
            "url": self.url or None,
            "hours": self.hours or None,
            "languages": [one.strip() for one in self.languages.split(",") if one.strip()],
            "topics": list(self.topics),
            "emergency_number": list(emergency),
            "confidence": self.confidence,
            "verified_on": self.verified_on,
            "sources": [_source(row) for row in self.sources.splitlines() if row.strip()],
            "notes": self.notes,
        }

    def _sms(self) -> dict[str, str | None] | None:
        if not self.sms_number:
            return None
        dial = digits(self.sms_number)
        return {"number": self.sms_number, "keyword": self.sms_keyword or None, "e164": None, "dial": dial}

    def _whatsapp(self) -> dict[str, str] | None:
        if not self.whatsapp:
            return None
        national = digits(self.whatsapp).removeprefix("0")
        return {"number": self.whatsapp, "e164": f"+{CALLING_CODES.get(self.country, '')}{national}"}

    @classmethod
    def typed(cls, entry: Mapping[str, Any]) -> dict[str, Any]:
        """What the form shows for an entry. The number is to be typed once more whenever anything changes."""
        sms = entry["sms"] or {}
        return {
            **{name: entry[name] or "" for name in ("id", "country", "region", "audience", "name", "number")},
            **{name: entry[name] or "" for name in ("chat_url", "url", "hours", "confidence", "notes")},
            "rank": entry["rank"],
            "kinds": list(entry["kind"]),
            "sms_number": sms.get("number") or "",
            "sms_keyword": sms.get("keyword") or "",
            "whatsapp": (entry["whatsapp"] or {}).get("number", ""),
            "languages": ", ".join(entry["languages"]),
            "topics": list(entry["topics"]),
            "sources": "\n".join(_row(source) for source in entry["sources"]),
        }


def _source(row: str) -> dict[str, str | None]:
    title, address, day = ([part.strip() for part in row.split("|")] + ["", ""])[:3]
    return {"title": title, "url": address or None, "date": day or None}


def _row(source: Mapping[str, Any]) -> str:
    return " | ".join(str(source.get(part) or "") for part in ("title", "url", "date"))


Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=3, max_length=4_000)]
Note = Annotated[str, StringConstraints(strip_whitespace=True, max_length=1_000)]


class AnswerForm(Form):
    """Words to the team, or of the team to a person."""

    words: Words


class ChoiceForm(Form):
    """Whether I want private care messages."""

    messages: bool = False


class ConcernForm(Form):
    """I am worried about this person. Both fields may stay empty."""

    worry: Note = ""
    when_where: Note = ""


class NoteForm(Form):
    """A note for those who go on with a case."""

    words: Words


class AskedForm(Form):
    """Somebody asked again. Shapes: `early` = really, although the day has not come."""

    words: Annotated[str, StringConstraints(strip_whitespace=True, max_length=4_000)] = ""
    early: bool = False


class LowerForm(Form):
    """A person judges a case to be less, or more, urgent."""

    priority: Annotated[int, Field(ge=0, le=2)]
    words: Words


class CloseForm(Form):
    """Why a case is closed."""

    why: Literal["looked-after", "handed-on", "false-alarm"]
    words: Words


class CutForm(Form):
    """The post without the detail, and what its author is told at the same time."""

    body: Annotated[str, StringConstraints(min_length=1, max_length=40_000)]
    words: Words


class CarerForm(Form):
    """Somebody trained joins the care team."""

    handle: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60)]
    role: Literal["carer", "lead"] = "carer"
    trained_on: date


class DutyForm(Form):
    """Whether I am on call."""

    on_call: bool = False
