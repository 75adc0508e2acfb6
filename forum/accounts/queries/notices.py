"""What happened to an account, for the mail that tells its owner."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from forum.accounts.models import AccountEvent, Person
from forum.infra.db import db


@dataclass(frozen=True, slots=True)
class Notice:
    """What a mail about a change needs.

    Shapes: `kind` "password", "suspended", "unsuspended", "role" or "address": `to` the old one then. `role` is the new
    one when that is what changed, else "".
    """

    kind: str
    to: str
    handle: str
    language: str
    happened_at: datetime
    role: str = ""


def change_notice(event_id: int) -> Notice | None:
    """The notice of this event; None when nobody is there to be told."""
    event = db.session.get(AccountEvent, event_id)
    person = db.session.get(Person, event.person_id) if event is not None else None
    if event is None or person is None:
        return None
    to = event.detail if event.kind == "address" and event.detail else person.email
    role = event.detail if event.kind == "role" else ""
    return Notice(event.kind, to, person.handle, person.language, event.happened_at, role)
