"""Sessions on the server: opened at sign-in, ended at once by whatever should end them."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete, or_, update

from forum.accounts.models import SignIn
from forum.accounts.queries.sign_ins import ABSOLUTE
from forum.accounts.secrets_kept import digest_of, new_secret
from forum.domain.errors import Missing
from forum.domain.people import Reader
from forum.infra.db import db, transaction

_KEPT = timedelta(days=30)


def open_sign_in(person_id: int, label: str, now: datetime) -> str:
    """A new sign-in. Returns the secret for the cookie; it is never known again."""
    secret = new_secret()
    with transaction():
        db.session.add(
            SignIn(digest=digest_of(secret), person_id=person_id, created_at=now, last_seen_at=now, label=label[:80])
        )
    return secret


def note_seen(sign_in_id: int, now: datetime) -> None:
    """This sign-in is in use. Called at most every few minutes."""
    with transaction():
        db.session.execute(update(SignIn).where(SignIn.id == sign_in_id).values(last_seen_at=now))


def end_sign_in(actor: Reader, sign_in_id: int, now: datetime) -> None:
    """End one of the actor's own sign-ins.

    Raises: `Missing` for somebody else's, and for one that has ended.
    """
    with transaction():
        ended = db.session.execute(
            update(SignIn)
            .where(SignIn.id == sign_in_id, SignIn.person_id == actor.id, SignIn.ended_at.is_(None))
            .values(ended_at=now)
            .returning(SignIn.id)
        ).all()
        if not ended:
            raise Missing


def end_all_sign_ins(person_id: int, now: datetime, *, but: int | None = None) -> None:
    """Sign this person out everywhere, perhaps but for one browser."""
    with transaction():
        end_rows(person_id, now, but=but)


def end_rows(person_id: int, now: datetime, *, but: int | None = None) -> None:
    """The same inside the caller's transaction."""
    ending = update(SignIn).where(SignIn.person_id == person_id, SignIn.ended_at.is_(None))
    if but is not None:
        ending = ending.where(SignIn.id != but)
    db.session.execute(ending.values(ended_at=now))


def forget_old_sign_ins(now: datetime) -> None:
    """Drop rows that can let nobody in any more."""
    with transaction():
        db.session.execute(
            delete(SignIn).where(or_(SignIn.ended_at < now - _KEPT, SignIn.created_at < now - ABSOLUTE - _KEPT))
        )
