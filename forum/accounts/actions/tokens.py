"""Keys to the API: made, shown once, revoked."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import func, select, update

from forum.accounts.forms import NewToken
from forum.accounts.models import ApiToken
from forum.accounts.secrets_kept import digest_of, new_secret
from forum.domain.errors import Invalid, Missing
from forum.domain.people import Reader
from forum.domain.permissions import Action, SiteFacts, require
from forum.infra.db import db, transaction

MOST = 20
PREFIX = "wc_"


def create_token(actor: Reader, form: NewToken, now: datetime) -> str:
    """A new key of the actor. Returns it; it is never shown again.

    Raises: `Denied`; `Invalid` when the actor has `MOST` keys already.
    """
    require(actor, Action.TOKEN_CREATE, SiteFacts())
    secret = PREFIX + new_secret()
    with transaction():
        live = (ApiToken.person_id == actor.id, ApiToken.revoked_at.is_(None), ApiToken.expires_at > now)
        if (db.session.scalar(select(func.count()).select_from(ApiToken).where(*live)) or 0) >= MOST:
            raise Invalid({"": ["too-many"]}, form.model_dump())
        db.session.add(
            ApiToken(
                digest=digest_of(secret),
                person_id=actor.id,
                name=form.name,
                scopes=list(form.scopes),
                created_at=now,
                expires_at=now + timedelta(days=form.days),
            )
        )
    return secret


def shut_tokens(person_id: int, now: datetime) -> None:
    """Shut all keys of somebody, inside the running transaction."""
    live = update(ApiToken).where(ApiToken.person_id == person_id, ApiToken.revoked_at.is_(None))
    db.session.execute(live.values(revoked_at=now))


def revoke_token(actor: Reader, token_id: int, now: datetime) -> None:
    """Shut one of the actor's own keys for good.

    Raises: `Missing` for somebody else's, and for one that is shut.
    """
    with transaction():
        shut = db.session.execute(
            update(ApiToken)
            .where(ApiToken.id == token_id, ApiToken.person_id == actor.id, ApiToken.revoked_at.is_(None))
            .values(revoked_at=now)
            .returning(ApiToken.id)
        ).all()
        if not shut:
            raise Missing
