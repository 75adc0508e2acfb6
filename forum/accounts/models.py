"""Tables of people and of everything that lets them in."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from flask_security import AsaList, UserMixin, WebAuthnMixin
from sqlalchemy import (
    ForeignKey,
    Index,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
    cast,
    column,
    func,
    select,
    table,
    text,
)
from sqlalchemy.ext.mutable import MutableList
from sqlalchemy.orm import Mapped, column_property, mapped_column, relationship

from forum.accounts import policy
from forum.domain.people import Reader, SiteRole, coming
from forum.infra.db import ON_POSTGRESQL, JsonValue, UtcDateTime, db


class Relation(db.Model):
    """Somebody has put another member aside, and nobody else is told.

    Shapes: `kind` is "block" (neither hears from the other, and the posts of the other are folded) or "mute" (the posts
    of the other are folded, and nothing else changes).
    """

    __tablename__ = "relations"
    __table_args__ = (UniqueConstraint("person_id", "other_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"))
    other_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(5))
    since: Mapped[datetime] = mapped_column(UtcDateTime)


IS_STAFF = text("site_role <> 'member'")
"""Who has a role on the whole site: few, found by an index of their own."""
_OTHERS = table("people", column("id"), column("handle_folded")).alias("others")


class Person(db.Model, UserMixin):
    """Somebody with an account. The columns from `password` to `mf_recovery_codes` belong to Flask-Security."""

    __tablename__ = "people"
    __table_args__ = (
        Index("ix_people_staff", "id", sqlite_where=IS_STAFF, postgresql_where=IS_STAFF),
        Index(
            "ix_people_handle_begins",
            "handle_folded",
            postgresql_ops={"handle_folded": "text_pattern_ops"},
            info=ON_POSTGRESQL,
        ).ddl_if(dialect="postgresql"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    handle: Mapped[str] = mapped_column(String(30))
    handle_folded: Mapped[str] = mapped_column(String(30), unique=True)
    handle_skeleton: Mapped[str] = mapped_column(String(30), unique=True)
    email: Mapped[str] = mapped_column(String(254))
    email_folded: Mapped[str] = mapped_column(String(254), unique=True)

    password: Mapped[str | None] = mapped_column(String(255))
    active: Mapped[bool] = mapped_column(default=True)
    fs_uniquifier: Mapped[str] = mapped_column(String(64), unique=True)
    fs_webauthn_user_handle: Mapped[str | None] = mapped_column(  # type: ignore[assignment]  # not before a passkey
        String(64), unique=True
    )
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    tf_primary_method: Mapped[str | None] = mapped_column(String(64))
    tf_totp_secret: Mapped[str | None] = mapped_column(String(255))
    tf_phone_number: Mapped[str | None] = mapped_column(String(32))
    tf_last_counter: Mapped[int | None]
    mf_recovery_codes: Mapped[list[str] | None] = mapped_column(MutableList.as_mutable(AsaList()))

    site_role: Mapped[SiteRole] = mapped_column(String(16), default=SiteRole.MEMBER)
    country: Mapped[str | None] = mapped_column(String(2), index=True)
    timezone: Mapped[str] = mapped_column(String(64), default="UTC")
    language: Mapped[str] = mapped_column(String(16), default="en")
    theme: Mapped[str] = mapped_column(String(8), default="auto")
    strict: Mapped[bool] = mapped_column(default=False)
    mail_on: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    suspended_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    break_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """Their own choice: until then they read and do not write."""

    webauthn: Mapped[list[Passkey]] = relationship(  # type: ignore[assignment]  # a list of our own kind
        cascade="all, delete-orphan", order_by="Passkey.id"
    )

    aside: Mapped[str | None] = column_property(
        select(
            func.aggregate_strings(
                Relation.kind + ":" + cast(Relation.other_id, String) + ":" + _OTHERS.c.handle_folded, ","
            )
        )
        .join(_OTHERS, _OTHERS.c.id == Relation.other_id)
        .where(Relation.person_id == id)  # noqa: A003 - the column above, as SQLAlchemy wants it
        .correlate_except(Relation, _OTHERS)
        .scalar_subquery()
    )
    """Whom they have put aside, read along with the person: "block:3:ben,mute:7:eve", None for nobody."""

    roles: ClassVar[tuple[()]] = ()  # type: ignore[assignment]  # never filled
    """Flask-Security's roles are not used: what a person may do is decided in `domain/permissions`."""

    def calc_username(self) -> str:
        """What an authenticator app writes beside its code: the name, not the address."""
        return self.handle

    def check_tf_required(
        self,
        tf_setup_methods: list[tuple[str, str]],
        tf_fresh: bool,  # noqa: ARG002 - Flask-Security's signature
    ) -> tuple[bool, list[tuple[str, str]]]:
        """Whoever has a second factor is asked for it; staff must have one where the settings say so."""
        return bool(tf_setup_methods) or self.check_tf_required_setup(), tf_setup_methods

    def check_tf_required_setup(self) -> bool:
        """Whether this person may not do without a second factor."""
        return policy.second_factor_required(SiteRole(self.site_role))

    def facts(self, now: datetime) -> Reader:
        """This person as the rules see them."""
        return Reader(
            id=self.id,
            handle=self.handle,
            role=SiteRole(self.site_role),
            country=self.country,
            territory=self.country,
            timezone=self.timezone,
            language=self.language,
            theme=self.theme,
            strict=self.strict,
            suspended=self.suspended_until is not None and self.suspended_until > now,
            break_until=coming(self.break_until, now),
            **put_aside(self.aside),
        )


