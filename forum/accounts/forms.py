"""What people fill in about themselves; one class serves the page and the API."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, ValidationInfo, field_validator

from forum.accounts import addresses, handles, passwords, places
from forum.infra.forms import Form
from forum.infra.web.locale import LANGUAGES

TOKEN_DAYS = (7, 30, 90, 365)
LONGEST_BREAK = 365
"""Days. Whoever wants longer takes another one."""


def _judged(value: str, fault: str) -> str:
    if fault:
        raise ValueError(fault)
    return value


class Registration(Form):
    """A new account."""

    handle: str
    email: str
    password: str

    @field_validator("handle")
    @classmethod
    def _handle(cls, value: str) -> str:
        return _judged(value.strip(), handles.fault_of(value.strip()))

    @field_validator("email")
    @classmethod
    def _email(cls, value: str) -> str:
        return addresses.canonical(value.strip())

    @field_validator("password")
    @classmethod
    def _password(cls, value: str, info: ValidationInfo) -> str:
        own = (info.data.get("handle", ""), info.data.get("email", ""))
        password = passwords.normalised(value)
        return _judged(password, passwords.fault_of(password, own=own))


class Identity(Form):
    """Whom a mail is asked for: an address or a handle."""

    identity: Annotated[str, Field(min_length=1, max_length=addresses.LONGEST)]


class Preferences(Form):
    """What a person prefers. Shapes: an empty country means "not said"."""

    country: str | None = None
    timezone: str = "UTC"
    language: str = "en"
    theme: Literal["auto", "light", "dark"] = "auto"
    strict: bool = False
    mail_on: bool = False

    @field_validator("country")
    @classmethod
    def _country(cls, value: str | None) -> str | None:
        if not value:
            return None
        return _judged(value, "" if value in places.countries() else "unknown-country")

    @field_validator("timezone")
    @classmethod
    def _timezone(cls, value: str) -> str:
        return _judged(value, "" if value in places.timezones() else "unknown-timezone")

    @field_validator("language")
    @classmethod
    def _language(cls, value: str) -> str:
        return _judged(value, "" if value in LANGUAGES else "bad-language")


class BreakForm(Form):
    """Reading, and not writing, for so many days."""

    days: Annotated[int, Field(ge=1, le=LONGEST_BREAK)]


class SuspendForm(Form):
    """Taking away somebody's writing for so many days."""

    days: Annotated[int, Field(ge=1, le=3650)]
    reason: Annotated[str, Field(min_length=1, max_length=500)]


class UnsuspendForm(Form):
    """Giving it back."""

    reason: Annotated[str, Field(max_length=500)] = ""


class SiteRoleForm(Form):
    """What somebody is on the whole site."""

    role: Literal["member", "moderator", "administrator"]
    reason: Annotated[str, Field(min_length=1, max_length=500)]


class RelationForm(Form):
    """How somebody puts another member aside, or no longer does."""

    kind: Literal["block", "mute", "none"]


class NewToken(Form):
    """A key to the API. Shapes: `days` is one of `TOKEN_DAYS`."""

    name: Annotated[str, Field(min_length=1, max_length=60)]
    scopes: Annotated[list[Literal["read", "write", "moderate"]], Field(default_factory=lambda: ["read"])]
    days: int = 90

    @field_validator("scopes", mode="before")
    @classmethod
    def _scopes(cls, value: Any) -> Any:
        if not value:
            raise ValueError("required")
        return sorted(set(value)) if isinstance(value, list) and all(isinstance(v, str) for v in value) else value

    @field_validator("days")
    @classmethod
    def _days(cls, value: int) -> int:
        return _judged_days(value)


def _judged_days(value: int) -> int:
    if value not in TOKEN_DAYS:
        raise ValueError("not-a-choice")
    return value
