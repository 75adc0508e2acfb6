"""Keys to the API."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from forum.accounts.models import ApiToken, Person
from forum.accounts.secrets_kept import digest_of
from forum.domain.errors import Missing
from forum.domain.people import Reader
from forum.infra.db import db
from forum.presenting.accounts import TokenCard


def token_reader(bearer: str, now: datetime) -> tuple[Reader, frozenset[str]]:
    """Whose key this is, and what it opens, in one statement.

    Raises: `Missing` when it is unknown, run out or revoked, and while its owner is suspended.
    """
    row = db.session.execute(
        select(Person, ApiToken.scopes)
        .join(ApiToken, ApiToken.person_id == Person.id)
        .where(
            ApiToken.digest == digest_of(bearer),
            ApiToken.revoked_at.is_(None),
            ApiToken.expires_at > now,
            Person.active,
        )
    ).one_or_none()
    if row is None:
        raise Missing
    reader = row.Person.facts(now)
    if reader.suspended:
        raise Missing
    return reader, frozenset(row.scopes)


def tokens_of(reader: Reader, now: datetime) -> tuple[TokenCard, ...]:
    """The reader's own keys that still open something, newest first."""
    rows = db.session.scalars(
        select(ApiToken)
        .where(ApiToken.person_id == reader.id, ApiToken.revoked_at.is_(None), ApiToken.expires_at > now)
        .order_by(ApiToken.id.desc())
        .limit(100)
    )
    return tuple(TokenCard(t.id, t.name, tuple(t.scopes), t.created_at, t.expires_at) for t in rows)
