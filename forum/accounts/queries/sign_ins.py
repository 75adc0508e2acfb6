"""Who is signed in, and where."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, select

from forum.accounts.models import Person, SignIn, put_aside
from forum.accounts.secrets_kept import digest_of
from forum.domain.people import Reader, SiteRole, coming
from forum.infra.db import db, prepared
from forum.presenting.accounts import SignInCard

IDLE = timedelta(days=30)
IDLE_STAFF = timedelta(hours=12)
ABSOLUTE = timedelta(days=90)

_KNOWN = (
    Person.id,
    Person.handle,
    Person.site_role,
    Person.country,
    Person.timezone,
    Person.language,
    Person.theme,
    Person.strict,
    Person.suspended_until,
    Person.break_until,
    Person.aside.label("aside"),
)

_LIVE = (
    select(SignIn.id.label("sign_in_id"), SignIn.created_at, SignIn.last_seen_at, *_KNOWN)
    .join(Person, Person.id == SignIn.person_id)
    .where(SignIn.digest == bindparam("digest"), SignIn.ended_at.is_(None), Person.active)
)


@dataclass(frozen=True, slots=True)
class LiveSignIn:
    """A sign-in that holds now, and who it is."""

    id: int
    reader: Reader
    last_seen_at: datetime


def live_sign_in(secret: str, now: datetime) -> LiveSignIn | None:
    """Whom this cookie belongs to, in one statement; None once it has ended in any way."""
    row = prepared(_LIVE, digest=digest_of(secret)).one_or_none()
    if row is None:
        return None
    reader = _reader(row, now)
    if now - row.created_at >= ABSOLUTE or now - row.last_seen_at >= (IDLE_STAFF if reader.is_staff else IDLE):
        return None
    return LiveSignIn(row.sign_in_id, reader, row.last_seen_at)


def sign_ins_of(reader: Reader, current_id: int | None, now: datetime) -> tuple[SignInCard, ...]:
    """Where the reader is signed in, this browser first, then the latest seen."""
    limit = IDLE_STAFF if reader.is_staff else IDLE
    rows = db.session.scalars(
        select(SignIn)
        .where(
            SignIn.person_id == reader.id,
            SignIn.ended_at.is_(None),
            SignIn.last_seen_at > now - limit,
            SignIn.created_at > now - ABSOLUTE,
        )
        .order_by(SignIn.last_seen_at.desc(), SignIn.id.desc())
        .limit(100)
    )
    cards = [SignInCard(r.id, r.label, r.created_at, r.last_seen_at, r.id == current_id) for r in rows]
    return tuple(sorted(cards, key=lambda card: not card.is_this))


def _reader(row: Any, now: datetime) -> Reader:
    until = row.suspended_until
    return Reader(
        id=row.id,
        handle=row.handle,
        role=SiteRole(row.site_role),
        country=row.country,
        territory=row.country,
        timezone=row.timezone,
        language=row.language,
        theme=row.theme,
        strict=row.strict,
        suspended=until is not None and until > now,
        break_until=coming(row.break_until, now),
        **put_aside(row.aside),
    )
