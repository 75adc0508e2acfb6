"""Addresses of personal feeds."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from forum.accounts.feed_keys import Purpose, key_of, salt_of
from forum.accounts.models import FeedKey, Person
from forum.domain.errors import Denied, Missing
from forum.domain.people import Reader
from forum.infra.db import db
from forum.infra.settings import current_settings
from forum.presenting.accounts import FeedKeyCard

_FILES = {Purpose.THREADS: "threads.atom", Purpose.CALENDAR: "calendar.ics"}


def feed_reader(key: str, purpose: Purpose, now: datetime) -> Reader:
    """Whose feed this address is. One statement, none for a key that we never made.

    Raises: `Missing` when it is unknown or shut, or its owner is gone.
    """
    salt = salt_of(key, purpose, current_settings().secret)
    if salt is None:
        raise Missing
    person = db.session.scalar(
        select(Person)
        .join(FeedKey, FeedKey.person_id == Person.id)
        .where(
            FeedKey.salt == salt,
            FeedKey.purpose == purpose.value,
            FeedKey.revoked_at.is_(None),
            Person.active,
        )
    )
    if person is None:
        raise Missing
    found: Reader = person.facts(now)
    return found


def feed_keys_of(reader: Reader) -> tuple[FeedKeyCard, ...]:
    """The reader's feeds, one card for each purpose, with its address if it has one. One statement.

    Raises: `Denied` for strangers.
    """
    if reader.id is None:
        raise Denied("sign-in")
    rows = db.session.scalars(select(FeedKey).where(FeedKey.person_id == reader.id, FeedKey.revoked_at.is_(None)))
    live = {row.purpose: row for row in rows}
    return tuple(_card(purpose, live.get(purpose.value)) for purpose in Purpose)


def _card(purpose: Purpose, row: FeedKey | None) -> FeedKeyCard:
    if row is None:
        return FeedKeyCard(purpose.value, "", None)
    key = key_of(row.salt, purpose, current_settings().secret)
    return FeedKeyCard(purpose.value, f"/feeds/{key}/{_FILES[purpose]}", row.made_at)
