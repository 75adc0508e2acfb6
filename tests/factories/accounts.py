"""People for tests, and browsers in which they are signed in."""

from __future__ import annotations

import time
from functools import lru_cache

from flask import Flask
from flask.testing import FlaskClient
from flask_security import hash_password

from forum.accounts import actions, queries
from forum.accounts.forms import NewToken, Registration
from forum.accounts.models import Person
from forum.domain.people import Reader, SiteRole
from forum.infra import clock
from forum.infra.db import db

PASSWORD = "watch slowly, talk late"


@lru_cache(maxsize=1)
def _hashed() -> str:
    return hash_password(PASSWORD)


def address(handle: str) -> str:
    return f"{handle.lower()}@people.example"


def registration(handle: str = "ann", **more: str) -> Registration:
    return Registration.read({"handle": handle, "email": address(handle), "password": PASSWORD, **more})


def person(handle: str = "ann", role: SiteRole = SiteRole.MEMBER, **columns: object) -> Reader:
    """A confirmed person with the password `PASSWORD`; `columns` are set on the row as they are."""
    person_id = actions.register_person(registration(handle), clock.now(), role=role, password_hash=_hashed())
    if columns:
        row = db.session.get_one(Person, person_id)
        for name, value in columns.items():
            setattr(row, name, value)
        db.session.commit()
    return queries.reader_of(person_id, clock.now())


def moderator(handle: str = "mona") -> Reader:
    return person(handle, SiteRole.MODERATOR)


def administrator(handle: str = "ada") -> Reader:
    return person(handle, SiteRole.ADMINISTRATOR)


def signed_in(app: Flask, reader: Reader) -> FlaskClient:
    """A browser of this person, signed in a moment ago. Forms need no token in it."""
    app.config["WTF_CSRF_ENABLED"] = False
    client = app.test_client()
    secret = actions.open_sign_in(reader.id or 0, "test browser", clock.now())
    uniquifier = db.session.get_one(Person, reader.id).fs_uniquifier
    db.session.rollback()
    with client.session_transaction() as session:
        session.update(sign_in=secret, _user_id=uniquifier, _fresh=True, fs_paa=time.time())
    return client


def sign_in(client: FlaskClient, handle: str, password: str = PASSWORD) -> FlaskClient:
    """Through the form, as people do."""
    answer = client.post("/account/login", data={"email": handle, "password": password})
    assert answer.status_code == 302, answer.text
    return client


def token(reader: Reader, *scopes: str) -> str:
    """A key to the API."""
    form = NewToken.read({"name": "test", "scopes": list(scopes or ("read",)), "days": 30})
    return actions.create_token(reader, form, clock.now())
