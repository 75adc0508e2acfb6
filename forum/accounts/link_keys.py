"""The keys in mailed links, in the shape in which Flask-Security reads them.

Flask-Security signs such tokens and keeps nothing, so an older one lives on beside a newer one. Ours are random, stored
as digests, good once, and die with a newer key, a new password or a new address (see `actions/mail_keys.py`).
"""

from __future__ import annotations

from typing import Any

from flask_security.utils import hash_data
from itsdangerous import BadSignature, SignatureExpired
from sqlalchemy import select

from forum.accounts import actions
from forum.accounts.models import MailKey, Person
from forum.accounts.secrets_kept import digest_of
from forum.infra import clock
from forum.infra.db import db


class StoredKeys:
    """Stands where Flask-Security has a serializer for one purpose."""

    def __init__(self, purpose: str) -> None:
        self.purpose = purpose

    def dumps(self, data: list[str]) -> str:
        """Ask for the mail; the key itself is made when the mail is sent. Only a new address takes this way."""
        person = db.session.scalar(select(Person).where(Person.fs_uniquifier == data[0]))
        if person is not None:
            actions.ask_for_new_address(person.id, data[-1], clock.now())
        return ""

    def loads(self, token: str, max_age: float | None = None) -> list[Any]:
        """What Flask-Security would have signed.

        Raises: `BadSignature`, `SignatureExpired`.
        """
        row, person = self._found(token)
        age = clock.now() - (row.issued_at or row.asked_at)
        if max_age is not None and age.total_seconds() > max_age:
            raise SignatureExpired("too old")
        return _data(row, person)

    def loads_unsafe(self, token: str) -> tuple[bool, Any]:
        """The same without a look at the age."""
        try:
            return True, _data(*self._found(token))
        except BadSignature:
            return False, None

    def _found(self, token: str) -> tuple[MailKey, Person]:
        row = db.session.scalar(
            select(MailKey).where(MailKey.digest == digest_of(token), MailKey.purpose == self.purpose)
        )
        person = db.session.get(Person, row.person_id) if row is not None else None
        if row is None or person is None or not person.active:
            raise BadSignature("unknown")
        return row, person


def _data(row: MailKey, person: Person) -> list[Any]:
    match row.purpose:
        case "address":
            return [person.fs_uniquifier, hash_data(person.email), row.address]
        case "confirm":
            return [person.fs_uniquifier, hash_data(person.email)]
        case _:
            return [person.fs_uniquifier, None]