def put_aside(told: str | None) -> dict[str, Any]:
    """What `Person.aside` tells, as a reader holds it."""
    if not told:
        return {}
    rows = [one.split(":") for one in told.split(",")]
    return {
        "blocked": frozenset(int(number) for kind, number, _ in rows if kind == "block"),
        "muted": frozenset(int(number) for kind, number, _ in rows if kind == "mute"),
        "names_aside": frozenset((name, "blocked" if kind == "block" else "muted") for kind, _, name in rows),
    }


class Passkey(db.Model, WebAuthnMixin):
    """A passkey, as Flask-Security keeps it."""

    __tablename__ = "passkeys"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    credential_id: Mapped[bytes] = mapped_column(LargeBinary(1024), unique=True)
    public_key: Mapped[bytes] = mapped_column(LargeBinary)
    sign_count: Mapped[int] = mapped_column(default=0)
    transports: Mapped[list[str] | None] = mapped_column(MutableList.as_mutable(AsaList()))
    backup_state: Mapped[bool]
    device_type: Mapped[str] = mapped_column(String(64))
    extensions: Mapped[str | None] = mapped_column(String(255))
    lastuse_datetime: Mapped[datetime] = mapped_column(UtcDateTime)
    name: Mapped[str] = mapped_column(String(64))
    usage: Mapped[str] = mapped_column(String(64))


class SignIn(db.Model):
    """One browser in which a person is signed in. The cookie holds the secret, this row its digest."""

    __tablename__ = "sign_ins"

    id: Mapped[int] = mapped_column(primary_key=True)
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    last_seen_at: Mapped[datetime] = mapped_column(UtcDateTime)
    label: Mapped[str] = mapped_column(String(80), default="")
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class ApiToken(db.Model):
    """A key to the API, shown once. Shapes: `scopes` is a sorted list of "read", "write", "moderate"."""

    __tablename__ = "api_tokens"

    id: Mapped[int] = mapped_column(primary_key=True)
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(60))
    scopes: Mapped[list[str]] = mapped_column(JsonValue)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class FeedKey(db.Model):
    """A key in the address of one of a person's feeds; one of each purpose lives at a time.

    Shapes: `purpose` is a `feed_keys.Purpose`; `salt` is the part of the key that we keep.
    """

    __tablename__ = "feed_keys"
    __table_args__ = (
        Index(
            "ix_feed_keys_live",
            "person_id",
            "purpose",
            unique=True,
            sqlite_where=text("revoked_at IS NULL"),
            postgresql_where=text("revoked_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"))
    purpose: Mapped[str] = mapped_column(String(12))
    salt: Mapped[str] = mapped_column(String(32), unique=True)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class MailKey(db.Model):
    """A mail that was asked for, and the key that its link carries once it has been sent.

    Shapes: `person_id` is None when nobody has the address: the row is written all the same, so that the answer and
    its time do not tell. `address` is set when the mail goes to an address that is not the person's yet.
    """

    __tablename__ = "mail_keys"
    __table_args__ = (Index("ix_mail_keys_address_digest_asked_at", "address_digest", "asked_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    purpose: Mapped[str] = mapped_column(String(16))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    address_digest: Mapped[str] = mapped_column(String(64))
    address: Mapped[str | None] = mapped_column(String(254))
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    digest: Mapped[str | None] = mapped_column(String(64), unique=True)
    issued_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class HeldHandle(db.Model):
    """A handle that somebody asked for with an address that has an account already.

    It stays taken as long as a true registration's would, so that trying it again tells nothing.
    """

    __tablename__ = "held_handles"

    id: Mapped[int] = mapped_column(primary_key=True)
    handle_skeleton: Mapped[str] = mapped_column(String(30), unique=True)
    held_at: Mapped[datetime] = mapped_column(UtcDateTime)


class AccountEvent(db.Model):
    """What happened to an account, when, by whom and why.

    Shapes: `kind` is one of "registered", "confirmed", "password", "address", "role", "suspended", "unsuspended";
    `detail` is the new role, the suspension's end, or (until its notice has been sent) the old address.
    """

    __tablename__ = "account_events"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    kind: Mapped[str] = mapped_column(String(16))
    happened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    detail: Mapped[str] = mapped_column(String(254), default="")
    reason: Mapped[str] = mapped_column(Text, default="")
