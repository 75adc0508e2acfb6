"""How somebody becomes a person of this forum."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TypeVar

from flask_security import hash_password
from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from forum.accounts import addresses, handles
from forum.accounts.actions.mail_keys import ask_mail
from forum.accounts.forms import Registration
from forum.accounts.models import HeldHandle, Person
from forum.domain.errors import Invalid
from forum.domain.people import SiteRole
from forum.infra.db import db, transaction

CONFIRM_WITHIN = timedelta(days=2)

T = TypeVar("T")


def register_person(
    form: Registration,
    now: datetime,
    *,
    role: SiteRole = SiteRole.MEMBER,
    password_hash: str | None = None,
) -> int:
    """A confirmed account at once, for whoever runs the site and for example data. Returns its id.

    Shapes: `password_hash` spares the slow hashing when many accounts share one password.

    Raises: `Invalid` when the handle or the address is taken.
    """
    hashed = password_hash or hash_password(form.password)

    def register() -> int:
        with transaction():
            _refuse_taken_handle(form)
            if _person_at(form.email) is not None:
                raise Invalid({"email": ["taken"]}, form.model_dump(exclude={"password"}))
            person = _insert(form, hashed, now)
            person.site_role, person.confirmed_at = role, now
            return person.id

    return _again_if_beaten(register)


def ask_to_join(form: Registration, now: datetime) -> None:
    """Begin an account from the public form; the mail decides what comes next.

    Whether the address has an account already shows neither in the answer nor in its time: both ways hash the
    password, write the same number of rows and announce one mail. Handles are public, so a taken one is told.

    Raises: `Invalid` when the handle is taken.
    """
    hashed = hash_password(form.password)

    def join() -> None:
        with transaction():
            _refuse_taken_handle(form)
            person = _person_at(form.email)
            if person is not None and person.handle_skeleton == handles.skeleton(form.handle):
                raise _taken(form, "handle-taken")  # came in between the two looks: the same form, sent twice
            if person is not None:
                db.session.add(HeldHandle(handle_skeleton=handles.skeleton(form.handle), held_at=now))
                db.session.flush()
                ask_mail("member", person.id, person.email, now)
            else:
                ask_mail("confirm", _insert(form, hashed, now).id, form.email, now)

    _again_if_beaten(join)


def forget_unconfirmed(now: datetime) -> None:
    """Let go of accounts and handles that nobody confirmed in time."""
    with transaction():
        late = now - CONFIRM_WITHIN
        db.session.execute(delete(Person).where(Person.confirmed_at.is_(None), Person.created_at < late))
        db.session.execute(delete(HeldHandle).where(HeldHandle.held_at < late))


def _insert(form: Registration, hashed: str, now: datetime) -> Person:
    person = Person(
        handle=form.handle,
        handle_folded=handles.folded(form.handle),
        handle_skeleton=handles.skeleton(form.handle),
        email=form.email,
        email_folded=addresses.folded(form.email),
        password=hashed,
        fs_uniquifier=uuid.uuid4().hex,
        fs_webauthn_user_handle=uuid.uuid4().hex,
        created_at=now,
    )
    db.session.add(person)
    db.session.flush()
    return person


def _person_at(email: str) -> Person | None:
    return db.session.scalar(select(Person).where(Person.email_folded == addresses.folded(email)))


def _refuse_taken_handle(form: Registration) -> None:
    shape = handles.skeleton(form.handle)
    taken = db.session.scalar(select(Person.handle_folded).where(Person.handle_skeleton == shape))
    held = db.session.scalar(select(HeldHandle.id).where(HeldHandle.handle_skeleton == shape))
    if taken is None and held is None:
        return
    same = held is not None or taken == handles.folded(form.handle)
    raise _taken(form, "handle-taken" if same else "look-alike")


def _taken(form: Registration, code: str) -> Invalid:
    return Invalid({"handle": [code]}, form.model_dump(exclude={"password"}))


def _again_if_beaten(act: Callable[[], T]) -> T:
    """When somebody else took the handle or address in the same moment, look again: now it shows."""
    try:
        return act()
    except IntegrityError:
        return act()
