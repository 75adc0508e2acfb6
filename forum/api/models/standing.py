"""What staff did to accounts."""

from __future__ import annotations

from datetime import datetime

from forum.api.answers import Answer
from forum.api.models.people import Person


class StaffAct(Answer):
    """What staff did to an account: `suspended`, `unsuspended` or `role`."""

    what: str
    by: Person | None
    happened_at: datetime
    detail: str
    reason: str


class SiteStanding(Answer):
    """What somebody is on this site, for staff."""

    person: Person
    suspended_until: datetime | None
    may_suspend: bool
    events: list[StaffAct]
