"""Mails that carry a key: asked for now, made when sent, good for one purpose, once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, func, select, update

from forum.accounts import addresses
from forum.accounts.models import MailKey, Person
from forum.accounts.queries.people import find_person
from forum.accounts.secrets_kept import digest_of, new_secret
from forum.infra.db import db, transaction
from forum.infra.jobs import announce

MAILS_AN_HOUR = 3
_KEPT = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class IssuedKey:
    """What the mail needs. Shapes: `to` is where it goes, `secret` belongs into its link and nowhere else."""

    purpose: str
    to: str
    handle: str
    language: str
    secret: str


def ask_mail(purpose: str, person_id: int | None, address: str, now: datetime, *, to: str | None = None) -> None:
    """Note that a mail is wanted and announce it, inside the caller's transaction."""
    row = MailKey(
        purpose=purpose, person_id=person_id, address_digest=addresses.digest(to or address), address=to, asked_at=now
    )
    db.session.add(row)
    db.session.flush()
    announce("account.mail_asked", key_id=row.id)


def ask_for_reset(identity: str, now: datetime) -> None:
    """Somebody forgot their password. The same rows are written whether or not anybody has that name."""
    _ask_by_identity("reset", identity, now)


def ask_for_confirmation(identity: str, now: datetime) -> None:
    """Send the first mail once more. The same rows are written whether or not anybody waits for it."""
    _ask_by_identity("confirm", identity, now)


def ask_for_new_address(person_id: int, address: str, now: datetime) -> None:
    """Ask the new address whether it wants to be this person's."""
    with transaction():
        ask_mail("address", person_id, address, now, to=address)


def issue_key(key_id: int, now: datetime) -> IssuedKey | None:
    """Make the key for a mail that is about to be sent; every older key of its purpose is dead from here on.

    None when the mail must not go: nobody there, nothing to do, or too many mails to one address within the hour.
    """
    with transaction():
        row = db.session.get(MailKey, key_id)
        person = db.session.get(Person, row.person_id) if row is not None and row.person_id else None
        if row is None or person is None or not person.active or _too_many(row):
            return None
        purpose = _purpose_now(row.purpose, person)
        if purpose is None:
            return None
        _kill_older(row, purpose)
        secret = new_secret()
        row.purpose, row.digest, row.issued_at = purpose, digest_of(secret), now
        return IssuedKey(purpose, row.address or person.email, person.handle, person.language, secret)


def forget_old_keys(now: datetime) -> None:
    """Drop keys and requests of former days."""
    with transaction():
        db.session.execute(delete(MailKey).where(MailKey.asked_at < now - _KEPT))


def _ask_by_identity(purpose: str, identity: str, now: datetime) -> None:
    with transaction():
        person = find_person(identity)
        ask_mail(purpose, person.id if person else None, person.email if person else identity, now)


def _purpose_now(purpose: str, person: Person) -> str | None:
    """What the mail is for, now that it is sent: an account may have been confirmed or not in between."""
    waiting = person.confirmed_at is None
    match purpose:
        case "confirm":
            return "confirm" if waiting else None
        case "reset" | "member":
            return "confirm" if waiting else purpose
        case _:
            return purpose


def _too_many(row: MailKey) -> bool:
    earlier = db.session.scalar(
        select(func.count())
        .select_from(MailKey)
        .where(
            MailKey.address_digest == row.address_digest,
            MailKey.asked_at > row.asked_at - timedelta(hours=1),
            MailKey.id < row.id,
        )
    )
    return (earlier or 0) >= MAILS_AN_HOUR


def _kill_older(row: MailKey, purpose: str) -> None:
    kill_keys(MailKey.person_id == row.person_id, MailKey.purpose == purpose, MailKey.id != row.id)


def kill_keys(*which: ColumnElement[bool]) -> None:
    """Make keys that were mailed worthless, inside the caller's transaction; their rows go on counting mails."""
    db.session.execute(update(MailKey).where(MailKey.digest.is_not(None), *which).values(digest=None))
