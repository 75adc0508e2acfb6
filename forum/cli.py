"""The console command `forum`: everything an operator does from a shell.

Exit codes: 0 done, 1 a check failed or the command could not do its work, 2 the input or the settings cannot be used.
"""

from __future__ import annotations

import sys
from typing import Any

import click
import flask_migrate
from flask.cli import FlaskGroup, with_appcontext
from sqlalchemy.exc import DBAPIError, OperationalError, ProgrammingError

from forum.accounts.commands import token_create, user_create
from forum.app import create_app
from forum.care.commands import care_turn_keys, crisis_check
from forum.care.detecting import crisis_evaluate
from forum.infra.settings import SettingsError
from forum.moderation.commands import ledger_redact
from forum.pages.doctor import doctor
from forum.pages.health import code_revisions, schema_revision
from forum.pages.seeding import seed
from forum.pages.serving import run, worker
from forum.search.commands import search_rebuild
from forum.shows.commands import import_show, import_windows


class Commands(FlaskGroup):
    """Flask's group with our commands alone: `flask --app wsgi` has the developers' ones."""

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self.params = []  # Flask's options choose an application; this one is chosen

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Ours, by name."""
        return sorted(self.commands)


@click.group(
    cls=Commands, create_app=create_app, add_default_commands=False, add_version_option=False, load_dotenv=False
)
def cli() -> None:
    """Watercooler, a forum about television."""


@cli.command("upgrade")
@click.option("--to", default="head", show_default=True, help="Revision to go up to, like 0002.")
@with_appcontext
def upgrade(to: str) -> None:
    """Bring the database's tables up to those of this code."""
    known = code_revisions()
    if to not in ("head", *known):
        raise click.BadParameter(f"there is no revision {to!r}, only head, {', '.join(known)}.", param_hint="'--to'")
    flask_migrate.upgrade(revision=to)
    click.echo(f"The schema is at {schema_revision() or 'nothing'}.")


@cli.group("crisis")
def crisis() -> None:
    """Crisis lines, and finding posts by people at risk."""


@cli.group("care")
def care() -> None:
    """Data of people in need."""


@cli.group("user")
def user() -> None:
    """People."""


@cli.group("token")
def token() -> None:
    """API tokens."""


@cli.group("ledger")
def ledger() -> None:
    """What moderators did."""


@cli.group("search")
def search() -> None:
    """The index of the search."""


for command in (run, worker, seed, doctor, import_show, import_windows):
    cli.add_command(command)
care.add_command(care_turn_keys, "turn-keys")
crisis.add_command(crisis_check, "check")
crisis.add_command(crisis_evaluate, "evaluate")
user.add_command(user_create, "create")
token.add_command(token_create, "create")
ledger.add_command(ledger_redact, "redact")
search.add_command(search_rebuild, "rebuild")


def main() -> None:
    """Entry point: what an operator can put right is told in plain words, never as a traceback."""
    try:
        cli(prog_name="forum")
    except SettingsError as fault:
        _leave(str(fault), 2)
    except UnicodeEncodeError:
        _leave("a value has characters that cannot be stored.", 2)
    except (OperationalError, ProgrammingError) as fault:
        _leave(f"the database cannot be used ({_first_line(fault)}). Try: forum upgrade. See: forum doctor.", 1)


def _leave(said: str, code: int) -> None:
    click.echo(f"forum: {said}", err=True)
    sys.exit(code)


def _first_line(fault: DBAPIError) -> str:
    return str(fault.orig).strip().splitlines()[0] if str(fault.orig).strip() else type(fault.orig).__name__


if __name__ == "__main__":
    main()
