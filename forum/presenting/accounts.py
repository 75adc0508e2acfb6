"""Cards of people and of their accounts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from forum.domain.people import SiteRole


@dataclass(frozen=True, slots=True)
class PersonCard:
    """A person as everybody sees them."""

    id: int
    handle: str
    role: SiteRole


@dataclass(frozen=True, slots=True)
class ProfilePage:
    """A person's public page. It has no field for what they watch. `may_tend` opens their standing to staff.

    Shapes: `aside` = how the reader has put them aside: "blocked", "muted" or "".
    """

    person: PersonCard
    member_since: datetime
    suspended: bool
    is_reader: bool
    may_tend: bool
    aside: str = ""
    may_set_aside: bool = False
    may_report: bool = False


@dataclass(frozen=True, slots=True)
class AsideCard:
    """Somebody whom the reader has put aside. Shapes: `kind` "block" or "mute"."""

    person: PersonCard
    kind: str
    since: datetime


@dataclass(frozen=True, slots=True)
class StandingEvent:
    """What staff did to an account. Shapes: `what` "suspended", "unsuspended" or "role"; `detail` a role or ""."""

    what: str
    by: PersonCard | None
    happened_at: datetime
    detail: str
    reason: str


@dataclass(frozen=True, slots=True)
class StandingPage:
    """Somebody's standing, for staff. Shapes: `events` newest first; `suspended_until` None while they may write."""

    person: PersonCard
    suspended_until: datetime | None
    may_suspend: bool
    may_assign_role: bool
    events: tuple[StandingEvent, ...]


@dataclass(frozen=True, slots=True)
class PreferencesCard:
    """One's own settings. Shapes: `country` is "" when not said."""

    email: str
    country: str
    timezone: str
    language: str
    theme: str
    strict: bool
    mail_on: bool


@dataclass(frozen=True, slots=True)
class SecurityPage:
    """How one's own account is locked.

    Shapes: `passkeys` and `recovery_codes` are counts; `suspended_until` with its reason, None while one may write.
    """

    email: str
    app_code: bool
    passkeys: int
    recovery_codes: int
    second_factor_required: bool
    suspended_until: datetime | None
    suspended_because: str


@dataclass(frozen=True, slots=True)
class SignInCard:
    """One browser in which one is signed in. `label` is its name for itself, shortened."""

    id: int
    label: str
    created_at: datetime
    last_seen_at: datetime
    is_this: bool


@dataclass(frozen=True, slots=True)
class TokenCard:
    """One key to the API, without the key."""

    id: int
    name: str
    scopes: tuple[str, ...]
    created_at: datetime
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class FeedKeyCard:
    """One of one's own feeds. Shapes: `path` of the address, "" while there is none."""

    purpose: str
    path: str
    made_at: datetime | None
