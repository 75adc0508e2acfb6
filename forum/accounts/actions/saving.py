"""What Flask-Security changes of a person, saved in one transaction with everything that follows from it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from forum.accounts import addresses
from forum.accounts.actions.feed_keys import shut_feed_keys
from forum.accounts.actions.mail_keys import kill_keys
from forum.accounts.actions.sign_ins import end_rows
from forum.accounts.actions.tokens import shut_tokens
from forum.accounts.models import AccountEvent, MailKey, Person
from forum.infra.db import db, transaction
from forum.infra.jobs import announce


def save_person(person_id: int, changes: Mapping[str, Any], now: datetime) -> None:
    """Write these columns.

    A new password ends every sign-in, kills every mailed key, and shuts the addresses of feeds and the keys to the API:
    whoever chooses one because somebody got in wants them out. A new or confirmed address kills the mailed keys. A new
    password or address is told to the person by mail, a new address at the old one.
    """
    with transaction():
        person = db.session.get_one(Person, person_id)
        old = {name: getattr(person, name) for name in changes}
        for name, value in changes.items():
            setattr(person, name, value)
        if "confirmed_at" in changes and old["confirmed_at"] is None:
            _note(person_id, "confirmed", now)
            kill_keys(MailKey.person_id == person_id)
        if "password" in changes and "fs_uniquifier" in changes:
            _after_new_password(person, now)
        if "email" in changes:
            _after_new_address(person, old["email"], now)


def _after_new_password(person: Person, now: datetime) -> None:
    end_rows(person.id, now)
    kill_keys(MailKey.person_id == person.id)
    shut_feed_keys(person.id, now)
    shut_tokens(person.id, now)
    announce("account.changed", event_id=_note(person.id, "password", now))


def _after_new_address(person: Person, old: str, now: datetime) -> None:
    person.email_folded = addresses.folded(person.email)
    kill_keys(MailKey.person_id == person.id)
    announce("account.changed", event_id=_note(person.id, "address", now, old))


def _note(person_id: int, kind: str, now: datetime, detail: str = "") -> int:
    event = AccountEvent(person_id=person_id, actor_id=person_id, kind=kind, happened_at=now, detail=detail)
    db.session.add(event)
    db.session.flush()
    return event.id
