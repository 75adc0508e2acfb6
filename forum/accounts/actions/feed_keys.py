"""Addresses of personal feeds: made, replaced, shut."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import update

from forum.accounts.feed_keys import Purpose, new_salt
from forum.accounts.models import FeedKey
from forum.domain.errors import Denied
from forum.domain.people import Reader
from forum.infra.db import db, transaction


def make_feed_key(actor: Reader, purpose: Purpose, now: datetime) -> None:
    """A new address for one of the actor's feeds; the one before it opens nothing any more.

    Raises: `Denied` for strangers.
    """
    if actor.id is None:
        raise Denied("sign-in")
    with transaction():
        shut_feed_keys(actor.id, now, purpose)
        db.session.add(FeedKey(person_id=actor.id, purpose=purpose.value, salt=new_salt(), made_at=now))


def revoke_feed_key(actor: Reader, purpose: Purpose, now: datetime) -> None:
    """Shut the address of one of the actor's feeds, if there is one.

    Raises: `Denied` for strangers.
    """
    if actor.id is None:
        raise Denied("sign-in")
    with transaction():
        shut_feed_keys(actor.id, now, purpose)


def shut_feed_keys(person_id: int, now: datetime, purpose: Purpose | None = None) -> None:
    """Shut somebody's addresses, all or those of one purpose, inside the running transaction."""
    live = update(FeedKey).where(FeedKey.person_id == person_id, FeedKey.revoked_at.is_(None))
    if purpose is not None:
        live = live.where(FeedKey.purpose == purpose.value)
    db.session.execute(live.values(revoked_at=now))
