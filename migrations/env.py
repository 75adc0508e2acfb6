"""How migrations run: inside the application, on whatever database it is configured for."""

from __future__ import annotations

from alembic import context
from flask import current_app
from flask_security import AsaList
from sqlalchemy import JSON, Connection

from forum.infra.db import UtcDateTime

migrate = current_app.extensions["migrate"]
target = migrate.db.metadata


def _number_revisions(_context: object, _revision: object, directives: list) -> None:
    """Revision ids are 0001, 0002, ...: people can say them."""
    if not directives:
        return
    script = directives[0]
    if getattr(context.config.cmd_opts, "autogenerate", False) and script.upgrade_ops.is_empty():
        directives[:] = []
        return
    head = context.script.get_current_head()
    script.rev_id = f"{int(head or 0) + 1:04d}"


def _render(kind: str, thing: object, autogen_context: object) -> str | bool:
    """Our own column types by their names: they are the same on both databases."""
    if kind != "type":
        return False
    if isinstance(thing, AsaList):
        return "sa.UnicodeText()"
    for ours, written in ((UtcDateTime, "UtcDateTime()"), (JSON, "JsonValue")):
        if isinstance(thing, ours):
            autogen_context.imports.add(f"from forum.infra.db import {written.removesuffix('()')}")
            return written
    return False


def _enforce_keys(connection: Connection, setting: str) -> None:
    """Past SQLAlchemy, which would begin a transaction first: inside one SQLite ignores this."""
    connection.connection.execute(f"PRAGMA foreign_keys={setting}")


def run() -> None:
    """Run the migrations, each in a transaction of its own."""
    engine = migrate.db.engine
    with engine.connect() as connection:
        sqlite = connection.dialect.name == "sqlite"
        if sqlite:
            # Rebuilding a table drops and renames it; with keys enforced that fails as soon as rows point at it.
            _enforce_keys(connection, "OFF")
        context.configure(
            connection=connection,
            target_metadata=target,
            render_item=_render,
            process_revision_directives=_number_revisions,
            transaction_per_migration=True,
            **migrate.configure_args,
        )
        with context.begin_transaction():
            context.run_migrations()
        if sqlite:
            connection.commit()
            _enforce_keys(connection, "ON")


run()
