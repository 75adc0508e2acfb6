"""Between Flask-Security and our tables: it finds people our way, and all it changes goes through one action."""

from __future__ import annotations

from typing import Any

from flask_security import SQLAlchemyUserDatastore
from sqlalchemy import inspect, select

from forum.accounts import actions
from forum.accounts.models import Passkey, Person
from forum.accounts.queries.people import find_person
from forum.infra import clock
from forum.infra.db import db, transaction


class PeopleStore(SQLAlchemyUserDatastore):
    """Flask-Security's view of people and passkeys.

    It changes attributes of a row and calls `put`. The changes are taken off the row and written again by an action
    in a transaction of their own, so that `BEGIN IMMEDIATE`, events and announcements hold for them too.
    """

    def __init__(self) -> None:
        super().__init__(db, Person, Person, Passkey)

    def find_user(self, case_insensitive: bool = False, **kwargs: Any) -> Person | None:  # noqa: ARG002 - its signature
        """Whoever has this address, or this value in one of the unique columns."""
        (name, value), *_rest = kwargs.items()
        if name == "email":
            return find_person(value) if isinstance(value, str) and "@" in value else None
        return db.session.scalar(select(Person).where(getattr(Person, name) == value))

    def put(self, model: Any) -> Any:
        """Save what was changed."""
        row = getattr(model, "_get_current_object", lambda: model)()
        changes = _taken_off(row)
        if not changes:
            return model
        if isinstance(row, Person):
            actions.save_person(row.id, changes, clock.now())
        else:
            _save_passkey(row.id, changes)
        return model

    def create_webauthn(self, user: Any, **columns: Any) -> None:  # type: ignore[override]  # called by name alone
        """Keep a new passkey."""
        with transaction():
            db.session.add(Passkey(user_id=user.id, lastuse_datetime=clock.now(), **columns))

    def delete(self, model: Any) -> None:
        """Drop a passkey."""
        with transaction():
            db.session.delete(db.session.get_one(type(model), model.id))

    def commit(self) -> None:
        """Everything has been written by `put`; what is left is a read transaction to end."""
        db.session.rollback()


def _taken_off(row: Any) -> dict[str, Any]:
    """The changed columns of a row and their new values."""
    state = inspect(row)
    columns = {attribute.key for attribute in state.mapper.column_attrs}
    return {
        attribute.key: list(attribute.value) if isinstance(attribute.value, list) else attribute.value
        for attribute in state.attrs
        if attribute.key in columns and attribute.history.has_changes()
    }


def _save_passkey(passkey_id: int, changes: dict[str, Any]) -> None:
    with transaction():
        passkey = db.session.get_one(Passkey, passkey_id)
        for name, value in changes.items():
            setattr(passkey, name, value)
