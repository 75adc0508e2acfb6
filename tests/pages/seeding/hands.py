"""What is asked of the demo again and again."""

from __future__ import annotations

from sqlalchemy import func, select

from forum.accounts.queries import person_by_handle, reader_of
from forum.domain.people import Reader
from forum.infra import clock
from forum.infra.db import db


def seed_command() -> object:
    from forum.pages.seeding import seed

    return seed


def reader(handle: str) -> Reader:
    return reader_of(person_by_handle(handle).id, clock.now())


def count(model: type[db.Model]) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0
